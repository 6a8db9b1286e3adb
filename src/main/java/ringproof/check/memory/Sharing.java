package ringproof.check.memory;

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
public final class Sharing {
    private static final int WORD_SHIFT = 1;
    /// Longer ranges are looked up by stretch, which takes some of their neighbours for part of them.
    private static final int LONGEST_BY_WORD = 16;
    private static final int STRETCH_SHIFT = 6;
    private static final int MAX_AGENTS = 32;

    /// By word of two bytes, and for long ranges by stretch of 64.
    private final Table words;
    private final Table stretches;
    private volatile boolean broken;

    /// Who accesses the pieces of one size.
    private static final class Table {
        final int shift;
        final int[] readers;
        final int[] writers;
        /// The locks held at every read, and at every write.
        final int[] readLocks;
        final int[] writeLocks;
        /// By agent: the locks that it holds at all its accesses; -1 where it has none.
        final int[][] locksOfAgent = new int[MAX_AGENTS][];
        /// Pieces that a decision was based on.
        final boolean[] reliedOn;

        Table(int sizeBytes, int shift) {
            this.shift = shift;
            int count = (sizeBytes >> shift) + 1;
            readers = new int[count];
            writers = new int[count];
            readLocks = none(count);
            writeLocks = none(count);
            for (int agent = 0; agent < MAX_AGENTS; agent++) {
                locksOfAgent[agent] = none(count);
            }
            reliedOn = new boolean[count];
        }

        /// Whether the access changes something that was relied on.
        boolean access(int agent, int heldLocks, int addr, int bytes, boolean write) {
            int[] masks = write ? writers : readers;
            int[] locks = write ? writeLocks : readLocks;
            boolean wrong = false;
            for (int i = addr >> shift; i <= (addr + bytes - 1) >> shift; i++) {
                boolean changed = (masks[i] >> agent & 1) == 0 || (locks[i] & ~heldLocks) != 0
                        || (locksOfAgent[agent][i] & ~heldLocks) != 0;
                if (changed) {
                    masks[i] |= 1 << agent;
                    locks[i] &= heldLocks;
                    locksOfAgent[agent][i] &= heldLocks;
                    // Either we see that it was relied on, or whoever relies on it sees the change.
                    VarHandle.fullFence();
                    wrong |= reliedOn[i];
                }
            }
            return wrong;
        }

        void rely(int i) {
            if (!reliedOn[i]) {
                reliedOn[i] = true;
                VarHandle.fullFence();
            }
        }

        int locksOf(int agent, int from, int to) {
            int all = -1;
            for (int i = from >> shift; i <= (to - 1) >> shift; i++) {
                rely(i);
                all &= locksOfAgent[agent][i];
            }
            return all;
        }

        int conflicting(int agent, int addr, int bytes, boolean write, int[] lockOwners) {
            int agents = 0;
            for (int i = addr >> shift; i <= (addr + bytes - 1) >> shift; i++) {
                agents |= conflicting(agent, i, write, lockOwners);
            }
            return agents;
        }

        private int conflicting(int agent, int i, boolean write, int[] lockOwners) {
            rely(i);
            int others = (write ? writers[i] | readers[i] : writers[i]) & ~(1 << agent);
            if (others == 0) {
                return 0;
            }
            int locks = write ? writeLocks[i] & readLocks[i] : writeLocks[i];
            for (int rest = locks; rest != 0; rest &= rest - 1) {
                int lock = Integer.numberOfTrailingZeros(rest);
                if (lock < lockOwners.length && lockOwners[lock] >= 0) {
                    return lockOwners[lock] == agent ? 0 : 1 << lockOwners[lock];
                }
            }
            return others;
        }

        List<int[]> masks() {
            List<int[]> all = new ArrayList<>(List.of(readers, writers, readLocks, writeLocks));
            all.addAll(List.of(locksOfAgent));
            return all;
        }
    }

    public Sharing(int sizeBytes) {
        words = new Table(sizeBytes, WORD_SHIFT);
        stretches = new Table(sizeBytes, STRETCH_SHIFT);
    }

    private static int[] none(int length) {
        int[] masks = new int[length];
        Arrays.fill(masks, -1);
        return masks;
    }

    /// Records an access. Called by one thread at a time.
    public void access(int agent, int heldLocks, int addr, int bytes, boolean write) {
        boolean wrong = words.access(agent, heldLocks, addr, bytes, write);
        wrong |= stretches.access(agent, heldLocks, addr, bytes, write);
        broken |= wrong;
    }

    /// The locks that the agent always holds when it accesses the word, as far as is known; -1: it never does. Relied on from now on.
    int locksOf(int agent, int addr) {
        return words.locksOf(agent, addr, addr + 1);
    }

    /// The same for the bytes from `from` to `to`, or some around them.
    int locksOf(int agent, int from, int to) {
        return stretches.locksOf(agent, from, to);
    }

    /// The agents that may be the next to access some of the bytes in conflict with such an access of `agent`, as far as is known;
    /// relied on from now on. Where all such accesses are made under a lock that is held, only its holder can come next.
    int conflicting(int agent, int addr, int bytes, boolean write, int[] lockOwners) {
        return (bytes > LONGEST_BY_WORD ? stretches : words).conflicting(agent, addr, bytes, write, lockOwners);
    }

    /// All that was learned, for a checkpoint.
    public int[] save() {
        IntStream.Builder all = IntStream.builder();
        for (int[] masks : masks()) {
            Arrays.stream(masks).forEach(all::add);
        }
        return all.build().toArray();
    }

    /// Takes over what was learned in another run; false if it is that of a program of another size.
    public boolean restore(int[] saved) {
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
        List<int[]> all = words.masks();
        all.addAll(stretches.masks());
        return all;
    }

    /// Whether something that was relied on turned out wrong.
    public boolean isBroken() {
        return broken;
    }

    /// Before the search starts again.
    public void startAgain() {
        broken = false;
        Arrays.fill(words.reliedOn, false);
        Arrays.fill(stretches.reliedOn, false);
    }
}
