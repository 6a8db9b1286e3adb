package ringproof.check.memory;

import java.util.Arrays;
import ringproof.machine.Digest;

/// The bytes of a state, with a digest that is kept up to date. Copies share the pages that neither has written since.
public final class Words {
    private static final int PAGE_SHIFT = 5;
    private static final int PAGE_WORDS = 1 << PAGE_SHIFT;
    private static final long[] ZEROS = new long[PAGE_WORDS];

    private final long[][] pages;
    /// The pages that no other copy has.
    private final boolean[] owned;
    private long hash;

    public Words(int sizeBytes) {
        int count = pagesFor(sizeBytes);
        pages = new long[count][];
        Arrays.fill(pages, ZEROS);
        owned = new boolean[count];
    }

    private Words(Words other, int pageCount) {
        pages = Arrays.copyOf(other.pages, pageCount);
        owned = new boolean[pageCount];
        hash = other.hash;
    }

    Words copy() {
        Arrays.fill(owned, false);
        return new Words(this, pages.length);
    }

    /// A copy of the first bytes; the others must be zero.
    public Words first(int sizeBytes) {
        Arrays.fill(owned, false);
        return new Words(this, pagesFor(sizeBytes));
    }

    private static int pagesFor(int sizeBytes) {
        return (sizeBytes + 8 * PAGE_WORDS - 1) / (8 * PAGE_WORDS);
    }

    public long hash() {
        return hash;
    }

    /// 1, 2, 4 or 8 bytes at an address aligned to that, zero-extended.
    public long get(int addr, int bytes) {
        long word = word(addr >> 3);
        return bytes == 8 ? word : (word >>> (8 * (addr & 7))) & mask(bytes);
    }

    public void put(int addr, int bytes, long value) {
        int index = addr >> 3;
        if (bytes == 8) {
            putWord(index, value);
        } else {
            int shift = 8 * (addr & 7);
            long mask = mask(bytes) << shift;
            putWord(index, (word(index) & ~mask) | ((value << shift) & mask));
        }
    }

    public void read(int addr, byte[] to, int offset, int length) {
        for (int i = 0; i < length; i++) {
            to[offset + i] = (byte) get(addr + i, 1);
        }
    }

    public void write(int addr, byte[] from) {
        int i = 0;
        while (i < from.length) {
            int index = (addr + i) >> 3;
            long word = word(index);
            do {
                int shift = 8 * ((addr + i) & 7);
                word = (word & ~(0xFFL << shift)) | (from[i] & 0xFFL) << shift;
                i++;
            } while (i < from.length && ((addr + i) & 7) != 0);
            putWord(index, word);
        }
    }

    /// Names the bytes from `addr` on.
    long digest(int addr, int length) {
        long digest = length;
        int at = addr;
        int end = addr + length;
        while (at < end) {
            int next = Math.min(end, (at | 7) + 1);
            long word = word(at >> 3) >>> (8 * (at & 7));
            digest = Digest.mix(digest, next - at == 8 ? word : word & mask(next - at));
            at = next;
        }
        return digest;
    }

    private static long mask(int bytes) {
        return (1L << (8 * bytes)) - 1;
    }

    private long word(int index) {
        return pages[index >> PAGE_SHIFT][index & (PAGE_WORDS - 1)];
    }

    private void putWord(int index, long value) {
        int page = index >> PAGE_SHIFT;
        long old = pages[page][index & (PAGE_WORDS - 1)];
        if (old == value) {
            return;
        }
        if (!owned[page]) {
            pages[page] = pages[page].clone();
            owned[page] = true;
        }
        pages[page][index & (PAGE_WORDS - 1)] = value;
        hash += wordHash(index, value) - wordHash(index, old);
    }

    /// Zero hashes to zero, so that untouched memory costs nothing.
    private static long wordHash(int index, long value) {
        return value == 0 ? 0 : Digest.mix(index + 1L, value);
    }
}
