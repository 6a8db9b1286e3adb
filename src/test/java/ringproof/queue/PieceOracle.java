package ringproof.queue;

import java.util.Set;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// Every rule that the pieces of one chain break, in no order, whatever the ring format. Spec 2.7.4.2, 2.7.5.2, 2.7.5.3; 2.8.17, 2.8.19.
final class PieceOracle {
    private final RingSetup setup;
    private final Set<Breakage> faults;
    private int count;
    private long totalBytes;
    private boolean writableSeen;

    /// What is found is added to `faults`.
    PieceOracle(RingSetup setup, Set<Breakage> faults) {
        this.setup = setup;
        this.faults = faults;
    }

    /// Pieces so far.
    int count() {
        return count;
    }

    void piece(HandDescriptor descriptor) {
        boolean writable = descriptor.has(SplitLayout.F_WRITE);
        totalBytes += descriptor.lengthBytes();
        count++;
        addIf(Breakage.CHAIN_TOO_LONG, count > setup.size());
        addIf(Breakage.BUFFER_OUTSIDE_MEMORY, descriptor.len() != 0
                && !HandDescriptor.isInMemory(descriptor.addr(), descriptor.lengthBytes()));
        addIf(Breakage.CHAIN_TOO_MANY_BYTES, totalBytes > Limits.MAX_CHAIN_BYTES);
        addIf(Breakage.READABLE_AFTER_WRITABLE, writableSeen && !writable);
        writableSeen |= writable;
    }

    /// A descriptor refers to a table. `inList`: others are linked to it.
    void indirect(boolean inList) {
        addIf(Breakage.INDIRECT_NOT_NEGOTIATED, setup.indirect() == null);
        addIf(Breakage.INDIRECT_WITH_NEXT, inList);
    }

    /// The bounds of a table: whether there is anything in it to be read.
    boolean canReadTable(long table, long tableBytes) {
        addIf(Breakage.INDIRECT_TABLE_EMPTY, tableBytes == 0);
        addIf(Breakage.INDIRECT_TABLE_RAGGED, tableBytes % 16 != 0);
        addIf(Breakage.INDIRECT_TABLE_TOO_LONG, tableBytes / 16 > 65536);
        addIf(Breakage.INDIRECT_TABLE_OUTSIDE_MEMORY, !HandDescriptor.isInMemory(table, tableBytes));
        return tableBytes >= 16 && HandDescriptor.isInMemory(table, tableBytes);
    }

    private void addIf(Breakage fault, boolean present) {
        if (present) {
            faults.add(fault);
        }
    }
}
