package ringproof.machine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Guest memory in pieces that lie anywhere in this process and are shared with another, with holes between them.
///
/// QEMU: the memory regions that a vhost-user back-end has mapped. Pieces begin and end on page boundaries, so that no word lies in two; longer
/// ranges may run from one piece into the next. Which pieces there are may change while nobody uses the memory.
///
/// Thread-safe.
public final class RegionMemory extends GuestMemory {
    /// What the limits of a piece are a multiple of.
    public static final int PAGE_BYTES = 4096;

    /// A piece: where the guest sees it, and where it is.
    public record Region(long guestAddr, MemorySegment segment) {
        public Region {
            if (guestAddr < 0 || guestAddr % PAGE_BYTES != 0 || segment.byteSize() % PAGE_BYTES != 0
                    || guestAddr > Long.MAX_VALUE - segment.byteSize()) {
                throw new IllegalArgumentException("a region of memory consists of pages");
            }
        }
    }

    /// Ordered by address.
    private volatile Piece[] pieces = {};

    private record Piece(long guestAddr, NativeMemory memory) {
        long endAddr() {
            return guestAddr + memory.sizeBytes();
        }
    }

    /// The memory now consists of these, which must not overlap.
    public void setRegions(List<Region> regions) {
        List<Region> ordered = new ArrayList<>(regions);
        ordered.sort(Comparator.comparingLong(Region::guestAddr));
        Piece[] fresh = new Piece[ordered.size()];
        long endAddr = 0;
        for (int i = 0; i < fresh.length; i++) {
            Region region = ordered.get(i);
            if (region.guestAddr() < endAddr) {
                throw new IllegalArgumentException("regions of memory overlap");
            }
            fresh[i] = new Piece(region.guestAddr(), new NativeMemory(region.segment()));
            endAddr = fresh[i].endAddr();
        }
        pieces = fresh;
    }

    /// The end of the last piece.
    @Override
    public long sizeBytes() {
        Piece[] now = pieces;
        return now.length == 0 ? 0 : now[now.length - 1].endAddr();
    }

    @Override
    public boolean contains(long addr, long lengthBytes) {
        if (!hasAddresses(addr, lengthBytes)) {
            return false;
        }
        long reached = addr;
        for (Piece piece : pieces) {
            if (piece.guestAddr <= reached && reached < piece.endAddr()) {
                reached = piece.endAddr();
            }
        }
        return lengthBytes == 0 || (reached > addr && reached - addr >= lengthBytes);
    }

    private Piece pieceAt(long addr) {
        for (Piece piece : pieces) {
            if (piece.guestAddr <= addr && addr < piece.endAddr()) {
                return piece;
            }
        }
        throw new IndexOutOfBoundsException("no memory at address " + addr);
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        Piece piece = pieceAt(addr);
        return piece.memory.load(addr - piece.guestAddr, bytes, order, barrier);
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        Piece piece = pieceAt(addr);
        piece.memory.store(addr - piece.guestAddr, bytes, value, order, barrier);
    }

    @Override
    public void fence(Barrier barrier) {
        NativeMemory.fullFence();
    }

    @Override
    public void fence(Fence fence) {
        NativeMemory.execute(fence);
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        for (int done = 0; done < lengthBytes;) {
            Piece piece = pieceAt(addr + done);
            int run = (int) Math.min(lengthBytes - done, piece.endAddr() - addr - done);
            piece.memory.read(addr + done - piece.guestAddr, to, offset + done, run);
            done += run;
        }
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        for (int done = 0; done < lengthBytes;) {
            Piece piece = pieceAt(addr + done);
            int run = (int) Math.min(lengthBytes - done, piece.endAddr() - addr - done);
            piece.memory.write(addr + done - piece.guestAddr, from, offset + done, run);
            done += run;
        }
    }
}
