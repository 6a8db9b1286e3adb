package ringproof.driver;

import java.util.BitSet;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.queue.QueueLayout;

/// Gives the device I/O virtual addresses for guest memory, as long as it needs them: what a driver must do where ACCESS_PLATFORM is negotiated.
///
/// Spec 6. Linux: dma_map_page, dma_unmap_page and the IOVA allocator, in the strict mode. Every mapping has pages of its own, which nothing
/// else shares, so that the device may do no more than is meant with each; what lies around a buffer on its pages it can reach all the same.
///
/// - I1 a page is used exactly while it is mapped
///
/// Not thread-safe: one for each queue, with a part of the table for itself, under the queue's lock.
public final class IoMapper implements Digestible {
    /// No room: unmap something first.
    public static final long NO_ADDR = -1;

    private final GuestMemory memory;
    private final IoPageTable table;
    private final int firstPage;
    private final int pageCount;
    private final BitSet used = new BitSet();

    /// Maps into `pageCount` pages of `table` from `firstPage` on. `memory` is guest memory as the driver sees it.
    public IoMapper(GuestMemory memory, IoPageTable table, int firstPage, int pageCount) {
        if (firstPage < 0 || pageCount < 1 || firstPage > table.pageCount() - pageCount) {
            throw new IllegalArgumentException(
                    "I/O pages " + firstPage + " and on, " + pageCount + " of them, of " + table.pageCount());
        }
        this.memory = memory;
        this.table = table;
        this.firstPage = firstPage;
        this.pageCount = pageCount;
    }

    /// The address at which the device finds `lengthBytes` bytes of guest memory, at least one; [#NO_ADDR]: no room. `access` is a sum of
    /// [IoPageTable#READ] and [IoPageTable#WRITE].
    public long map(long addr, long lengthBytes, int access) {
        if (lengthBytes < 1 || !memory.contains(addr, lengthBytes)) {
            throw new IndexOutOfBoundsException(lengthBytes + " bytes at guest address 0x" + Long.toHexString(addr));
        }
        long pages = pagesOf(addr, lengthBytes);
        int first = pages > pageCount ? pageCount : freeStretch((int) pages);
        if (first == pageCount) {
            return NO_ADDR;
        }
        long pageAddr = addr & -table.pageBytes();
        for (int i = 0; i < pages; i++) {
            table.map(memory, firstPage + first + i, pageAddr + (long) i * table.pageBytes(), access);
        }
        used.set(first, first + (int) pages);
        return table.firstAddr() + (long) (firstPage + first) * table.pageBytes() + (addr & table.pageBytes() - 1);
    }

    /// The first of so many free pages side by side, or `pageCount`.
    private int freeStretch(int pages) {
        int from = used.nextClearBit(0);
        while (from + pages <= pageCount) {
            int taken = used.nextSetBit(from);
            if (taken < 0 || taken - from >= pages) {
                return from;
            }
            from = used.nextClearBit(taken);
        }
        return pageCount;
    }

    /// Takes back what [#map(long, long, int)] gave for as many bytes.
    public void unmap(long ioAddr, long lengthBytes) {
        int first = (int) ((ioAddr - table.firstAddr()) / table.pageBytes()) - firstPage;
        int pages = (int) pagesOf(ioAddr, lengthBytes);
        if (first < 0 || used.nextClearBit(first) < first + pages) {
            throw new IllegalArgumentException("0x" + Long.toHexString(ioAddr) + " is not mapped");
        }
        for (int i = 0; i < pages; i++) {
            table.unmap(memory, firstPage + first + i);
        }
        used.clear(first, first + pages);
    }

    private long pagesOf(long addr, long lengthBytes) {
        long offset = addr & table.pageBytes() - 1;
        return (offset + lengthBytes + table.pageBytes() - 1) / table.pageBytes();
    }

    /// Where the device finds a queue that lies at `layout`, with areas of these lengths, which it may read and write. Stays mapped. Linux:
    /// dma_alloc_coherent. Throws [IllegalStateException] where there is no room.
    public QueueLayout mapQueue(QueueLayout layout, QueueLayout.AreaBytes bytes) {
        int access = IoPageTable.READ | IoPageTable.WRITE;
        return new QueueLayout(layout.size(), mapForGood(layout.descriptorArea(), bytes.descriptor(), access),
                mapForGood(layout.driverArea(), bytes.driver(), access),
                mapForGood(layout.deviceArea(), bytes.device(), access));
    }

    /// The same as [#map(long, long, int)] for what is never unmapped. Throws [IllegalStateException] where there is no room.
    public long mapForGood(long addr, long lengthBytes, int access) {
        long ioAddr = map(addr, lengthBytes, access);
        if (ioAddr == NO_ADDR) {
            throw new IllegalStateException(pageCount + " I/O pages have no room for a queue: give it more");
        }
        return ioAddr;
    }

    /// Pages that are mapped.
    public int usedPages() {
        return used.cardinality();
    }

    @Override
    public void digest(Digest digest) {
        for (int page = used.nextSetBit(0); page >= 0; page = used.nextSetBit(page + 1)) {
            digest.add(page);
        }
    }
}
