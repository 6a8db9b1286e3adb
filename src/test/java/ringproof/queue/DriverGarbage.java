package ringproof.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// Everything that a driver writes, as garbage.
record DriverGarbage(List<DriverGarbage.Descriptor> descriptors, List<Integer> heads, int availIdx) {
    /// Enough for a chain of more than 2^32 bytes; only the queue's own areas are really there.
    static final long CLAIMED_BYTES = 1L << 34;

    /// A descriptor as a hostile driver writes it.
    record Descriptor(long addr, int len, int flags, int next) {
    }

    int size() {
        return descriptors.size();
    }

    void writeTo(GuestMemory memory, QueueLayout layout) {
        for (int i = 0; i < size(); i++) {
            Descriptor descriptor = descriptors.get(i);
            long at = layout.descriptorArea() + (long) SplitLayout.DESCRIPTOR_BYTES * i;
            memory.set64(at + SplitLayout.DESCRIPTOR_ADDR, descriptor.addr());
            memory.set32(at + SplitLayout.DESCRIPTOR_LEN, descriptor.len());
            memory.set16(at + SplitLayout.DESCRIPTOR_FLAGS, descriptor.flags());
            memory.set16(at + SplitLayout.DESCRIPTOR_NEXT, descriptor.next());
            memory.set16(layout.driverArea() + SplitLayout.AVAIL_RING + (long) SplitLayout.AVAIL_ENTRY_BYTES * i,
                    heads.get(i));
        }
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, availIdx);
    }

    /// Every rule that the chain breaks, in no order. Spec 2.7.4.2, 2.7.5.1 to 2.7.5.3.
    Set<Breakage> faults(int head) {
        Set<Breakage> faults = EnumSet.noneOf(Breakage.class);
        if (head >= size()) {
            faults.add(Breakage.HEAD_OUT_OF_RANGE);
            return faults;
        }
        long totalBytes = 0;
        boolean writableSeen = false;
        int at = head;
        for (int count = 1;; count++) {
            Descriptor descriptor = descriptors.get(at);
            long lengthBytes = Integer.toUnsignedLong(descriptor.len());
            boolean writable = (descriptor.flags() & SplitLayout.F_WRITE) != 0;
            totalBytes += lengthBytes;
            addIf(faults, Breakage.INDIRECT_NOT_NEGOTIATED, (descriptor.flags() & SplitLayout.F_INDIRECT) != 0);
            addIf(faults, Breakage.BUFFER_OUTSIDE_MEMORY,
                    lengthBytes > 0 && !isInMemory(descriptor.addr(), lengthBytes));
            addIf(faults, Breakage.CHAIN_TOO_MANY_BYTES, totalBytes > Limits.MAX_CHAIN_BYTES);
            addIf(faults, Breakage.READABLE_AFTER_WRITABLE, writableSeen && !writable);
            writableSeen |= writable;
            boolean more = (descriptor.flags() & SplitLayout.F_NEXT) != 0;
            addIf(faults, Breakage.CHAIN_TOO_LONG, more && count == size());
            addIf(faults, Breakage.NEXT_OUT_OF_RANGE, more && count < size() && descriptor.next() >= size());
            if (!more || count == size() || descriptor.next() >= size()) {
                return faults;
            }
            at = descriptor.next();
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
