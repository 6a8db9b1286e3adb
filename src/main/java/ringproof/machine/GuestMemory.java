package ringproof.machine;

import org.jspecify.annotations.Nullable;

/// The memory that driver and device share: bytes from address 0, little-endian. The only door to it.
///
/// The typed methods say width and order in their name. Ordered accesses of the virtio code name the [Barrier] they carry, so that the
/// checker can drop it. Accesses of 2, 4 and 8 bytes are aligned to their width.
///
/// A `PLAIN` access is a promise that no other agent touches the bytes at the same time: descriptors that are not published yet,
/// buffers that belong to one side. Whatever the other side may write at any time is read and written at least `OPAQUE`.
///
/// Errors: an address outside the memory or a misaligned one throws [IndexOutOfBoundsException]; whoever holds an address of the
/// peer asks [#contains(long, long)] first. Thread-safe.
public abstract class GuestMemory {
    /// Size of the memory; valid addresses are 0 to this, exclusive.
    public abstract long sizeBytes();

    /// Loads 1, 2, 4 or 8 bytes, zero-extended. `barrier` is the name of what an `ACQUIRE` load carries, or null.
    protected abstract long load(long addr, int bytes, Order order, @Nullable Barrier barrier);

    /// Stores the low 1, 2, 4 or 8 bytes of `value`. `barrier` is the name of what a `RELEASE`
    /// store carries, or null.
    protected abstract void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier);

    /// Executes a barrier of kind `FULL`: everything before it is ordered before everything after it.
    public abstract void fence(Barrier barrier);

    /// Executes a fence that has no name.
    public abstract void fence(Fence fence);

    /// Copies from guest memory, plain.
    public abstract void read(long addr, byte[] to, int offset, int lengthBytes);

    /// Copies to guest memory, plain.
    public abstract void write(long addr, byte[] from, int offset, int lengthBytes);

    /// Whether `lengthBytes` bytes from `addr` lie inside and may be read and written; false also for negative and overflowing values, so
    /// it may be asked of anything.
    public boolean contains(long addr, long lengthBytes) {
        return hasAddresses(addr, lengthBytes);
    }

    /// Whether there are such addresses at all: an answer that never changes, where [#contains(long, long)] may say something else the next
    /// moment, because the platform has taken a page away.
    public final boolean hasAddresses(long addr, long lengthBytes) {
        return addr >= 0 && lengthBytes >= 0 && lengthBytes <= sizeBytes() && addr <= sizeBytes() - lengthBytes;
    }

    /// Whether they lie inside and may be read. Only the view of a device behind a platform's translation knows a difference.
    public boolean isReadable(long addr, long lengthBytes) {
        return contains(addr, lengthBytes);
    }

    /// Whether they lie inside and may be written.
    public boolean isWritable(long addr, long lengthBytes) {
        return contains(addr, lengthBytes);
    }

    /// Whether an access through this view has been refused by the platform, ever: what was loaded then means nothing, and what was stored
    /// went nowhere. Its user gives up. See [TranslatedMemory].
    public boolean hasFaulted() {
        return false;
    }

    public final int get8(long addr) {
        return (int) load(addr, 1, Order.PLAIN, null);
    }

    public final void set8(long addr, int value) {
        store(addr, 1, value, Order.PLAIN, null);
    }

    public final int get16(long addr) {
        return (int) load(addr, 2, Order.PLAIN, null);
    }

    public final void set16(long addr, int value) {
        store(addr, 2, value, Order.PLAIN, null);
    }

    public final int get16Opaque(long addr) {
        return (int) load(addr, 2, Order.OPAQUE, null);
    }

    public final void set16Opaque(long addr, int value) {
        store(addr, 2, value, Order.OPAQUE, null);
    }

    public final int get16Acquire(long addr, Barrier barrier) {
        return (int) load(addr, 2, Order.ACQUIRE, barrier);
    }

    public final void set16Release(long addr, int value, Barrier barrier) {
        store(addr, 2, value, Order.RELEASE, barrier);
    }

    public final int get16Acquire(long addr) {
        return (int) load(addr, 2, Order.ACQUIRE, null);
    }

    public final void set16Release(long addr, int value) {
        store(addr, 2, value, Order.RELEASE, null);
    }

    public final int get16Volatile(long addr) {
        return (int) load(addr, 2, Order.VOLATILE, null);
    }

    public final void set16Volatile(long addr, int value) {
        store(addr, 2, value, Order.VOLATILE, null);
    }

    public final int get32(long addr) {
        return (int) load(addr, 4, Order.PLAIN, null);
    }

    public final void set32(long addr, int value) {
        store(addr, 4, value, Order.PLAIN, null);
    }

    public final int get32Opaque(long addr) {
        return (int) load(addr, 4, Order.OPAQUE, null);
    }

    public final void set32Opaque(long addr, int value) {
        store(addr, 4, value, Order.OPAQUE, null);
    }

    public final int get32Acquire(long addr, Barrier barrier) {
        return (int) load(addr, 4, Order.ACQUIRE, barrier);
    }

    public final void set32Release(long addr, int value, Barrier barrier) {
        store(addr, 4, value, Order.RELEASE, barrier);
    }

    public final int get32Acquire(long addr) {
        return (int) load(addr, 4, Order.ACQUIRE, null);
    }

    public final void set32Release(long addr, int value) {
        store(addr, 4, value, Order.RELEASE, null);
    }

    public final int get32Volatile(long addr) {
        return (int) load(addr, 4, Order.VOLATILE, null);
    }

    public final void set32Volatile(long addr, int value) {
        store(addr, 4, value, Order.VOLATILE, null);
    }

    public final long get64(long addr) {
        return load(addr, 8, Order.PLAIN, null);
    }

    public final void set64(long addr, long value) {
        store(addr, 8, value, Order.PLAIN, null);
    }

    public final long get64Opaque(long addr) {
        return load(addr, 8, Order.OPAQUE, null);
    }

    public final void set64Opaque(long addr, long value) {
        store(addr, 8, value, Order.OPAQUE, null);
    }

    public final long get64Acquire(long addr, Barrier barrier) {
        return load(addr, 8, Order.ACQUIRE, barrier);
    }

    public final void set64Release(long addr, long value, Barrier barrier) {
        store(addr, 8, value, Order.RELEASE, barrier);
    }

    public final long get64Acquire(long addr) {
        return load(addr, 8, Order.ACQUIRE, null);
    }

    public final void set64Release(long addr, long value) {
        store(addr, 8, value, Order.RELEASE, null);
    }

    public final long get64Volatile(long addr) {
        return load(addr, 8, Order.VOLATILE, null);
    }

    public final void set64Volatile(long addr, long value) {
        store(addr, 8, value, Order.VOLATILE, null);
    }
}
