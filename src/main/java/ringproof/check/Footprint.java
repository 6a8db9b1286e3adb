package ringproof.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The plain accesses of one agent that another agent's step could still be simultaneous with: those since its last step.
///
/// Plain accesses are not scheduling points. That is sound if no two agents touch the same bytes at once, at least one writing, with at
/// least one of the accesses plain; and in any program that breaks this rule there is an execution in which one agent has just done
/// its access, standing before its next step, while the other does its own. So it is enough to compare each access with the
/// footprints of the others.
final class Footprint {
    private long[] from = new long[8];
    private long[] to = new long[8];
    private boolean[] write = new boolean[8];
    private int[] sequence = new int[8];
    /// The lock that was released since, or null: who takes it next comes after the access.
    private @Nullable CheckedLock[] released = new CheckedLock[8];
    private int count;

    void clear() {
        count = 0;
    }

    /// Remembers a plain access; `storeSequence` is the number of the agent's next buffered store.
    void add(long addr, int bytes, boolean isWrite, int storeSequence) {
        if (count > 0 && to[count - 1] == addr && write[count - 1] == isWrite && sequence[count - 1] == storeSequence
                && released[count - 1] == null) {
            to[count - 1] = addr + bytes;
            return;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
            write = Arrays.copyOf(write, 2 * count);
            sequence = Arrays.copyOf(sequence, 2 * count);
            released = Arrays.copyOf(released, 2 * count);
        }
        from[count] = addr;
        to[count] = addr + bytes;
        write[count] = isWrite;
        sequence[count] = storeSequence;
        released[count] = null;
        count++;
    }

    /// A buffered store became visible: what the agent accessed before it can no longer be simultaneous with what follows.
    void forgetBefore(int flushedSequence) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (sequence[i] > flushedSequence) {
                keep(i, kept++);
            }
        }
        count = kept;
    }

    /// The agent released a lock; `flushedSequence` as above, of the buffered unlock.
    void releasedBy(CheckedLock lock, int flushedSequence) {
        for (int i = 0; i < count; i++) {
            if (sequence[i] <= flushedSequence && released[i] == null) {
                released[i] = lock;
            }
        }
    }

    /// Somebody took the lock: what was accessed before its release is over.
    void forgetReleasedBy(CheckedLock lock) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (released[i] != lock) {
                keep(i, kept++);
            }
        }
        count = kept;
    }

    private void keep(int i, int at) {
        from[at] = from[i];
        to[at] = to[i];
        write[at] = write[i];
        sequence[at] = sequence[i];
        released[at] = released[i];
    }

    boolean conflicts(long addr, int bytes, boolean isWrite) {
        for (int i = 0; i < count; i++) {
            if ((isWrite || write[i]) && from[i] < addr + bytes && addr < to[i]) {
                return true;
            }
        }
        return false;
    }

    /// The agents whose accesses may still meet one of these: they must get their turn before the agent's next step.
    int conflicting(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (int i = 0; i < count; i++) {
            agents |= sharing.conflicting(agent, from[i], (int) (to[i] - from[i]), write[i], lockOwners);
        }
        return agents;
    }

    boolean isEmpty() {
        return count == 0;
    }
}
