package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor c79f3acfabf3.
public final class SegmentRangeUnchecked extends SeededBug {
    public SegmentRangeUnchecked() {
        super("cloud-hypervisor c79f3acfabf3", "5.2.6.1",
                "the sectors of a DISCARD or WRITE_ZEROES may lie beyond the disk");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.SEGMENT_RANGE;
            }
        };
    }
}
