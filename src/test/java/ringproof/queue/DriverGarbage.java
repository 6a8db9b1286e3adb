package ringproof.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// Everything that a driver writes, as garbage: the ring, and some indirect tables behind it.
///
/// @param disorder seeds what is put in order after all, so that a device that demands order comes further: most links and heads
record DriverGarbage(RingSetup setup, List<DriverGarbage.Descriptor> descriptors, List<Integer> heads, int availIdx,
        List<DriverGarbage.Descriptor> tables, long disorder) {
    /// Enough for a chain of more than 2^32 bytes; only the first [#REAL_BYTES] are really there.
    static final long CLAIMED_BYTES = 1L << 34;
    static final int REAL_BYTES = 8192;
    /// Where the tables lie: one array of descriptors, of which an indirect descriptor may name any part.
    static final int TABLES_ADDR = 4096;
    static final int TABLES_ENTRIES = 12;
    private static final int IN_ORDER_OF = 12;

    /// A descriptor as a hostile driver writes it.
    record Descriptor(long addr, int len, int flags, int next) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        long lengthBytes() {
            return Integer.toUnsignedLong(len);
        }
    }

    void writeTo(GuestMemory memory, QueueLayout layout) {
        Random random = new Random(disorder);
        int size = setup.size();
        int head = 0;
        for (int i = 0; i < size; i++) {
            write(memory, layout.descriptorArea(), i, descriptors.get(i), (i + 1) % size, random);
        }
        // Tables of up to four entries most often: a link then leads into the same table.
        for (int i = 0; i < TABLES_ENTRIES; i++) {
            write(memory, TABLES_ADDR, i, tables.get(i), i % 4 + 1, random);
        }
        for (int i = 0; i < size; i++) {
            int straight = head;
            int entry = orderly(random) ? straight : heads.get(i);
            memory.set16(layout.driverArea() + SplitLayout.AVAIL_RING + (long) SplitLayout.AVAIL_ENTRY_BYTES * i,
                    entry);
            head = behind(memory, layout, straight);
        }
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, availIdx);
    }

    private boolean orderly(Random random) {
        return setup.inOrder() && random.nextInt(IN_ORDER_OF) != 0;
    }

    private void write(GuestMemory memory, long table, int i, Descriptor descriptor, int straight, Random random) {
        long at = table + (long) SplitLayout.DESCRIPTOR_BYTES * i;
        memory.set64(at + SplitLayout.DESCRIPTOR_ADDR, descriptor.addr());
        memory.set32(at + SplitLayout.DESCRIPTOR_LEN, descriptor.len());
        memory.set16(at + SplitLayout.DESCRIPTOR_FLAGS, descriptor.flags());
        memory.set16(at + SplitLayout.DESCRIPTOR_NEXT, orderly(random) ? straight : descriptor.next());
    }

    /// A descriptor from memory, byte by byte.
    private static Descriptor read(GuestMemory memory, long table, int i) {
        byte[] bytes = new byte[SplitLayout.DESCRIPTOR_BYTES];
        memory.read(table + (long) SplitLayout.DESCRIPTOR_BYTES * i, bytes, 0, bytes.length);
        return new Descriptor(number(bytes, 0, 8), (int) number(bytes, 8, 4), (int) number(bytes, 12, 2),
                (int) number(bytes, 14, 2));
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return number;
    }

    /// The descriptor behind the last one of the ring that the chain takes.
    int behind(GuestMemory memory, QueueLayout layout, int head) {
        int at = head;
        for (int count = 1; count < setup.size(); count++) {
            Descriptor descriptor = read(memory, layout.descriptorArea(), at);
            if (!descriptor.has(SplitLayout.F_NEXT) || descriptor.has(SplitLayout.F_INDIRECT)
                    || descriptor.next() >= setup.size()) {
                break;
            }
            at = descriptor.next();
        }
        return (at + 1) % setup.size();
    }

    /// Every rule that the chain breaks, in no order. Spec 2.7.4.2, 2.7.5.1 to 2.7.5.3. `expectedHead`: where it begins with IN_ORDER.
    Set<Breakage> faults(GuestMemory memory, QueueLayout layout, int head, int expectedHead) {
        Set<Breakage> faults = EnumSet.noneOf(Breakage.class);
        addIf(faults, Breakage.HEAD_OUT_OF_RANGE, head >= setup.size());
        addIf(faults, Breakage.HEAD_OUT_OF_ORDER, setup.inOrder() && head != expectedHead);
        if (faults.isEmpty()) {
            new Walk(memory, faults).ring(layout.descriptorArea(), head);
        }
        return faults;
    }

    /// Goes through one chain to its end, as far as there is a way.
    private final class Walk {
        private final GuestMemory memory;
        private final Set<Breakage> faults;
        private int pieceCount;
        private long totalBytes;
        private boolean writableSeen;

        Walk(GuestMemory memory, Set<Breakage> faults) {
            this.memory = memory;
            this.faults = faults;
        }

        void ring(long ring, int head) {
            int at = head;
            for (int count = 1; count <= setup.size(); count++) {
                Descriptor descriptor = read(memory, ring, at);
                boolean more = descriptor.has(SplitLayout.F_NEXT);
                if (descriptor.has(SplitLayout.F_INDIRECT)) {
                    addIf(faults, Breakage.INDIRECT_NOT_NEGOTIATED, setup.indirect() == null);
                    addIf(faults, Breakage.INDIRECT_WITH_NEXT, more);
                    table(descriptor.addr(), descriptor.lengthBytes());
                    return;
                }
                piece(descriptor);
                if (!more) {
                    return;
                }
                addIf(faults, Breakage.CHAIN_TOO_LONG, count == setup.size());
                addIf(faults, Breakage.NEXT_OUT_OF_RANGE, descriptor.next() >= setup.size());
                addIf(faults, Breakage.NEXT_OUT_OF_ORDER,
                        setup.inOrder() && descriptor.next() != (at + 1) % setup.size());
                if (descriptor.next() >= setup.size()) {
                    return;
                }
                at = descriptor.next();
            }
        }

        private void table(long table, long tableBytes) {
            addIf(faults, Breakage.INDIRECT_TABLE_EMPTY, tableBytes == 0);
            addIf(faults, Breakage.INDIRECT_TABLE_RAGGED, tableBytes % 16 != 0);
            addIf(faults, Breakage.INDIRECT_TABLE_TOO_LONG, tableBytes / 16 > 65536);
            addIf(faults, Breakage.INDIRECT_TABLE_OUTSIDE_MEMORY, !isInMemory(table, tableBytes));
            if (tableBytes < 16 || !isInMemory(table, tableBytes)) {
                return;
            }
            int at = 0;
            for (long count = 1; pieceCount <= setup.size(); count++) {
                Descriptor descriptor = read(memory, table, at);
                addIf(faults, Breakage.INDIRECT_WITHIN_INDIRECT, descriptor.has(SplitLayout.F_INDIRECT));
                piece(descriptor);
                boolean more = descriptor.has(SplitLayout.F_NEXT);
                addIf(faults, Breakage.INDIRECT_NEXT_OUT_OF_RANGE, more && descriptor.next() >= tableBytes / 16);
                addIf(faults, Breakage.NEXT_OUT_OF_ORDER, more && setup.inOrder() && descriptor.next() != at + 1);
                addIf(faults, Breakage.CHAIN_TOO_LONG, more && count >= tableBytes / 16);
                if (!more || descriptor.next() >= tableBytes / 16) {
                    return;
                }
                at = descriptor.next();
            }
        }

        private void piece(Descriptor descriptor) {
            boolean writable = descriptor.has(SplitLayout.F_WRITE);
            totalBytes += descriptor.lengthBytes();
            pieceCount++;
            addIf(faults, Breakage.CHAIN_TOO_LONG, pieceCount > setup.size());
            addIf(faults, Breakage.BUFFER_OUTSIDE_MEMORY,
                    descriptor.len() != 0 && !isInMemory(descriptor.addr(), descriptor.lengthBytes()));
            addIf(faults, Breakage.CHAIN_TOO_MANY_BYTES, totalBytes > Limits.MAX_CHAIN_BYTES);
            addIf(faults, Breakage.READABLE_AFTER_WRITABLE, writableSeen && !writable);
            writableSeen |= writable;
        }
    }

    private static void addIf(Set<Breakage> faults, Breakage fault, boolean present) {
        if (present) {
            faults.add(fault);
        }
    }

    static boolean isInMemory(long addr, long lengthBytes) {
        return addr >= 0 && addr < CLAIMED_BYTES && lengthBytes <= CLAIMED_BYTES - addr;
    }
}
