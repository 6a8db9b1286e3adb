package ringproof.queue;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Order;
import ringproof.plain.PlainMemory;

/// Plain memory that remembers which bytes were stored to, also with the value that they had, and counts loads. Copying out of it is one.
final class RecordingMemory extends PlainMemory {
    private final BitSet stored = new BitSet();
    private final int realBytes;
    private final long claimedBytes;
    private int loadCount;

    /// `claimedBytes`: what it says its size is; only the first `sizeBytes` are there, the rest is zero and never stored to.
    RecordingMemory(int sizeBytes, long claimedBytes) {
        super(sizeBytes);
        this.realBytes = sizeBytes;
        this.claimedBytes = claimedBytes;
    }

    @Override
    public long sizeBytes() {
        return claimedBytes;
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        loadCount++;
        return addr > realBytes - bytes ? 0 : super.load(addr, bytes, order, barrier);
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        int before = loadCount;
        super.read(addr, to, offset, lengthBytes);
        loadCount = before + 1;
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        stored.set((int) addr, (int) addr + bytes);
        super.store(addr, bytes, value, order, barrier);
    }

    /// Forgets what was stored and loaded.
    void forget() {
        stored.clear();
        loadCount = 0;
    }

    int loadCount() {
        return loadCount;
    }

    /// Whether a byte outside these areas was stored to. An area is an address and a length.
    boolean storedOutside(long... areas) {
        BitSet rest = (BitSet) stored.clone();
        for (int i = 0; i < areas.length; i += 2) {
            rest.clear((int) areas[i], (int) (areas[i] + areas[i + 1]));
        }
        return !rest.isEmpty();
    }
}
