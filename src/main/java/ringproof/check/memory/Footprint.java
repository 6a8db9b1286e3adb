package ringproof.check.memory;

import java.util.Arrays;
import ringproof.machine.Digest;

/// The plain accesses of one agent that another agent's step could still be simultaneous with: those since its last step. Immutable.
///
/// Plain accesses are not scheduling points. That is sound if no two agents touch the same bytes at once, at least one writing, with at
/// least one of the accesses plain; and in any program that breaks this rule there is an execution in which one agent has just done
/// its access, standing before its next step, while the other does its own. So it is enough to compare each access with the
/// footprints of the others.
///
/// `ahead` of an access is the number of entries that were in the agent's store buffer before it: once one more has become visible, the
/// access can no longer be simultaneous with what follows. `released` is the lock that was released since, plus 1, or 0: who takes it
/// next comes after the access.
public final class Footprint {
    static final Footprint EMPTY = new Footprint(new int[0]);
    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int WRITE = 2;
    private static final int AHEAD = 3;
    private static final int RELEASED = 4;
    private static final int FIELDS = 5;

    private final int[] accesses;

    private Footprint(int[] accesses) {
        this.accesses = accesses;
    }

    boolean isEmpty() {
        return accesses.length == 0;
    }

    Footprint with(int addr, int bytes, boolean write, int ahead) {
        int length = accesses.length;
        int last = length - FIELDS;
        if (length > 0 && accesses[last + TO] == addr && accesses[last + WRITE] == (write ? 1 : 0)
                && accesses[last + AHEAD] == ahead && accesses[last + RELEASED] == 0) {
            int[] longer = accesses.clone();
            longer[last + TO] = addr + bytes;
            return new Footprint(longer);
        }
        int[] more = Arrays.copyOf(accesses, length + FIELDS);
        more[length + FROM] = addr;
        more[length + TO] = addr + bytes;
        more[length + WRITE] = write ? 1 : 0;
        more[length + AHEAD] = ahead;
        return new Footprint(more);
    }

    /// The oldest buffered store or signal became visible.
    Footprint flushed() {
        return isEmpty() ? this : keep(0, true);
    }

    /// The oldest buffered entry, the release of a lock, took effect.
    Footprint releasedBy(int lock) {
        if (isEmpty()) {
            return this;
        }
        int[] changed = accesses.clone();
        for (int i = 0; i < changed.length; i += FIELDS) {
            if (changed[i + AHEAD] == 0 && changed[i + RELEASED] == 0) {
                changed[i + RELEASED] = lock + 1;
            }
            changed[i + AHEAD] = Math.max(0, changed[i + AHEAD] - 1);
        }
        return new Footprint(changed);
    }

    /// Somebody took the lock: what was accessed before its release is over.
    Footprint withoutReleasedBy(int lock) {
        return isEmpty() ? this : keep(lock + 1, false);
    }

    private Footprint keep(int notReleased, boolean flushed) {
        int[] kept = new int[accesses.length];
        int length = 0;
        for (int i = 0; i < accesses.length; i += FIELDS) {
            boolean over = flushed ? accesses[i + AHEAD] == 0 : accesses[i + RELEASED] == notReleased;
            if (!over) {
                System.arraycopy(accesses, i, kept, length, FIELDS);
                if (flushed) {
                    kept[length + AHEAD]--;
                }
                length += FIELDS;
            }
        }
        return length == 0 ? EMPTY : new Footprint(Arrays.copyOf(kept, length));
    }

    boolean conflicts(int addr, int bytes, boolean write) {
        for (int i = 0; i < accesses.length; i += FIELDS) {
            if ((write || accesses[i + WRITE] == 1) && accesses[i + FROM] < addr + bytes && addr < accesses[i + TO]) {
                return true;
            }
        }
        return false;
    }

    /// The agents whose accesses may still meet one of these: they must get their turn before the agent's next step.
    int conflicting(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (int i = 0; i < accesses.length; i += FIELDS) {
            agents |= sharing.conflicting(agent, accesses[i + FROM], accesses[i + TO] - accesses[i + FROM],
                    accesses[i + WRITE] == 1, lockOwners);
        }
        return agents;
    }

    long hash() {
        long hash = 0;
        for (int field : accesses) {
            hash = Digest.mix(hash, field);
        }
        return hash;
    }
}
