package ringproof.device;

import java.util.Arrays;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;

/// A disk in the Java heap, initially zero. Nothing survives, so a flush has nothing to do.
///
/// - I1 `contentSum` is the sum of `sectorSums`, which are right outside `[dirtyFrom, dirtyTo)`
///
/// The digest is a sum over the words that are not zero, so it depends on the content alone, not on how it came about.
/// Thread-safe as a disk is: overlapping requests at the same time leave a mixture, and what is written during a resize may
/// be lost. Under the checker, several queues share one through [SharedBackend].
public final class MemoryBackend implements Backend {
    private static final int MAX_SECTORS = Integer.MAX_VALUE / Limits.SECTOR_BYTES;

    private volatile byte[] content;
    private final boolean readOnly;

    private long[] sectorSums = {};
    private long contentSum;
    private int dirtyFrom = Integer.MAX_VALUE;
    private int dirtyTo;

    /// A disk of zeros. Throws [IllegalArgumentException] beyond 2 GiB.
    public MemoryBackend(int capacitySectors) {
        if (capacitySectors < 0 || capacitySectors > MAX_SECTORS) {
            throw new IllegalArgumentException("a disk in memory has 0 to " + MAX_SECTORS + " sectors");
        }
        this.content = new byte[capacitySectors * Limits.SECTOR_BYTES];
        this.readOnly = false;
    }

    private MemoryBackend(byte[] content) {
        this.content = content;
        this.readOnly = true;
        markDirty(0, content.length);
    }

    /// A disk that holds a copy of `content` and refuses writes. A tail shorter than a sector is dropped.
    public static MemoryBackend readOnly(byte[] content) {
        return new MemoryBackend(Arrays.copyOf(content, content.length / Limits.SECTOR_BYTES * Limits.SECTOR_BYTES));
    }

    @Override
    public long capacitySectors() {
        return content.length / Limits.SECTOR_BYTES;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        byte[] all = content;
        if (offsetBytes + lengthBytes > all.length) {
            return false;
        }
        memory.write(addr, all, (int) offsetBytes, lengthBytes);
        return true;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        byte[] all = content;
        if (readOnly || offsetBytes + lengthBytes > all.length) {
            return false;
        }
        memory.read(addr, all, (int) offsetBytes, lengthBytes);
        markDirty((int) offsetBytes, lengthBytes);
        return true;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        byte[] all = content;
        if (offsetBytes + lengthBytes > all.length) {
            return false;
        }
        System.arraycopy(all, (int) offsetBytes, to, at, lengthBytes);
        return true;
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        byte[] all = content;
        if (readOnly || offsetBytes + lengthBytes > all.length) {
            return false;
        }
        System.arraycopy(from, at, all, (int) offsetBytes, lengthBytes);
        markDirty((int) offsetBytes, lengthBytes);
        return true;
    }

    /// Zeros, so that the same requests always leave the same content.
    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        return writeZeroes(offsetBytes, lengthBytes, true);
    }

    @Override
    public boolean resize(long capacitySectors) {
        if (readOnly || capacitySectors < 0 || capacitySectors > MAX_SECTORS) {
            return false;
        }
        content = Arrays.copyOf(content, (int) capacitySectors * Limits.SECTOR_BYTES);
        sectorSums = new long[0];
        contentSum = 0;
        markDirty(0, content.length);
        return true;
    }

    @Override
    public boolean flush() {
        return true;
    }

    /// A copy of the content, for tests.
    public byte[] content() {
        return content.clone();
    }

    private void markDirty(int offsetBytes, int lengthBytes) {
        if (lengthBytes > 0) {
            dirtyFrom = Math.min(dirtyFrom, offsetBytes / Limits.SECTOR_BYTES);
            dirtyTo = Math.max(dirtyTo, (offsetBytes + lengthBytes - 1) / Limits.SECTOR_BYTES + 1);
        }
    }

    @Override
    public void digest(Digest digest) {
        if (dirtyFrom < dirtyTo) {
            sumDirtySectors();
        }
        digest.add(contentSum).add(content.length);
    }

    private void sumDirtySectors() {
        dirtyTo = Math.min(dirtyTo, (int) capacitySectors());
        if (sectorSums.length == 0) {
            sectorSums = new long[(int) capacitySectors()];
        }
        for (int sector = dirtyFrom; sector < dirtyTo; sector++) {
            long sum = sumOf(sector);
            contentSum += sum - sectorSums[sector];
            sectorSums[sector] = sum;
        }
        dirtyFrom = Integer.MAX_VALUE;
        dirtyTo = 0;
    }

    private long sumOf(int sector) {
        byte[] all = content;
        long sum = 0;
        int end = (sector + 1) * Limits.SECTOR_BYTES;
        for (int at = sector * Limits.SECTOR_BYTES; at < end; at += Long.BYTES) {
            long word = LittleEndian.get(all, at, Long.BYTES);
            if (word != 0) {
                sum += Digest.mix(Digest.mix(0, at + 1), word);
            }
        }
        return sum;
    }
}
