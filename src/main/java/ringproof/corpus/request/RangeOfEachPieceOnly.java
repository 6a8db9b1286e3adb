package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 376434a695ce.
public final class RangeOfEachPieceOnly extends SeededBug {
    public RangeOfEachPieceOnly() {
        super("cloud-hypervisor 376434a695ce", "5.2.6.1",
                "that the data is on the disk is not looked at as a whole");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.RANGE;
            }
        };
    }
}
