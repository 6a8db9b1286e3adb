package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.wire.SplitLayout;

/// Tables for indirect descriptors in guest memory, allocated once: one for each buffer that can be in flight.
///
/// Spec 2.7.5.3, 2.8.7. Linux: alloc_indirect_split, which allocates one each time instead. The driver writes a table while the buffer
/// that it belongs to is its own; the device only reads it. Immutable.
public final class IndirectTables {
    /// Bytes of a descriptor of either ring format.
    private static final int DESCRIPTOR_BYTES = SplitLayout.DESCRIPTOR_BYTES;

    private final long firstAddr;
    private final long firstDeviceAddr;
    private final int count;
    private final int entries;

    /// `count` tables of `entriesEach` descriptors. The owner of a buffer decides which is its table: in the split ring that of its head,
    /// in the packed ring that of its id.
    public IndirectTables(GuestAllocator allocator, int count, int entriesEach) {
        if (count < 1 || entriesEach < 1) {
            throw new IllegalArgumentException(count + " indirect tables of " + entriesEach + " descriptors");
        }
        this.count = count;
        this.entries = entriesEach;
        this.firstAddr = allocator.allocate(lengthBytes(), DESCRIPTOR_BYTES);
        this.firstDeviceAddr = firstAddr;
    }

    private IndirectTables(IndirectTables tables, long firstDeviceAddr) {
        this.count = tables.count;
        this.entries = tables.entries;
        this.firstAddr = tables.firstAddr;
        this.firstDeviceAddr = firstDeviceAddr;
    }

    /// The same tables for a device that finds the first of them at another address: ACCESS_PLATFORM.
    public IndirectTables mappedAt(long deviceAddr) {
        return new IndirectTables(this, deviceAddr);
    }

    /// Guest address of the table of a buffer, aligned to 16 bytes.
    public long addr(int slot) {
        if (slot < 0 || slot >= count) {
            throw new IndexOutOfBoundsException("indirect table " + slot + " of " + count);
        }
        return firstAddr + (long) slot * entries * DESCRIPTOR_BYTES;
    }

    /// The same as the device finds it: what goes into a descriptor.
    public long deviceAddr(int slot) {
        return firstDeviceAddr + (addr(slot) - firstAddr);
    }

    /// Bytes of all tables together; they lie side by side.
    public long lengthBytes() {
        return (long) count * entries * DESCRIPTOR_BYTES;
    }

    /// Number of tables.
    public int count() {
        return count;
    }

    /// Descriptors that fit into each.
    public int entries() {
        return entries;
    }
}
