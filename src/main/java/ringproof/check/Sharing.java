package ringproof.check;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which agents access which words, locks and events, as learned so far: agents that share nothing need not be interleaved.
///
/// When an agent turns out to access a word after it was relied on that it does not, what was explored is worth nothing, and the search
/// starts again with what it has learned. At the end nothing was assumed that did not hold in every execution explored, and then it
/// holds in all: the first step that broke it would have been explored, because nothing before it was left out wrongly.
///
/// Accesses are recorded by one thread at a time; any thread may ask meanwhile.
final class Sharing {
    private static final int GRANULE_SHIFT = 1;
    private static final int STRETCH_SHIFT = 6;
    private static final int MAX_AGENTS = 32;

    private final int[] readers;
    private final int[] writers;
    /// The locks held at every read, and at every write.
    private final int[] readLocks;
    private final int[] writeLocks;
    /// By agent: the locks that it holds at all its accesses, to a word and to a stretch of 64 bytes; -1 where it has none.
    private final int[][] locksOfAgent = new int[MAX_AGENTS][];
    private final int[][] stretchLocksOfAgent = new int[MAX_AGENTS][];
    /// Words and stretches that a decision was based on.
    private final boolean[] reliedOn;
    private final boolean[] stretchReliedOn;
    private volatile boolean broken;

    Sharing(int sizeBytes) {
        int granules = (sizeBytes >> GRANULE_SHIFT) + 1;
        int stretches = (sizeBytes >> STRETCH_SHIFT) + 1;
        readers = new int[granules];
        writers = new int[granules];
        readLocks = none(granules);
        writeLocks = none(granules);
        for (int agent = 0; agent < MAX_AGENTS; agent++) {
            locksOfAgent[agent] = none(granules);
            stretchLocksOfAgent[agent] = none(stretches);
        }
        reliedOn = new boolean[granules];
        stretchReliedOn = new boolean[stretches];
    }

    private static int[] none(int length) {
        int[] masks = new int[length];
        Arrays.fill(masks, -1);
        return masks;
    }

    /// Records an access.
    void access(int agent, int heldLocks, int addr, int bytes, boolean write) {
        int[] masks = write ? writers : readers;
        int[] locks = write ? writeLocks : readLocks;
        for (int i = addr >> GRANULE_SHIFT; i <= (addr + bytes - 1) >> GRANULE_SHIFT; i++) {
            boolean changed = (masks[i] >> agent & 1) == 0 || (locks[i] & ~heldLocks) != 0
                    || (locksOfAgent[agent][i] & ~heldLocks) != 0;
            masks[i] |= 1 << agent;
            locks[i] &= heldLocks;
            locksOfAgent[agent][i] &= heldLocks;
            noteChange(changed, reliedOn, i);
        }
        for (int i = addr >> STRETCH_SHIFT; i <= (addr + bytes - 1) >> STRETCH_SHIFT; i++) {
            boolean changed = (stretchLocksOfAgent[agent][i] & ~heldLocks) != 0;
            stretchLocksOfAgent[agent][i] &= heldLocks;
            noteChange(changed, stretchReliedOn, i);
        }
    }

    private void noteChange(boolean changed, boolean[] relied, int i) {
        if (changed) {
            // Either we see that it was relied on, or whoever relies on it sees the change.
            VarHandle.fullFence();
            broken |= relied[i];
        }
    }

    private static void rely(boolean[] relied, int i) {
        if (!relied[i]) {
            relied[i] = true;
            VarHandle.fullFence();
        }
    }

    /// The locks that the agent always holds when it accesses the word, as far as is known; -1: it never does. Relied on from now on.
    int locksOf(int agent, int addr) {
        int granule = addr >> GRANULE_SHIFT;
        rely(reliedOn, granule);
        return locksOfAgent[agent][granule];
    }

    /// The same for the bytes from `from` to `to`.
    int locksOf(int agent, int from, int to) {
        int all = -1;
        for (int i = from >> STRETCH_SHIFT; i <= (to - 1) >> STRETCH_SHIFT; i++) {
            rely(stretchReliedOn, i);
            all &= stretchLocksOfAgent[agent][i];
        }
        return all;
    }

    /// The agents that may be the next to access some of the bytes in conflict with such an access of `agent`, as far as is known;
    /// relied on from now on. Where all such accesses are made under a lock that is held, only its holder can come next.
    int conflicting(int agent, int addr, int bytes, boolean write, int[] lockOwners) {
        int agents = 0;
        for (int i = addr >> GRANULE_SHIFT; i <= (addr + bytes - 1) >> GRANULE_SHIFT; i++) {
            agents |= conflicting(agent, i, write, lockOwners);
        }
        return agents;
    }

    private int conflicting(int agent, int granule, boolean write, int[] lockOwners) {
        rely(reliedOn, granule);
        int others = (write ? writers[granule] | readers[granule] : writers[granule]) & ~(1 << agent);
        if (others == 0) {
            return 0;
        }
        int locks = write ? writeLocks[granule] & readLocks[granule] : writeLocks[granule];
        for (int rest = locks; rest != 0; rest &= rest - 1) {
            int lock = Integer.numberOfTrailingZeros(rest);
            if (lock < lockOwners.length && lockOwners[lock] >= 0) {
                return lockOwners[lock] == agent ? 0 : 1 << lockOwners[lock];
            }
        }
        return others;
    }

    /// All that was learned, for a checkpoint.
    int[] save() {
        IntStream.Builder all = IntStream.builder();
        for (int[] masks : masks()) {
            Arrays.stream(masks).forEach(all::add);
        }
        return all.build().toArray();
    }

    /// Takes over what was learned in another run; false if it is that of a program of another size.
    boolean restore(int[] saved) {
        int at = 0;
        for (int[] masks : masks()) {
            if (at + masks.length > saved.length) {
                return false;
            }
            System.arraycopy(saved, at, masks, 0, masks.length);
            at += masks.length;
        }
        return at == saved.length;
    }

    private List<int[]> masks() {
        List<int[]> all = new ArrayList<>(List.of(readers, writers, readLocks, writeLocks));
        all.addAll(List.of(locksOfAgent));
        all.addAll(List.of(stretchLocksOfAgent));
        return all;
    }

    /// Whether something that was relied on turned out wrong.
    boolean isBroken() {
        return broken;
    }

    /// Before the search starts again.
    void startAgain() {
        broken = false;
        Arrays.fill(reliedOn, false);
        Arrays.fill(stretchReliedOn, false);
    }
}
