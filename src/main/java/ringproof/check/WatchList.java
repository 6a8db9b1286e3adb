package ringproof.check;

import java.util.Arrays;
import ringproof.machine.Digest;

/// The words that an agent has read since it last gave way in a spin loop, with the value that each had when it was read first.
///
/// The loop cannot do anything new before one of them changes, so it need not run before.
final class WatchList {
    private long[] addrs = new long[8];
    private long[] values = new long[8];
    private byte[] sizes = new byte[8];
    private int count;
    /// A word had another value when it was read again: the loop may do something new at once.
    private boolean changedMeanwhile;

    void clear() {
        count = 0;
        changedMeanwhile = false;
    }

    void add(long addr, int bytes, long value) {
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

    /// Whether a word now looks different to `agent`.
    boolean changed(CheckedMemory memory, Agent agent) {
        if (changedMeanwhile) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (memory.view(agent, addrs[i], sizes[i]) != values[i]) {
                return true;
            }
        }
        return false;
    }

    /// The agents that may change a word.
    int writers(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (int i = 0; i < count; i++) {
            agents |= sharing.conflicting(agent, addrs[i], sizes[i], false, lockOwners);
        }
        return agents;
    }

    boolean contains(long addr, int bytes) {
        for (int i = 0; i < count; i++) {
            if (addrs[i] < addr + bytes && addr < addrs[i] + sizes[i]) {
                return true;
            }
        }
        return false;
    }

    long hash() {
        long hash = changedMeanwhile ? -count : count;
        for (int i = 0; i < count; i++) {
            hash = Digest.mix(Digest.mix(hash, addrs[i]), values[i]);
        }
        return hash;
    }
}
