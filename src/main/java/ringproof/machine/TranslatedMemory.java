package ringproof.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Guest memory as a device behind an IOMMU sees it: addresses are I/O virtual, and only mapped pages exist. ACCESS_PLATFORM.
///
/// Spec 6. QEMU: dma_as of a device with iommu_platform. Asked whether a range may be accessed it looks at every page of it; an access looks
/// again, since the guest may have changed its table meanwhile. An access that is refused then does what a bus does: a load yields 0, a store
/// goes nowhere, and [#hasFaulted()] is true from then on. Nothing that the guest writes into the table throws.
///
/// - I1 a table entry is read once for each look or access, checked, then used
///
/// Not thread-safe, since it remembers faults: one view for each queue.
public final class TranslatedMemory extends GuestMemory {
    private static final long REFUSED = -1;

    private final GuestMemory memory;
    private final IoPageTable table;
    private boolean faulted;

    /// `memory` through `table`, which lies in it.
    public TranslatedMemory(GuestMemory memory, IoPageTable table) {
        this.memory = memory;
        this.table = table;
    }

    /// Where the I/O virtual addresses end; few of those below need be mapped.
    @Override
    public long sizeBytes() {
        return table.endAddr();
    }

    @Override
    public boolean contains(long addr, long lengthBytes) {
        return isMapped(addr, lengthBytes, IoPageTable.READ | IoPageTable.WRITE);
    }

    @Override
    public boolean isReadable(long addr, long lengthBytes) {
        return isMapped(addr, lengthBytes, IoPageTable.READ);
    }

    @Override
    public boolean isWritable(long addr, long lengthBytes) {
        return isMapped(addr, lengthBytes, IoPageTable.WRITE);
    }

    @Override
    public boolean hasFaulted() {
        return faulted;
    }

    private boolean isMapped(long addr, long lengthBytes, int access) {
        if (addr < table.firstAddr() || lengthBytes < 0 || lengthBytes > sizeBytes()
                || addr > sizeBytes() - lengthBytes) {
            return false;
        }
        long end = addr + lengthBytes;
        for (long at = addr; at < end; at = pageEnd(at)) {
            if (translate(at, access) == REFUSED) {
                return false;
            }
        }
        return true;
    }

    /// The first address behind the page that holds `addr`.
    private long pageEnd(long addr) {
        return (addr & -table.pageBytes()) + table.pageBytes();
    }

    /// The guest address behind an I/O virtual one, or `REFUSED`.
    private long translate(long addr, int access) {
        if (addr < table.firstAddr() || addr >= table.endAddr()) {
            return REFUSED;
        }
        long entry = table.entry(memory, table.pageOf(addr));
        long pageAddr = entry & -table.pageBytes();
        if ((entry & access) != access || !memory.contains(pageAddr, table.pageBytes())) {
            return REFUSED;
        }
        return pageAddr + (addr & table.pageBytes() - 1);
    }

    private long translateOrFault(long addr, int access) {
        long translated = translate(addr, access);
        faulted |= translated == REFUSED;
        return translated;
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        long translated = translateOrFault(addr, IoPageTable.READ);
        return translated == REFUSED ? 0 : memory.load(translated, bytes, order, barrier);
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        long translated = translateOrFault(addr, IoPageTable.WRITE);
        if (translated != REFUSED) {
            memory.store(translated, bytes, value, order, barrier);
        }
    }

    @Override
    public void fence(Barrier barrier) {
        memory.fence(barrier);
    }

    @Override
    public void fence(Fence fence) {
        memory.fence(fence);
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        int done = 0;
        while (done < lengthBytes) {
            int count = toPageEnd(addr + done, lengthBytes - done);
            long translated = translateOrFault(addr + done, IoPageTable.READ);
            if (translated == REFUSED) {
                Arrays.fill(to, offset + done, offset + done + count, (byte) 0);
            } else {
                memory.read(translated, to, offset + done, count);
            }
            done += count;
        }
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        int done = 0;
        while (done < lengthBytes) {
            int count = toPageEnd(addr + done, lengthBytes - done);
            long translated = translateOrFault(addr + done, IoPageTable.WRITE);
            if (translated != REFUSED) {
                memory.write(translated, from, offset + done, count);
            }
            done += count;
        }
    }

    private int toPageEnd(long addr, int atMost) {
        return (int) Math.min(table.pageBytes() - (addr & table.pageBytes() - 1), atMost);
    }
}
