package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// QEMU 2a6cdd6d3515.
public final class UsedLengthZero extends SeededBug {
    public UsedLengthZero() {
        super("QEMU 2a6cdd6d3515", "2.7.8.2",
                "used.len is 0 although data was written, so pages are not marked dirty");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            public long execute(Chain chain) {
                return Math.min(0, super.execute(chain));
            }
        };
    }
}
