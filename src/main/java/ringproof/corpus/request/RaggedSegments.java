package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// OSv 97463b2ba2bc, there in the driver.
public final class RaggedSegments extends SeededBug {
    public RaggedSegments() {
        super("OSv 97463b2ba2bc, there in the driver", "5.2.6.1",
                "data that is no whole number of segments is accepted");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.WHOLE_SEGMENTS;
            }
        };
    }
}
