package ringproof.driver;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestLayout;

/// What a queue's requests have in guest memory beside their data, by tag, and how a request becomes a chain.
///
/// Spec 5.2.6. Linux: struct virtblk_req, virtblk_setup_cmd, virtblk_setup_discard_write_zeroes_erase.
///
/// ```text
/// +0   header          16
/// +16  append_sector   8    ZONE_APPEND
/// +24  status          1    directly behind it
/// +32  ranges          16 each
/// ```
/// Each request's area has cache lines of its own. Stateless but for guest memory.
final class RequestAreas {
    /// Header and status, beside the data.
    static final int OVERHEAD_PIECES = 2;
    private static final int APPEND_SECTOR = BlkRequestLayout.HEADER_BYTES;
    private static final int STATUS = APPEND_SECTOR + BlkRequestLayout.APPEND_SECTOR_BYTES;
    private static final int RANGES = 32;
    private static final int LINE_BYTES = 64;
    private static final int STATUS_NOT_WRITTEN = 0xFF;

    private final GuestMemory memory;
    private final long firstAddr;
    private final int areaBytes;

    /// Areas for `depth` requests of up to `maxRanges` ranges.
    RequestAreas(GuestMemory memory, GuestAllocator allocator, int depth, int maxRanges) {
        this.memory = memory;
        this.areaBytes = areaBytes(maxRanges);
        this.firstAddr = allocator.allocate((long) areaBytes * depth, LINE_BYTES);
    }

    /// Bytes of guest memory for one request of up to `maxRanges` ranges.
    static int areaBytes(int maxRanges) {
        return RANGES + maxRanges * BlkDataLayout.SEGMENT_BYTES + LINE_BYTES - 1 & -LINE_BYTES;
    }

    int maxRanges() {
        return (areaBytes - RANGES) / BlkDataLayout.SEGMENT_BYTES;
    }

    /// Where the header is.
    long addr(int tag) {
        return firstAddr + (long) areaBytes * tag;
    }

    /// Writes the request's header, and its ranges where it has some, and lays its buffers out: header, data, status.
    void describe(Request request, Chain chain) {
        long header = addr(request.tag());
        memory.set32(header + BlkRequestLayout.TYPE, request.type().code());
        memory.set32(header + BlkRequestLayout.RESERVED, 0);
        memory.set64(header + BlkRequestLayout.SECTOR, request.rangeCount() == 0 ? request.sector() : 0);
        memory.set8(header + STATUS, STATUS_NOT_WRITTEN);
        chain.clear().readable(header, BlkRequestLayout.HEADER_BYTES);
        if (request.rangeCount() > maxRanges()) {
            throw new IllegalStateException(request + " has more than " + maxRanges() + " ranges");
        }
        if (request.rangeCount() > 0) {
            writeRanges(request, header + RANGES);
            chain.readable(header + RANGES, (long) request.rangeCount() * BlkDataLayout.SEGMENT_BYTES);
        }
        for (int i = 0; i < request.segmentCount(); i++) {
            switch (request.type().data()) {
                case FROM_DEVICE -> chain.writable(request.segmentAddr(i), request.segmentBytes(i));
                case TO_DEVICE -> chain.readable(request.segmentAddr(i), request.segmentBytes(i));
                case NONE -> throw new IllegalStateException(request + " has data");
            }
        }
        int resultBytes = request.type().resultBytes();
        chain.writable(header + STATUS - resultBytes, resultBytes + BlkRequestLayout.STATUS_BYTES);
    }

    private void writeRanges(Request request, long first) {
        for (int i = 0; i < request.rangeCount(); i++) {
            long at = first + (long) i * BlkDataLayout.SEGMENT_BYTES;
            memory.set64(at + BlkDataLayout.SEGMENT_SECTOR, request.rangeSector(i));
            memory.set32(at + BlkDataLayout.SEGMENT_NUM_SECTORS, (int) request.rangeSectors(i));
            memory.set32(at + BlkDataLayout.SEGMENT_FLAGS, request.unmaps() ? BlkDataLayout.FLAG_UNMAP : 0);
        }
    }

    long statusAddr(int tag) {
        return addr(tag) + STATUS;
    }

    /// The status byte that the device wrote.
    int status(int tag) {
        return memory.get8(statusAddr(tag));
    }

    /// Where the device says it has put the data of a ZONE_APPEND.
    long appendSector(int tag) {
        return memory.get64(addr(tag) + APPEND_SECTOR);
    }
}
