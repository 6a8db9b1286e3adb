package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// Unikraft e71df69e879a, in general form.
public final class StatusInFirstPiece extends SeededBug {
    public StatusInFirstPiece() {
        super("Unikraft e71df69e879a, in general form", "2.7.4.1",
                "the status goes to the end of the first writable piece");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected void writeStatus(Chain chain, BlkStatus status) {
                int first = chain.readableCount();
                memory.set8(chain.addr(first) + Math.max(0, chain.lengthBytes(first) - 1), status.code());
            }
        };
    }
}
