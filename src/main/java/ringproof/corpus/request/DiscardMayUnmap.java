package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// virtio-driver e05887809050, there in the driver.
public final class DiscardMayUnmap extends SeededBug {
    public DiscardMayUnmap() {
        super("virtio-driver e05887809050, there in the driver", "5.2.6.2",
                "the unmap flag is accepted where it must be 0");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.SEGMENT_UNMAP;
            }
        };
    }
}
