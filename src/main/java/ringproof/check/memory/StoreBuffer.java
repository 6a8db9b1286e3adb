package ringproof.check.memory;

import java.util.Arrays;
import java.util.List;
import ringproof.machine.Digest;

/// The FIFO store buffer of one agent: stores, and the unlocks and signals that must not overtake them. Immutable.
///
/// Under SC the agent's next load empties it first, so nobody can tell that it is there.
public final class StoreBuffer {
    static final StoreBuffer EMPTY = new StoreBuffer(new Op[0]);
    private static final int MASK = 0xFF;

    private final Op[] entries;

    private StoreBuffer(Op[] entries) {
        this.entries = entries;
    }

    boolean isEmpty() {
        return entries.length == 0;
    }

    /// The oldest first.
    List<Op> entries() {
        return List.of(entries);
    }

    int size() {
        return entries.length;
    }

    StoreBuffer with(Op entry) {
        Op[] more = Arrays.copyOf(entries, entries.length + 1);
        more[entries.length] = entry;
        return new StoreBuffer(more);
    }

    Op oldest() {
        return entries[0];
    }

    StoreBuffer withoutOldest() {
        return entries.length == 1 ? EMPTY : new StoreBuffer(Arrays.copyOfRange(entries, 1, entries.length));
    }

    /// The agents that may conflict with some entry.
    int conflicting(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (Op entry : entries) {
            agents |= sharing.conflicting(agent, entry.addr(), entry.extent(), true, lockOwners);
        }
        return agents;
    }

    /// Whether an entry, the oldest or any, matters to the next step of an agent at `other`, or to the order of its buffered stores.
    boolean isNoticedBy(LocalState other, StoreBuffer othersBuffer, boolean oldestOnly) {
        int count = oldestOnly ? 1 : entries.length;
        for (int i = 0; i < count; i++) {
            Op entry = entries[i];
            if (other.mayAccess(entry.addr(), entry.extent())
                    || (othersBuffer != this && othersBuffer.overlaps(entry.addr(), entry.extent()))) {
                return true;
            }
        }
        return false;
    }

    /// Whether an entry touches the bytes.
    boolean overlaps(int addr, int bytes) {
        for (Op entry : entries) {
            if (overlaps(entry, addr, bytes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(Op entry, int addr, int bytes) {
        return entry.addr() < addr + bytes && addr < entry.addr() + entry.extent();
    }

    /// Whether it holds the release of the lock.
    boolean unlocks(int lock) {
        for (Op entry : entries) {
            if (entry.kind() == Op.Kind.UNLOCK && entry.number() == lock) {
                return true;
            }
        }
        return false;
    }

    /// What the agent itself sees at `addr`, given that memory says `value`.
    long overlay(int addr, int bytes, long value) {
        long seen = value;
        for (Op entry : entries) {
            if (entry.kind() == Op.Kind.STORE && overlaps(entry, addr, bytes)) {
                for (int b = 0; b < entry.bytes(); b++) {
                    int offset = entry.addr() + b - addr;
                    if (offset >= 0 && offset < bytes) {
                        int shift = offset * 8;
                        seen = (seen & ~((long) MASK << shift)) | ((entry.value() >>> (8 * b)) & MASK) << shift;
                    }
                }
            }
        }
        return seen;
    }

    long hash() {
        long hash = entries.length;
        for (Op entry : entries) {
            hash = Digest.mix(Digest.mix(hash, entry.addr()), entry.value());
        }
        return hash;
    }
}
