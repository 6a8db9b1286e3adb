package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.wire.Feature;
import ringproof.wire.LittleEndian;
import ringproof.wire.SplitLayout;

/// Descriptor tables full of anything, direct and indirect, on a split ring: what the device takes is held against a walk of its own.
///
/// Spec 2.7.4.2, 2.7.5, 2.7.13.1. A legal chain must be taken as it is, piece by piece, and an illegal one must break the queue, with nothing
/// thrown. Deterministic in the seed. Not thread-safe.
final class ChainCheck {
    private static final int SIZE = 8;
    private static final int TABLE_ENTRIES = 12;
    private static final int MEMORY_BYTES = 1 << 13;
    private static final Scenario DIRECT = Scenario.parse("split-flags/interrupt/none/L/q8i0");
    private static final Scenario INDIRECT = Scenario.parse("split-indirect/interrupt/none/L/q8i0");
    /// More than any chain may have, fewer than a walk that goes round would.
    private static final long MAX_CHAIN_BYTES = 1L << 32;

    private final Parts parts;
    private final SplittableRandom random;
    private final NativeMachine machine = new NativeMachine(MEMORY_BYTES);
    private final GuestMemory memory = machine.memory();
    private long tables;

    /// A piece of a chain.
    private record Piece(long addr, long lengthBytes, boolean writable) {
    }

    /// What was found.
    ///
    /// @param rings how many it took
    record Found(int rings, String what) {
    }

    private ChainCheck(Parts parts, long seed) {
        this.parts = parts;
        this.random = new SplittableRandom(seed);
    }

    /// Up to so many rings for the device that `parts` make; null: nothing was wrong.
    static @Nullable Found run(Parts parts, long seed, int rings) {
        ChainCheck check = new ChainCheck(parts, seed);
        for (int i = 1; i <= rings; i++) {
            String wrong = check.once(i % 2 == 0 ? INDIRECT : DIRECT);
            if (wrong != null) {
                return new Found(i, wrong);
            }
        }
        return null;
    }

