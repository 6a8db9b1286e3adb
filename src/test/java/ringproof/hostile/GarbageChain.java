package ringproof.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// A block request as a hostile driver makes it: sound in most respects, most often in all.
final class GarbageChain {
    private static final long[] ADDRS = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 34, (1L << 34) - 8, (1L << 34) - 513,
        0, 1L << 33};
    private static final int[] LENGTHS = {0, 1, 15, 511, 513, 1 << 16, 1 << 30, Integer.MIN_VALUE, -1};
    private static final int BUFFER_BYTES = 2048;

    /// The fields of a descriptor.
    static final class Piece {
        long addr;
        int lengthBytes;
        int flags;
        /// In a table or a split ring: relative to the first descriptor.
        int next;

        Piece(long addr, int lengthBytes, int flags) {
            this.addr = addr;
            this.lengthBytes = lengthBytes;
            this.flags = flags;
        }
    }

    private final SplittableRandom random;
    final List<Piece> pieces = new ArrayList<>();
    final byte[] header = new byte[BlkRequestLayout.HEADER_BYTES];
    long headerAddr;

    GarbageChain(SplittableRandom random) {
        this.random = random;
        request();
        for (int i = 0; i < pieces.size(); i++) {
            pieces.get(i).next = i + 1;
            pieces.get(i).flags |= i + 1 < pieces.size() ? SplitLayout.F_NEXT : 0;
        }
        while (random.nextInt(5) < 2) {
            spoil(pieces.get(random.nextInt(pieces.size())));
        }
    }

    private void request() {
        BlkRequestType[] types = BlkRequestType.values();
        int code = random.nextInt(8) == 0 ? random.nextInt() : types[random.nextInt(types.length)].code();
        long sector = random.nextInt(6) == 0 ? random.nextLong() : random.nextInt(Siege.HONEST_SECTOR - 4);
        put(BlkRequestLayout.TYPE, code, Integer.BYTES);
        put(BlkRequestLayout.SECTOR, sector, Long.BYTES);
        headerAddr = buffer();
        pieces.add(new Piece(headerAddr, BlkRequestLayout.HEADER_BYTES, 0));
        for (int i = random.nextInt(3); i > 0; i--) {
            pieces.add(new Piece(buffer(), Limits.SECTOR_BYTES * random.nextInt(3), 0));
        }
        boolean reads = random.nextBoolean();
        for (int i = 1; i < pieces.size(); i++) {
            pieces.get(i).flags = reads ? SplitLayout.F_WRITE : 0;
        }
        pieces.add(new Piece(buffer(), 1 + random.nextInt(2) * random.nextInt(8), SplitLayout.F_WRITE));
    }

    private void put(int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            header[at + i] = (byte) (value >> (Byte.SIZE * i));
        }
    }

    private long buffer() {
        return Siege.BUFFERS + random.nextInt((int) (Siege.HONEST_FROM - Siege.BUFFERS) - BUFFER_BYTES);
    }

    private void spoil(Piece piece) {
        switch (random.nextInt(9)) {
            case 0 -> piece.addr = addr(random);
            case 1 -> {
                piece.lengthBytes = length(random);
                piece.addr = isShort(piece.lengthBytes) ? piece.addr : 1L << 33;
            }
            case 2 -> {
                for (Piece each : pieces) {
                    each.addr = 1L << 33;
                    each.lengthBytes = -1;
                }
            }
            case 3 -> piece.flags ^= SplitLayout.F_WRITE;
            case 4 -> piece.flags |= SplitLayout.F_INDIRECT;
            case 5 -> piece.flags ^= random.nextInt(1 << Short.SIZE);
            case 6 -> piece.next = random.nextInt(random.nextBoolean() ? 24 : 1 << Short.SIZE);
            case 7 -> piece.next = random.nextInt(pieces.size());
            default -> pieces.getLast().flags |= SplitLayout.F_NEXT;
        }
    }

    /// So short that from a buffer of the hostile driver it does not reach what is another's.
    static boolean isShort(int lengthBytes) {
        return lengthBytes >= 0 && lengthBytes <= BUFFER_BYTES;
    }

    static long addr(SplittableRandom random) {
        return ADDRS[random.nextInt(ADDRS.length)];
    }

    static int length(SplittableRandom random) {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }
}
