package ringproof.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import ringproof.machine.GuestMemory;
import ringproof.wire.SplitLayout;

/// Everything that a driver writes, as garbage: the ring, and some indirect tables behind it.
///
/// @param disorder seeds what is put in order after all, so that a device that demands order comes further: most links and heads
record SplitGarbage(RingSetup setup, List<HandDescriptor> descriptors, List<Integer> heads, int availIdx,
        List<HandDescriptor> tables, long disorder) {
    private static final int IN_ORDER_OF = 12;

    void writeTo(GuestMemory memory, QueueLayout layout) {
        Random random = new Random(disorder);
        int size = setup.size();
        int head = 0;
        for (int i = 0; i < size; i++) {
            write(memory, layout.descriptorArea(), i, descriptors.get(i), (i + 1) % size, random);
        }
        // Tables of up to four entries most often: a link then leads into the same table.
        for (int i = 0; i < HandDescriptor.TABLES_ENTRIES; i++) {
            write(memory, HandDescriptor.TABLES_ADDR, i, tables.get(i), i % 4 + 1, random);
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

    private void write(GuestMemory memory, long table, int i, HandDescriptor descriptor, int straight, Random random) {
        int next = orderly(random) ? straight : descriptor.next();
        new HandDescriptor(descriptor.addr(), descriptor.len(), descriptor.flags(), next).writeSplit(memory, table, i);
    }

    /// The descriptor behind the last one of the ring that the chain takes.
    int behind(GuestMemory memory, QueueLayout layout, int head) {
        int at = head;
        for (int count = 1; count < setup.size(); count++) {
            HandDescriptor descriptor = HandDescriptor.readSplit(memory, layout.descriptorArea(), at);
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
        if (head >= setup.size()) {
            faults.add(Breakage.HEAD_OUT_OF_RANGE);
        }
        if (setup.inOrder() && head != expectedHead) {
            faults.add(Breakage.HEAD_OUT_OF_ORDER);
        }
        if (faults.isEmpty()) {
            new Walk(memory, faults).ring(layout.descriptorArea(), head);
        }
        return faults;
    }

    /// Goes through one chain to its end, as far as there is a way.
    private final class Walk {
        private final GuestMemory memory;
        private final Set<Breakage> faults;
        private final PieceOracle pieces;

        Walk(GuestMemory memory, Set<Breakage> faults) {
            this.memory = memory;
            this.faults = faults;
            this.pieces = new PieceOracle(setup, faults);
        }

        void ring(long ring, int head) {
            int at = head;
            for (int count = 1; count <= setup.size(); count++) {
                HandDescriptor descriptor = HandDescriptor.readSplit(memory, ring, at);
                boolean more = descriptor.has(SplitLayout.F_NEXT);
                if (descriptor.has(SplitLayout.F_INDIRECT)) {
                    pieces.indirect(more);
                    table(descriptor.addr(), descriptor.lengthBytes());
                    return;
                }
                pieces.piece(descriptor);
                if (!more) {
                    return;
                }
                addIf(Breakage.CHAIN_TOO_LONG, count == setup.size());
                addIf(Breakage.NEXT_OUT_OF_RANGE, descriptor.next() >= setup.size());
                addIf(Breakage.NEXT_OUT_OF_ORDER, setup.inOrder() && descriptor.next() != (at + 1) % setup.size());
                if (descriptor.next() >= setup.size()) {
                    return;
                }
                at = descriptor.next();
            }
        }

        private void table(long table, long tableBytes) {
            if (!pieces.canReadTable(table, tableBytes)) {
                return;
            }
            int at = 0;
            for (long count = 1; pieces.count() <= setup.size(); count++) {
                HandDescriptor descriptor = HandDescriptor.readSplit(memory, table, at);
                addIf(Breakage.INDIRECT_WITHIN_INDIRECT, descriptor.has(SplitLayout.F_INDIRECT));
                pieces.piece(descriptor);
                boolean more = descriptor.has(SplitLayout.F_NEXT);
                addIf(Breakage.INDIRECT_NEXT_OUT_OF_RANGE, more && descriptor.next() >= tableBytes / 16);
                addIf(Breakage.NEXT_OUT_OF_ORDER, more && setup.inOrder() && descriptor.next() != at + 1);
                addIf(Breakage.CHAIN_TOO_LONG, more && count >= tableBytes / 16);
                if (!more || descriptor.next() >= tableBytes / 16) {
                    return;
                }
                at = descriptor.next();
            }
        }

        private void addIf(Breakage fault, boolean present) {
            if (present) {
                faults.add(fault);
            }
        }
    }
}
