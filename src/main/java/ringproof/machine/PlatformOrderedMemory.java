package ringproof.machine;

import org.jspecify.annotations.Nullable;

/// Guest memory for whoever must order its accesses with those of a device that is no processor: ORDER_PLATFORM.
///
/// Spec 6. Linux: virtio_mb, virtio_rmb and virtio_wmb without weak_barriers, which are then mb, dma_rmb and dma_wmb.
///
/// What makes an acquire load or a release store cheap is that both sides are processors of one kind: the load of the one that sees the
/// store of the other orders for both. A device on a bus has no part in that bargain; for it only a full barrier orders. So here each ordered
/// access is an opaque one with a full fence behind (acquire) or before it (release), or both (volatile). Opaque and plain accesses order
/// nothing, as before, and fences are full already. A `Barrier` that is dropped is dropped here too.
///
/// Between processors that is never weaker: whatever is proved without it holds with it. Thread-safe where the memory behind it is.
public final class PlatformOrderedMemory extends GuestMemory {
    private final GuestMemory memory;

    public PlatformOrderedMemory(GuestMemory memory) {
        this.memory = memory;
    }

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
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        return switch (order) {
            case PLAIN, OPAQUE -> memory.load(addr, bytes, order, barrier);
            case RELEASE -> throw new IllegalArgumentException("RELEASE is for stores");
            case ACQUIRE -> {
                long value = memory.load(addr, bytes, Order.OPAQUE, null);
                fullFence(barrier);
                yield value;
            }
            case VOLATILE -> {
                fence(Fence.FULL);
                long value = memory.load(addr, bytes, Order.OPAQUE, null);
                fence(Fence.FULL);
                yield value;
            }
        };
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        switch (order) {
            case PLAIN, OPAQUE -> memory.store(addr, bytes, value, order, barrier);
            case ACQUIRE -> throw new IllegalArgumentException("ACQUIRE is for loads");
            case RELEASE -> {
                fullFence(barrier);
                memory.store(addr, bytes, value, Order.OPAQUE, null);
            }
            case VOLATILE -> {
                fence(Fence.FULL);
                memory.store(addr, bytes, value, Order.OPAQUE, null);
                fence(Fence.FULL);
            }
        }
    }

    private void fullFence(@Nullable Barrier barrier) {
        if (barrier == null) {
            memory.fence(Fence.FULL);
        } else {
            memory.fence(barrier);
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
        memory.read(addr, to, offset, lengthBytes);
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        memory.write(addr, from, offset, lengthBytes);
    }
}
