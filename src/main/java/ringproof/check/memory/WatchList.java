package ringproof.check.memory;

import java.util.Arrays;
import ringproof.machine.Digest;

/// The words that an agent has read since it last gave way in a spin loop, with the value that each had when it was read first.
///
/// The loop cannot do anything new before one of them changes, so it need not run before.
public final class WatchList {
    private int[] addrs = new int[8];
    private long[] values = new long[8];
    private byte[] sizes = new byte[8];
    private int count;
    /// A word had another value when it was read again: the loop may do something new at once.
    private boolean changedMeanwhile;

    public void clear() {
        count = 0;
        changedMeanwhile = false;
    }

    public void add(int addr, int bytes, long value) {
        for (int i = 0; i < count; i++) {
            if (addrs[i] == addr && sizes[i] == bytes) {
                changedMeanwhile |= values[i] != value;
                return;
            }
        }
        if (count == addrs.length) {
            addrs = Arrays.copyOf(addrs, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        addrs[count] = addr;
        values[count] = value;
        sizes[count] = (byte) bytes;
        count++;
    }

    public WatchList copy() {
        WatchList copy = new WatchList();
        copy.addrs = Arrays.copyOf(addrs, Math.max(1, count));
        copy.values = Arrays.copyOf(values, Math.max(1, count));
        copy.sizes = Arrays.copyOf(sizes, Math.max(1, count));
        copy.count = count;
        copy.changedMeanwhile = changedMeanwhile;
        return copy;
    }

    /// Whether the loop may do something new whatever the others do: it has seen a change, or has read nothing at all.
    boolean needsNoChange() {
        return changedMeanwhile || count == 0;
    }

    int size() {
        return count;
    }

    int addr(int i) {
        return addrs[i];
    }

    int bytes(int i) {
        return sizes[i];
    }

    long value(int i) {
        return values[i];
    }

    /// The agents that may change a word.
    int writers(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (int i = 0; i < count; i++) {
            agents |= sharing.conflicting(agent, addrs[i], sizes[i], false, lockOwners);
        }
        return agents;
    }

    boolean contains(int addr, int bytes) {
        for (int i = 0; i < count; i++) {
            if (addrs[i] < addr + bytes && addr < addrs[i] + sizes[i]) {
                return true;
            }
        }
        return false;
    }

    public long hash() {
        long hash = changedMeanwhile ? -count : count;
        for (int i = 0; i < count; i++) {
            hash = Digest.mix(Digest.mix(hash, addrs[i]), values[i]);
        }
        return hash;
    }
}
