package ringproof.check.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.check.memory.Op;
import ringproof.machine.Barrier;
import ringproof.machine.Fence;
import ringproof.machine.GuestMemory;
import ringproof.machine.Order;

/// Guest memory of the checked world: each access of an agent is a request.
public final class CheckedMemory extends GuestMemory {
    private final Instance instance;

    CheckedMemory(Instance instance) {
        this.instance = instance;
    }

    @Override
    public long sizeBytes() {
        return instance.shape.guestBytes();
    }

    @Override
    protected long load(long addr, int size, Order order, @Nullable Barrier barrier) {
        check(addr, size);
        return access(order == Order.PLAIN ? Op.plainRead((int) addr, size)
                : Op.load((int) addr, size, kept(order, barrier), barrier));
    }

    @Override
    protected void store(long addr, int size, long value, Order order, @Nullable Barrier barrier) {
        check(addr, size);
        long low = size == Long.BYTES ? value : value & ((1L << (8 * size)) - 1);
        access(order == Order.PLAIN ? Op.plainWrite((int) addr, size, low)
                : Op.store((int) addr, size, low, kept(order, barrier), barrier));
    }

    /// The order of an access without the barriers that are dropped.
    Order kept(Order order, @Nullable Barrier barrier) {
        return barrier != null && instance.configuration().dropped().contains(barrier) ? Order.OPAQUE : order;
    }

    /// An access: a request of the running agent, or while no agent runs the bytes themselves.
    long access(Op op) {
        if (instance.isRunning()) {
            return instance.runner().request(op);
        }
        long old = instance.words().get(op.addr(), op.bytes());
        if (op.isExchange()) {
            instance.words().put(op.addr(), op.bytes(), op.exchanged(old));
        } else if (op.writes()) {
            instance.words().put(op.addr(), op.bytes(), op.value());
        }
        return old;
    }

    @Override
    public void fence(Barrier barrier) {
        if (!instance.configuration().dropped().contains(barrier)) {
            fence(Fence.FULL, barrier);
        }
    }

    @Override
    public void fence(Fence fence) {
        fence(fence, null);
    }

    private void fence(Fence fence, @Nullable Barrier barrier) {
        if (instance.isRunning()) {
            instance.runner().request(Op.fence(fence, barrier));
        }
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        checkRange(addr, lengthBytes);
        if (instance.isRunning() && lengthBytes > 0) {
            instance.runner().request(Op.plainRead((int) addr, lengthBytes));
        }
        instance.words().read((int) addr, to, offset, lengthBytes);
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        checkRange(addr, lengthBytes);
        byte[] data = Arrays.copyOfRange(from, offset, offset + lengthBytes);
        if (!instance.isRunning()) {
            instance.words().write((int) addr, data);
        } else if (lengthBytes > 0) {
            instance.runner().request(Op.plainWrite((int) addr, data));
        }
    }

    private void check(long addr, int size) {
        if (!contains(addr, size)) {
            throw new IndexOutOfBoundsException("guest address 0x" + Long.toHexString(addr));
        }
        if ((addr & size - 1) != 0) {
            throw new IndexOutOfBoundsException(
                    "an access of " + size + " bytes at 0x" + Long.toHexString(addr) + " is not aligned");
        }
    }

    private void checkRange(long addr, int lengthBytes) {
        if (!contains(addr, lengthBytes)) {
            throw new IndexOutOfBoundsException(lengthBytes + " bytes at guest address 0x" + Long.toHexString(addr));
        }
    }
}
