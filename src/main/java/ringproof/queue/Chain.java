package ringproof.queue;

import java.util.Arrays;
import ringproof.wire.Limits;

/// The buffers of one request as a list of pieces of guest memory: device-readable ones first, then device-writable ones.
///
/// Spec 2.7.4.2, 2.7.5.2. Linux: struct scatterlist. Reusable; not thread-safe. The driver fills one to add it, the device gets one filled
/// by [DeviceQueue#take(Chain)].
public final class Chain {
    private static final int INITIAL_PIECES = 4;
    /// What the length field of a descriptor can say.
    private static final long MAX_PIECE_BYTES = 0xFFFF_FFFFL;

    private long[] addrs = new long[INITIAL_PIECES];
    private long[] lengths = new long[INITIAL_PIECES];
    private int count;
    private int readableCount;
    private long readableBytes;
    private long writableBytes;

    public Chain clear() {
        count = 0;
        readableCount = 0;
        readableBytes = 0;
        writableBytes = 0;
        return this;
    }

    /// Appends a piece that the device reads. Throws [IllegalStateException] after a writable one.
    public Chain readable(long addr, long lengthBytes) {
        if (readableCount != count) {
            throw new IllegalStateException("device-readable buffers come before device-writable ones");
        }
        append(addr, lengthBytes);
        readableCount++;
        readableBytes += lengthBytes;
        return this;
    }

    /// Appends a piece that the device writes.
    public Chain writable(long addr, long lengthBytes) {
        append(addr, lengthBytes);
        writableBytes += lengthBytes;
        return this;
    }

    private void append(long addr, long lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > MAX_PIECE_BYTES
                || readableBytes + writableBytes + lengthBytes > Limits.MAX_CHAIN_BYTES) {
            throw new IllegalArgumentException("a piece holds fewer than 2^32 bytes, a chain 0 to 2^32");
        }
        if (count == addrs.length) {
            addrs = Arrays.copyOf(addrs, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        addrs[count] = addr;
        lengths[count] = lengthBytes;
        count++;
    }

    /// Number of pieces.
    public int count() {
        return count;
    }

    /// Number of device-readable pieces; they are the first ones.
    public int readableCount() {
        return readableCount;
    }

    public long readableBytes() {
        return readableBytes;
    }

    public long writableBytes() {
        return writableBytes;
    }

    public long addr(int piece) {
        return addrs[piece];
    }

    public long lengthBytes(int piece) {
        return lengths[piece];
    }
}
