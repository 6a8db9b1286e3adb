package ringproof.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Fence;
import ringproof.machine.GuestMemory;
import ringproof.machine.Order;

/// The memory of a [SteppedMachine]: it says that it is larger than it is, so that buffers of 2^32 bytes fit; what is not really there reads
/// as zero.
final class SteppedMemory extends GuestMemory {
    private final SteppedMachine machine;
    private final ByteBuffer bytes;
    private final long claimedBytes;

    SteppedMemory(SteppedMachine machine, int realBytes, long claimedBytes) {
        this.machine = machine;
        this.bytes = ByteBuffer.allocate(realBytes).order(ByteOrder.LITTLE_ENDIAN);
        this.claimedBytes = claimedBytes;
    }

    /// Size of what is really there.
    int realBytes() {
        return bytes.capacity();
    }

    @Override
    public long sizeBytes() {
        return claimedBytes;
    }

    /// Throws for an access that the real world would not survive.
    private void check(long addr, long lengthBytes, int align) {
        if (!contains(addr, lengthBytes) || addr % align != 0) {
            throw new AssertionError("an access of " + lengthBytes + " bytes at 0x" + Long.toHexString(addr));
        }
    }

    private boolean isReal(long addr, int count) {
        return addr <= bytes.capacity() - count;
    }

    @Override
    protected long load(long addr, int count, Order order, @Nullable Barrier barrier) {
        check(addr, count, count);
        machine.point();
        if (!isReal(addr, count)) {
            return 0;
        }
        int at = (int) addr;
        return switch (count) {
            case 1 -> Byte.toUnsignedLong(bytes.get(at));
            case 2 -> Short.toUnsignedLong(bytes.getShort(at));
            case 4 -> Integer.toUnsignedLong(bytes.getInt(at));
            default -> bytes.getLong(at);
        };
    }

    @Override
    protected void store(long addr, int count, long value, Order order, @Nullable Barrier barrier) {
        check(addr, count, count);
        if (isReal(addr, count)) {
            int at = (int) addr;
            switch (count) {
                case 1 -> bytes.put(at, (byte) value);
                case 2 -> bytes.putShort(at, (short) value);
                case 4 -> bytes.putInt(at, (int) value);
                default -> bytes.putLong(at, value);
            }
        }
        machine.point();
    }

    @Override
    public void fence(Barrier barrier) {
        machine.point();
    }

    @Override
    public void fence(Fence fence) {
        machine.point();
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        check(addr, lengthBytes, 1);
        machine.point();
        for (int i = 0; i < lengthBytes; i++) {
            to[offset + i] = isReal(addr + i, 1) ? bytes.get((int) addr + i) : 0;
        }
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        check(addr, lengthBytes, 1);
        for (int i = 0; i < lengthBytes && isReal(addr + i, 1); i++) {
            bytes.put((int) addr + i, from[offset + i]);
        }
        machine.point();
    }
}
