package ringproof.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import ringproof.machine.GuestMemory;

/// Everything that a driver writes into a packed ring, as garbage: the ring, again and again, and some indirect tables behind it.
record PackedGarbage(RingSetup setup, List<PackedGarbage.Round> rounds, List<HandDescriptor> tables) {
    private static final int AVAIL = 1 << 7;
    private static final int USED = 1 << 15;
    private static final int NEXT = 1;
    private static final int INDIRECT = 4;

    /// What the driver writes while the device is not looking: the whole ring.
    ///
    /// @param spoilt    by descriptor: 0, the ring flags are those of an available descriptor in the lap that comes next; else they have
    ///                  these bits changed
    /// @param useCount  buffers that the device returns then
    record Round(List<HandDescriptor> descriptors, List<Integer> spoilt, int useCount) {
        /// Writes all descriptors of the ring, from the one on at which the device looks next.
        void writeTo(GuestMemory memory, QueueLayout layout, long takenUnits) {
            int size = layout.size();
            for (int ahead = 0; ahead < size; ahead++) {
                int slot = (int) ((takenUnits + ahead) % size);
                HandDescriptor descriptor = descriptors.get(slot);
                int ringFlags = (available(takenUnits + ahead, size) ^ spoilt.get(slot)) & (AVAIL | USED);
                descriptor.withFlags((descriptor.flags() & ~(AVAIL | USED)) | ringFlags)
                        .writePacked(memory, layout.descriptorArea(), slot);
            }
        }
    }

    private static int available(long unit, int size) {
        return unit / size % 2 == 0 ? AVAIL : USED;
    }

    private static boolean isAvailable(HandDescriptor descriptor, long unit, int size) {
        return (descriptor.flags() & (AVAIL | USED)) == available(unit, size);
    }

    void writeTablesTo(GuestMemory memory) {
        for (int i = 0; i < HandDescriptor.TABLES_ENTRIES; i++) {
            tables.get(i).writePacked(memory, HandDescriptor.TABLES_ADDR, i);
        }
    }

    /// The list at which the device looks, after so many descriptors.
    ///
    /// @param slotCount descriptors of the ring that it takes; 0: it is not available
    /// @param faults    every rule that it breaks, in no order
    record Expected(int slotCount, Set<Breakage> faults) {
    }

    /// Goes through the list to its end, as far as there is a way. `heldCount`: descriptors that the device has not returned.
    Expected expected(GuestMemory memory, QueueLayout layout, long takenUnits, int heldCount) {
        Set<Breakage> faults = EnumSet.noneOf(Breakage.class);
        PieceOracle pieces = new PieceOracle(setup, faults);
        int size = setup.size();
        int count = 0;
        while (true) {
            long unit = takenUnits + count;
            HandDescriptor descriptor = HandDescriptor.readPacked(memory, layout.descriptorArea(), (int) (unit % size));
            if (!isAvailable(descriptor, unit, size)) {
                if (count > 0) {
                    faults.add(Breakage.NEXT_NOT_AVAILABLE);
                }
                return new Expected(count, faults);
            }
            count++;
            if (heldCount + count > size) {
                faults.add(Breakage.AVAILABLE_NOT_RETURNED);
            }
            boolean more = descriptor.has(NEXT);
            if (descriptor.has(INDIRECT)) {
                pieces.indirect(more || count > 1);
                table(memory, descriptor, pieces);
            } else {
                pieces.piece(descriptor);
            }
            if (more && count == size) {
                faults.add(Breakage.CHAIN_TOO_LONG);
            }
            if (!more || count == size) {
                return new Expected(count, faults);
            }
        }
    }

    private void table(GuestMemory memory, HandDescriptor descriptor, PieceOracle pieces) {
        if (pieces.canReadTable(descriptor.addr(), descriptor.lengthBytes())) {
            long entryCount = descriptor.lengthBytes() / 16;
            for (int i = 0; i < entryCount && pieces.count() <= setup.size(); i++) {
                pieces.piece(HandDescriptor.readPacked(memory, descriptor.addr(), i));
            }
        }
    }
}
