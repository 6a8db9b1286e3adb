package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 8ca5210603d9.
public final class UnknownFlagsIgnored extends SeededBug {
    public UnknownFlagsIgnored() {
        super("cloud-hypervisor 8ca5210603d9", "5.2.6.2",
                "flags of WRITE_ZEROES that mean nothing are ignored");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.SEGMENT_FLAGS;
            }
        };
    }
}
