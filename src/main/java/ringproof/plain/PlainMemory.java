package ringproof.plain;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Fence;
import ringproof.machine.GuestMemory;
import ringproof.machine.Order;

/// Guest memory as an array of 16-bit words, which Lincheck sees; volatile throughout, so sequentially consistent.
///
/// A word does not tear. Wider accesses are made of several words and do, unless Lincheck is told to treat them as
/// atomic: [GuestMemory] promises that they are.
public class PlainMemory extends GuestMemory {
    private static final int WORD_BYTES = 2;
    private static final long WORD_MASK = 0xFFFF;

    private final AtomicIntegerArray words;

    /// Zeros; an odd size is rounded up.
    public PlainMemory(int sizeBytes) {
        this.words = new AtomicIntegerArray((sizeBytes + 1) / WORD_BYTES);
    }

    @Override
    public long sizeBytes() {
        return (long) WORD_BYTES * words.length();
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        int word = wordAt(addr, bytes);
        if (bytes == 1) {
            return words.get(word) >> shift(addr) & 0xFF;
        }
        long value = 0;
        for (int i = bytes / WORD_BYTES - 1; i >= 0; i--) {
            value = value << Short.SIZE | words.get(word + i);
        }
        return value;
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        int word = wordAt(addr, bytes);
        if (bytes == 1) {
            storeByte(word, shift(addr), (int) value & 0xFF);
            return;
        }
        long rest = value;
        for (int i = 0; i < bytes / WORD_BYTES; i++) {
            words.set(word + i, (int) (rest & WORD_MASK));
            rest >>>= Short.SIZE;
        }
    }

    /// The other byte of the word may be another agent's.
    private void storeByte(int word, int shift, int value) {
        while (true) {
            int old = words.get(word);
            if (words.compareAndSet(word, old, (old & ~(0xFF << shift)) | value << shift)) {
                return;
            }
        }
    }

    @Override
    public void fence(Barrier barrier) {
        // Every access is one.
    }

    @Override
    public void fence(Fence fence) {
        // Likewise.
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        for (int i = 0; i < lengthBytes; i++) {
            to[offset + i] = (byte) load(addr + i, 1, Order.PLAIN, null);
        }
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        for (int i = 0; i < lengthBytes; i++) {
            store(addr + i, 1, from[offset + i], Order.PLAIN, null);
        }
    }

    private int wordAt(long addr, int bytes) {
        if (addr % bytes != 0 || addr < 0 || addr > sizeBytes() - bytes) {
            throw new IndexOutOfBoundsException(bytes + " bytes at address " + addr + " of " + sizeBytes());
        }
        return (int) (addr / WORD_BYTES);
    }

    private static int shift(long addr) {
        return addr % WORD_BYTES == 0 ? 0 : Byte.SIZE;
    }
}
