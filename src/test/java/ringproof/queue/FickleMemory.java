package ringproof.queue;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Order;
import ringproof.plain.PlainMemory;

/// Memory in which the peer changes everything from some address on all the time: each load answers something else, likely something
/// small or on an edge.
final class FickleMemory extends PlainMemory {
    private static final long CLAIMED_BYTES = 1L << 34;
    private static final long[] EDGES = {0xFFFF, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFFFL, CLAIMED_BYTES - 1, CLAIMED_BYTES,
        Long.MIN_VALUE, -1};

    private final Random random;
    private final long fickleFrom;
    private final int noise;
    private int loadCount;

    /// `noise`: bits that are random in a 16-bit word, so that some look like the flags of a ring.
    FickleMemory(int sizeBytes, long seed, long fickleFrom, int noise) {
        super(sizeBytes);
        this.random = new Random(seed);
        this.fickleFrom = fickleFrom;
        this.noise = noise;
    }

    @Override
    public long sizeBytes() {
        return CLAIMED_BYTES;
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        loadCount++;
        if (addr < fickleFrom) {
            return super.load(addr, bytes, order, barrier);
        }
        long value = switch (random.nextInt(8)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextLong();
            default -> random.nextInt(6);
        };
        if (bytes == Short.BYTES && noise != 0) {
            value = (value & ~noise) | (random.nextInt() & noise);
        }
        return bytes == Long.BYTES ? value : value & ((1L << (Byte.SIZE * bytes)) - 1);
    }

    int loadCount() {
        return loadCount;
    }
}
