package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.device.RequestRule;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// SPDK f549a9953851.
public final class UnnegotiatedExecuted extends SeededBug {
    public UnnegotiatedExecuted() {
        super("SPDK f549a9953851", "5.2.6.2",
                "a request whose feature was not negotiated is executed");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected boolean demands(RequestRule rule) {
                return rule != RequestRule.KNOWN_TYPE;
            }
        };
    }
}
