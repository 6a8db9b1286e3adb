package ringproof.machine;

import org.jspecify.annotations.Nullable;

/// A view of guest memory that sees every access before it happens, and every value that is loaded.
public abstract class WatchedMemory extends GuestMemory {
    private final GuestMemory memory;

    protected WatchedMemory(GuestMemory memory) {
        this.memory = memory;
    }

    /// Before an access of so many bytes.
    protected abstract void touched(long addr, long lengthBytes, boolean writes);

    /// After a load of 1, 2, 4 or 8 bytes.
    protected abstract void loaded(long addr, int bytes, long value);

    /// After a copy out of memory.
    protected abstract void copied(long addr, byte[] to, int offset, int lengthBytes);

    @Override
    public long sizeBytes() {
        return memory.sizeBytes();
    }

    @Override
    public boolean contains(long addr, long lengthBytes) {
        return memory.contains(addr, lengthBytes);
    }

    @Override
    public boolean isReadable(long addr, long lengthBytes) {
        return memory.isReadable(addr, lengthBytes);
    }

    @Override
    public boolean isWritable(long addr, long lengthBytes) {
        return memory.isWritable(addr, lengthBytes);
    }

    @Override
    public boolean hasFaulted() {
        return memory.hasFaulted();
    }

    @Override
    protected final long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        touched(addr, bytes, false);
        long value = memory.load(addr, bytes, order, barrier);
        loaded(addr, bytes, value);
        return value;
    }

    @Override
    protected final void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        touched(addr, bytes, true);
        memory.store(addr, bytes, value, order, barrier);
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
    public final void read(long addr, byte[] to, int offset, int lengthBytes) {
        touched(addr, lengthBytes, false);
        memory.read(addr, to, offset, lengthBytes);
        copied(addr, to, offset, lengthBytes);
    }

    @Override
    public final void write(long addr, byte[] from, int offset, int lengthBytes) {
        touched(addr, lengthBytes, true);
        memory.write(addr, from, offset, lengthBytes);
    }
}
