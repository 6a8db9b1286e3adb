package ringproof.device;

import ringproof.queue.Chain;

/// Walks the readable or the writable bytes of a chain, run by run, wherever the driver has split them. Reusable; not
/// thread-safe.
///
/// Spec 2.7.4.1: framing means nothing.
final class ChainCursor {
    private Chain chain = new Chain();
    private int piece;
    private int endPiece;
    private long usedOfPiece;
    private long addr;
    private int lengthBytes;

    /// Begins at the first device-readable byte.
    void startReadable(Chain of) {
        start(of, 0, of.readableCount());
    }

    /// Begins at the first device-writable byte.
    void startWritable(Chain of) {
        start(of, of.readableCount(), of.count());
    }

    private void start(Chain of, int from, int to) {
        chain = of;
        piece = from;
        endPiece = to;
        usedOfPiece = 0;
    }

    /// The next run of at least one and at most `maxBytes` bytes that lie side by side. False: none is left, or
    /// `maxBytes` is 0.
    boolean next(long maxBytes) {
        if (maxBytes == 0) {
            return false;
        }
        while (piece < endPiece) {
            long leftOfPiece = chain.lengthBytes(piece) - usedOfPiece;
            if (leftOfPiece > 0) {
                addr = chain.addr(piece) + usedOfPiece;
                lengthBytes = (int) Math.min(Math.min(leftOfPiece, maxBytes), 1 << 30);
                usedOfPiece += lengthBytes;
                return true;
            }
            piece++;
            usedOfPiece = 0;
        }
        return false;
    }

    long addr() {
        return addr;
    }

    int lengthBytes() {
        return lengthBytes;
    }
}
