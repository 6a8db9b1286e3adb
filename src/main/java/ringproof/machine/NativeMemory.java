package ringproof.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Guest memory outside the Java heap, for real threads and real peers. Freed by the collector when no longer reachable.
final class NativeMemory extends GuestMemory {
    private static final ValueLayout.OfByte LE8 = ValueLayout.JAVA_BYTE;
    private static final VarHandle LE16 = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LE32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LE64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final long PAGE_BYTES = 4096;

    private final MemorySegment segment;

    NativeMemory(long sizeBytes) {
        this(Arena.ofAuto().allocate(sizeBytes, PAGE_BYTES));
    }

    /// Memory that lies there already, aligned to a page.
    NativeMemory(MemorySegment segment) {
        this.segment = segment;
    }

    @Override
    public long sizeBytes() {
        return segment.byteSize();
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        return switch (bytes) {
            case 1 -> Byte.toUnsignedLong(segment.get(LE8, addr));
            case 2 -> Short.toUnsignedLong(switch (order) {
                case PLAIN -> (short) LE16.get(segment, addr);
                case OPAQUE -> (short) LE16.getOpaque(segment, addr);
                case ACQUIRE -> (short) LE16.getAcquire(segment, addr);
                case VOLATILE -> (short) LE16.getVolatile(segment, addr);
                case RELEASE -> throw notALoad();
            });
            case 4 -> Integer.toUnsignedLong(switch (order) {
                case PLAIN -> (int) LE32.get(segment, addr);
                case OPAQUE -> (int) LE32.getOpaque(segment, addr);
                case ACQUIRE -> (int) LE32.getAcquire(segment, addr);
                case VOLATILE -> (int) LE32.getVolatile(segment, addr);
                case RELEASE -> throw notALoad();
            });
            case 8 -> switch (order) {
                case PLAIN -> (long) LE64.get(segment, addr);
                case OPAQUE -> (long) LE64.getOpaque(segment, addr);
                case ACQUIRE -> (long) LE64.getAcquire(segment, addr);
                case VOLATILE -> (long) LE64.getVolatile(segment, addr);
                case RELEASE -> throw notALoad();
            };
            default -> throw new IllegalArgumentException("an access of " + bytes + " bytes");
        };
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        switch (bytes) {
            case 1 -> segment.set(LE8, addr, (byte) value);
            case 2 -> {
                switch (order) {
                    case PLAIN -> LE16.set(segment, addr, (short) value);
                    case OPAQUE -> LE16.setOpaque(segment, addr, (short) value);
                    case RELEASE -> LE16.setRelease(segment, addr, (short) value);
                    case VOLATILE -> LE16.setVolatile(segment, addr, (short) value);
                    case ACQUIRE -> throw notAStore();
                }
            }
            case 4 -> {
                switch (order) {
                    case PLAIN -> LE32.set(segment, addr, (int) value);
                    case OPAQUE -> LE32.setOpaque(segment, addr, (int) value);
                    case RELEASE -> LE32.setRelease(segment, addr, (int) value);
                    case VOLATILE -> LE32.setVolatile(segment, addr, (int) value);
                    case ACQUIRE -> throw notAStore();
                }
            }
            case 8 -> {
                switch (order) {
                    case PLAIN -> LE64.set(segment, addr, value);
                    case OPAQUE -> LE64.setOpaque(segment, addr, value);
                    case RELEASE -> LE64.setRelease(segment, addr, value);
                    case VOLATILE -> LE64.setVolatile(segment, addr, value);
                    case ACQUIRE -> throw notAStore();
                }
            }
            default -> throw new IllegalArgumentException("an access of " + bytes + " bytes");
        }
    }

    @Override
    public void fence(Barrier barrier) {
        fullFence();
    }

    @Override
    public void fence(Fence fence) {
        execute(fence);
    }

    static void fullFence() {
        VarHandle.fullFence();
    }

    static void execute(Fence fence) {
        switch (fence) {
            case ACQUIRE -> VarHandle.acquireFence();
            case RELEASE -> VarHandle.releaseFence();
            case FULL -> VarHandle.fullFence();
            case STORE_STORE -> VarHandle.storeStoreFence();
            case LOAD_LOAD -> VarHandle.loadLoadFence();
        }
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, addr, to, offset, lengthBytes);
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        MemorySegment.copy(from, offset, segment, ValueLayout.JAVA_BYTE, addr, lengthBytes);
    }

    private static IllegalArgumentException notALoad() {
        return new IllegalArgumentException("RELEASE is for stores");
    }

    private static IllegalArgumentException notAStore() {
        return new IllegalArgumentException("ACQUIRE is for loads");
    }
}
