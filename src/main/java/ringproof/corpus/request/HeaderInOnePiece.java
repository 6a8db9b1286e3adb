package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// DPDK dc1516e260a0.
public final class HeaderInOnePiece extends SeededBug {
    public HeaderInOnePiece() {
        super("DPDK dc1516e260a0", "2.7.4.1",
                "a header in several pieces is not understood");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            public long execute(Chain chain) {
                return chain.count() > 0 && chain.lengthBytes(0) < 16 ? MALFORMED : super.execute(chain);
            }
        };
    }
}
