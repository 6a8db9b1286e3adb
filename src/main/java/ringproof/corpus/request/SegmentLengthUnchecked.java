package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// ACRN 2202b7f578ad.
public final class SegmentLengthUnchecked extends SeededBug {
    public SegmentLengthUnchecked() {
        super("ACRN 2202b7f578ad", "5.2.6.1",
                "a segment may be longer than the device takes");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.SEGMENT_SECTORS;
            }
        };
    }
}
