package ringproof.check;

import java.util.Arrays;

/// Which agents access which words, locks and events, as learned so far in a search: agents that share nothing need not be interleaved.
///
/// When an agent turns out to access a word after it was relied on that it does not, what was explored is worth nothing, and the search
/// starts again with what it has learned. At the end nothing was
/// assumed that did not hold in every execution explored, and then it holds in all: the first step that broke it would have been
/// explored, because nothing before it was left out wrongly.
final class Sharing {
    private static final int GRANULE_SHIFT = 1;

    private int[] readers = new int[1024];
    private int[] writers = new int[1024];
    /// The locks held at every read, and at every write.
    private int[] readLocks = allLocks(1024);
    private int[] writeLocks = allLocks(1024);
    /// Words whose masks a decision was based on.
    private boolean[] reliedOn = new boolean[1024];
    private boolean broken;

    /// Records an access.
    void access(Agent agent, long addr, int bytes, boolean write) {
        int last = (int) ((addr + bytes - 1) >> GRANULE_SHIFT);
        if (last >= readers.length) {
            grow(last);
        }
        int mask = 1 << agent.index;
        for (int granule = (int) (addr >> GRANULE_SHIFT); granule <= last; granule++) {
            int[] masks = write ? writers : readers;
            int[] locks = write ? writeLocks : readLocks;
            if ((masks[granule] & mask) == 0 || (locks[granule] & ~agent.heldLocks) != 0) {
                masks[granule] |= mask;
                locks[granule] &= agent.heldLocks;
                broken |= reliedOn[granule];
            }
        }
    }

    /// The agents that may be the next to access some of the bytes in conflict with such an access of `agent`, as far as is known;
    /// relied on from now on. Where all such accesses are made under a lock that is held, only its holder can come next.
    int conflicting(int agent, long addr, int bytes, boolean write, int[] lockOwners) {
        int last = (int) ((addr + bytes - 1) >> GRANULE_SHIFT);
        if (last >= readers.length) {
            grow(last);
        }
        int agents = 0;
        for (int granule = (int) (addr >> GRANULE_SHIFT); granule <= last; granule++) {
            agents |= conflicting(agent, granule, write, lockOwners);
        }
        return agents;
    }

    private int conflicting(int agent, int granule, boolean write, int[] lockOwners) {
        reliedOn[granule] = true;
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

    private static int[] allLocks(int length) {
        int[] masks = new int[length];
        Arrays.fill(masks, -1);
        return masks;
    }

    private void grow(int granule) {
        int length = Math.max(2 * readers.length, granule + 1);
        readers = Arrays.copyOf(readers, length);
        writers = Arrays.copyOf(writers, length);
        int known = readLocks.length;
        readLocks = Arrays.copyOf(readLocks, length);
        writeLocks = Arrays.copyOf(writeLocks, length);
        Arrays.fill(readLocks, known, length, -1);
        Arrays.fill(writeLocks, known, length, -1);
        reliedOn = Arrays.copyOf(reliedOn, length);
    }

    /// Whether something that was relied on turned out wrong.
    boolean isBroken() {
        return broken;
    }

    /// Before the search starts again.
    void startAgain() {
        broken = false;
        Arrays.fill(reliedOn, false);
    }
}
