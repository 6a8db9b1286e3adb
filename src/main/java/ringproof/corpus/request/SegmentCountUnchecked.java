package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor d3cad420a5c6, crosvm 83237647db94.
public final class SegmentCountUnchecked extends SeededBug {
    public SegmentCountUnchecked() {
        super("cloud-hypervisor d3cad420a5c6, crosvm 83237647db94", "5.2.6.1",
                "there may be more segments than the device takes");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.SEGMENT_COUNT;
            }
        };
    }
}
