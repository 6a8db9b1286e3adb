package ringproof.vhost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import ringproof.machine.RegionMemory;

/// A piece of guest memory that both processes have mapped. Once closed, who still uses it gets an [IllegalStateException], not somebody else's
/// memory.
///
/// @param userAddr where the front-end has it: ring addresses are such, while descriptors hold guest addresses
record Mapping(long guestAddr, long userAddr, MemorySegment segment, Arena arena) implements AutoCloseable {
    private static final int TO_THE_END = 2;

    /// Maps what a front-end has sent; the descriptor stays the caller's, and is not needed any more.
    @SuppressWarnings("restricted")
    static Mapping map(Fd fd, long guestAddr, long sizeBytes, long userAddr, long fileOffset) throws IOException {
        String fault = fault(guestAddr, sizeBytes, userAddr, fileOffset);
        if (!fault.isEmpty()) {
            throw new ProtocolException("a region of memory " + fault);
        }
        long endOffset = fileOffset + sizeBytes;
        if (Libc.lseek(fd.number(), 0, TO_THE_END) < endOffset) {
            throw new ProtocolException("a region of memory is larger than its file");
        }
        // From the beginning, since an offset into huge pages need not be a multiple of those.
        long address = Libc.check(Libc.mapShared(fd.number(), endOffset), "cannot map guest memory");
        Arena arena = Arena.ofShared();
        MemorySegment whole = MemorySegment.ofAddress(address).reinterpret(endOffset, arena,
                unmapped -> Libc.munmap(unmapped.address(), endOffset));
        return new Mapping(guestAddr, userAddr, whole.asSlice(fileOffset), arena);
    }

    private static String fault(long guestAddr, long sizeBytes, long userAddr, long fileOffset) {
        int page = RegionMemory.PAGE_BYTES;
        if ((guestAddr | sizeBytes | userAddr | fileOffset) % page != 0) {
            return "does not consist of pages";
        }
        boolean inside = sizeBytes > 0 && guestAddr >= 0 && guestAddr <= Long.MAX_VALUE - sizeBytes && userAddr >= 0
                && userAddr <= Long.MAX_VALUE - sizeBytes && fileOffset >= 0
                && fileOffset <= Long.MAX_VALUE - sizeBytes;
        return inside ? "" : "lies nowhere";
    }

    /// The same, where the front-end has it at this address.
    Mapping at(long address) {
        return new Mapping(guestAddr, address, segment, arena);
    }

    long sizeBytes() {
        return segment.byteSize();
    }

    boolean overlaps(Mapping other) {
        return overlap(guestAddr, sizeBytes(), other.guestAddr, other.sizeBytes())
                || overlap(userAddr, sizeBytes(), other.userAddr, other.sizeBytes());
    }

    private static boolean overlap(long addr, long bytes, long otherAddr, long otherBytes) {
        return addr < otherAddr + otherBytes && otherAddr < addr + bytes;
    }

    RegionMemory.Region region() {
        return new RegionMemory.Region(guestAddr, segment);
    }

    @Override
    public void close() {
        arena.close();
    }
}
