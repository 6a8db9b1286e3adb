package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 823ab99e027a.
public final class StatusKindsMixedUp extends SeededBug {
    public StatusKindsMixedUp() {
        super("cloud-hypervisor 823ab99e027a", "5.2.6",
                "what the device does not support ends with IOERR");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected BlkStatus refuse(RequestRule broken) {
                return BlkStatus.IOERR;
            }
        };
    }
}