    private @Nullable String once(Scenario scenario) {
        GuestAllocator allocator = new GuestAllocator(memory, 0);
        QueueLayout layout = QueueLayout.allocateSplit(SIZE, allocator);
        tables = allocator.allocate((long) TABLE_ENTRIES * SplitLayout.DESCRIPTOR_BYTES, SplitLayout.DESCRIPTOR_BYTES);
        boolean indirect = scenario.ring().features().has(Feature.INDIRECT_DESC);
        fill(layout.descriptorArea(), SIZE, indirect);
        fill(tables, TABLE_ENTRIES, random.nextInt(8) == 0);
        int available = random.nextInt(25) == 0 ? SIZE + 1 + random.nextInt(0xFFFF - SIZE) : 1;
        int head = random.nextInt(20) == 0 ? random.nextInt(1 << 16) : random.nextInt(SIZE);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_RING, head);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, available);
        List<Piece> legal = available > SIZE ? null : walk(layout, head, indirect);
        Chain chain = new Chain();
        DeviceQueue.Taken taken;
        try {
            taken = parts.deviceQueue(machine, layout, scenario).take(chain);
        } catch (RuntimeException thrown) {
            return "the device threw " + thrown;
        }
        if (legal == null) {
            return taken == DeviceQueue.Taken.BROKEN ? null : "an illegal chain was taken for " + taken;
        }
        return taken != DeviceQueue.Taken.BUFFER ? "a legal chain of " + legal.size() + " pieces was taken for " + taken
                : same(legal, chain) ? null : "the device takes another chain than the driver gave";
    }

    /// Now and then one chain of all, which may go round; else anything.
    private void fill(long table, int count, boolean mayRefer) {
        boolean straight = random.nextInt(6) == 0;
        int firstWritable = straight ? random.nextInt(count + 1) : 0;
        int straightEnd = straight && random.nextBoolean() ? count : count - 1;
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * SplitLayout.DESCRIPTOR_BYTES;
            boolean refers = mayRefer && random.nextInt(3) == 0;
            if (straight && !refers) {
                int flags = (i < straightEnd ? SplitLayout.F_NEXT : 0) | (i >= firstWritable ? SplitLayout.F_WRITE : 0);
                put(at, random.nextInt(MEMORY_BYTES / 2), 1 + random.nextInt(100), flags, (i + 1) % count);
                continue;
            }
            int flags = random.nextInt(40) == 0 ? random.nextInt(8) : (random.nextInt(3) == 0 ? 0 : SplitLayout.F_NEXT)
                    | (random.nextInt(3) == 0 ? 0 : SplitLayout.F_WRITE);
            int next = random.nextInt(16) == 0 ? count + random.nextInt(3) : random.nextInt(count);
            if (refers) {
                put(at, tables, tableBytes(),
                        SplitLayout.F_INDIRECT | (random.nextInt(8) == 0 ? SplitLayout.F_NEXT : 0), next);
            } else {
                put(at, address(), length(), flags, next);
            }
        }
    }

    private void put(long at, long addr, int lengthBytes, int flags, int next) {
        memory.set64(at + SplitLayout.DESCRIPTOR_ADDR, addr);
        memory.set32(at + SplitLayout.DESCRIPTOR_LEN, lengthBytes);
        memory.set16(at + SplitLayout.DESCRIPTOR_FLAGS, flags);
        memory.set16(at + SplitLayout.DESCRIPTOR_NEXT, next);
    }

    private long address() {
        return switch (random.nextInt(16)) {
            case 0 -> MEMORY_BYTES - random.nextInt(64);
            case 1 -> random.nextLong();
            default -> random.nextInt(MEMORY_BYTES / 2);
        };
    }

    private int length() {
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> random.nextInt();
            default -> 1 + random.nextInt(100);
        };
    }

    private int tableBytes() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> random.nextInt(100);
            case 2 -> MEMORY_BYTES;
            case 3 -> (0x10000 + 1) * SplitLayout.DESCRIPTOR_BYTES;
            default -> (1 + random.nextInt(TABLE_ENTRIES)) * SplitLayout.DESCRIPTOR_BYTES;
        };
    }

    /// The chain at `head`, or null where it is illegal.
    private @Nullable List<Piece> walk(QueueLayout layout, int head, boolean indirectAllowed) {
        List<Piece> pieces = new ArrayList<>();
        int at = head;
        while (true) {
            if (at >= SIZE || pieces.size() == SIZE) {
                return null;
            }
            long descriptor = layout.descriptorArea() + (long) at * SplitLayout.DESCRIPTOR_BYTES;
            int flags = (int) number(descriptor + SplitLayout.DESCRIPTOR_FLAGS, Short.BYTES);
            if ((flags & SplitLayout.F_INDIRECT) != 0) {
                boolean alone = indirectAllowed && (flags & SplitLayout.F_NEXT) == 0;
                return alone && walkTable(descriptor, pieces) && isLegal(pieces) ? pieces : null;
            }
            pieces.add(piece(descriptor, flags));
            if ((flags & SplitLayout.F_NEXT) == 0) {
                return isLegal(pieces) ? pieces : null;
            }
            at = (int) number(descriptor + SplitLayout.DESCRIPTOR_NEXT, Short.BYTES);
        }
    }

    private boolean walkTable(long descriptor, List<Piece> pieces) {
        long table = number(descriptor + SplitLayout.DESCRIPTOR_ADDR, Long.BYTES);
        long bytes = number(descriptor + SplitLayout.DESCRIPTOR_LEN, Integer.BYTES);
        long count = bytes / SplitLayout.DESCRIPTOR_BYTES;
        if (count == 0 || bytes % SplitLayout.DESCRIPTOR_BYTES != 0 || !isInMemory(table, bytes)) {
            return false;
        }
        int at = 0;
        for (int seen = 0; seen < count; seen++) {
            long entry = table + (long) at * SplitLayout.DESCRIPTOR_BYTES;
            int flags = (int) number(entry + SplitLayout.DESCRIPTOR_FLAGS, Short.BYTES);
            if ((flags & SplitLayout.F_INDIRECT) != 0 || pieces.size() == SIZE) {
                return false;
            }
            pieces.add(piece(entry, flags));
            if ((flags & SplitLayout.F_NEXT) == 0) {
                return true;
            }
            at = (int) number(entry + SplitLayout.DESCRIPTOR_NEXT, Short.BYTES);
            if (at >= count) {
                return false;
            }
        }
        return false;
    }

    private Piece piece(long descriptor, int flags) {
        return new Piece(number(descriptor + SplitLayout.DESCRIPTOR_ADDR, Long.BYTES),
                number(descriptor + SplitLayout.DESCRIPTOR_LEN, Integer.BYTES),
                (flags & SplitLayout.F_WRITE) != 0);
    }

    /// An unsigned number at any address.
    private long number(long at, int bytes) {
        byte[] read = new byte[bytes];
        memory.read(at, read, 0, bytes);
        return LittleEndian.get(read, 0, bytes);
    }

    /// The pieces lie in memory, readable ones first, and are not too many bytes.
    private static boolean isLegal(List<Piece> pieces) {
        long bytes = 0;
        boolean writableSeen = false;
        for (Piece piece : pieces) {
            bytes += piece.lengthBytes;
            boolean lies = piece.lengthBytes == 0 || isInMemory(piece.addr, piece.lengthBytes);
            if (!lies || (writableSeen && !piece.writable) || bytes > MAX_CHAIN_BYTES) {
                return false;
            }
            writableSeen |= piece.writable;
        }
        return true;
    }

    private static boolean isInMemory(long addr, long lengthBytes) {
        return addr >= 0 && lengthBytes <= MEMORY_BYTES && addr <= MEMORY_BYTES - lengthBytes;
    }

    private static boolean same(List<Piece> pieces, Chain chain) {
        boolean same = chain.count() == pieces.size();
        for (int i = 0; same && i < chain.count(); i++) {
            Piece piece = pieces.get(i);
            same = piece.lengthBytes == chain.lengthBytes(i) && piece.writable == i >= chain.readableCount()
                    && (piece.lengthBytes == 0 || piece.addr == chain.addr(i));
        }
        return same;
    }
}
