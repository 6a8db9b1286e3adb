package ringproof.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;

/// The FIFO store buffer of one agent: stores, and the unlocks and signals that must not overtake them.
///
/// Under SC the agent's next load empties it first, so nobody can tell that it is there.
final class StoreBuffer {
    private static final int MASK = 0xFF;

    private long[] addrs = new long[8];
    private long[] values = new long[8];
    private byte[] sizes = new byte[8];
    /// A lock to release or an event to raise instead of a store; the value is then the lock's digest.
    private @Nullable Delayed[] delayed = new Delayed[8];
    private int head;
    private int tail;
    private int firstSequence;

    /// Something other than a store that takes effect when it leaves the buffer.
    interface Delayed {
        void takeEffect(long value);

        /// What stands for it among the words that agents share.
        long addr();
    }

    boolean isEmpty() {
        return head == tail;
    }

    private int entryCount() {
        return tail - head;
    }

    /// Number of the next entry to be added.
    int nextSequence() {
        return firstSequence + entryCount();
    }

    void addStore(long addr, int bytes, long value) {
        add(addr, bytes, value, null);
    }

    void addDelayed(Delayed effect, long value) {
        add(effect.addr(), 1, value, effect);
    }

    private void add(long addr, int bytes, long value, @Nullable Delayed effect) {
        if (tail == addrs.length) {
            compact();
        }
        addrs[tail] = addr;
        sizes[tail] = (byte) bytes;
        values[tail] = value;
        delayed[tail] = effect;
        tail++;
    }

    private void compact() {
        int count = tail - head;
        int capacity = count > addrs.length / 2 ? 2 * addrs.length : addrs.length;
        addrs = Arrays.copyOf(Arrays.copyOfRange(addrs, head, tail), capacity);
        values = Arrays.copyOf(Arrays.copyOfRange(values, head, tail), capacity);
        sizes = Arrays.copyOf(Arrays.copyOfRange(sizes, head, tail), capacity);
        delayed = Arrays.copyOf(Arrays.copyOfRange(delayed, head, tail), capacity);
        head = 0;
        tail = count;
    }

    /// Makes the oldest entry visible.
    void flushOne(CheckedMemory memory, Footprint footprint) {
        Delayed effect = delayed[head];
        if (effect == null) {
            memory.put(addrs[head], sizes[head], values[head]);
            footprint.forgetBefore(firstSequence);
        } else {
            effect.takeEffect(values[head]);
            if (effect instanceof CheckedLock lock) {
                footprint.releasedBy(lock, firstSequence);
            } else {
                footprint.forgetBefore(firstSequence);
            }
        }
        head++;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
        firstSequence++;
    }

    /// The agents that may conflict with some entry.
    int conflicting(Sharing sharing, int agent, int[] lockOwners) {
        int agents = 0;
        for (int i = head; i < tail; i++) {
            agents |= sharing.conflicting(agent, addrs[i], sizes[i], true, lockOwners);
        }
        return agents;
    }

    /// Whether an entry matters to the next step of `other`, or to the order of its buffered stores.
    boolean isNoticedBy(Agent other) {
        for (int i = head; i < tail; i++) {
            if (isNoticedBy(other, i)) {
                return true;
            }
        }
        return false;
    }

    /// The same of the oldest entry alone.
    boolean isHeadNoticedBy(Agent other) {
        return isNoticedBy(other, head);
    }

    private boolean isNoticedBy(Agent other, int i) {
        boolean noticed = switch (other.pending) {
            case STEP, LOCK, AWAIT -> overlaps(i, other.stepAddr, other.stepBytes);
            case RELAX -> other.watch.contains(addrs[i], sizes[i]);
            case CHOICE, FINISHED -> false;
        };
        return noticed || (other.buffer != this && other.buffer.overlaps(addrs[i], sizes[i]));
    }

    /// Whether an entry touches the bytes.
    boolean overlaps(long addr, int bytes) {
        for (int i = head; i < tail; i++) {
            if (overlaps(i, addr, bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean overlaps(int entry, long addr, int bytes) {
        return addrs[entry] < addr + bytes && addr < addrs[entry] + sizes[entry];
    }

    /// Whether it holds the release of the lock.
    boolean unlocks(CheckedLock lock) {
        for (int i = head; i < tail; i++) {
            if (delayed[i] == lock) {
                return true;
            }
        }
        return false;
    }

    /// What the agent itself sees at `addr`, given that memory says `value`.
    long overlay(long addr, int bytes, long value) {
        long seen = value;
        for (int i = head; i < tail; i++) {
            if (delayed[i] == null && overlaps(i, addr, bytes)) {
                for (int b = 0; b < sizes[i]; b++) {
                    long offset = addrs[i] + b - addr;
                    if (offset >= 0 && offset < bytes) {
                        int shift = (int) offset * 8;
                        seen = (seen & ~((long) MASK << shift)) | ((values[i] >>> (8 * b)) & MASK) << shift;
                    }
                }
            }
        }
        return seen;
    }

    /// The oldest entry, in words.
    String describeHead(CheckedMemory memory) {
        Delayed effect = delayed[head];
        return effect != null ? effect.toString() : memory.nameOf(addrs[head]) + " = " + values[head];
    }

    long hash() {
        long hash = entryCount();
        for (int i = head; i < tail; i++) {
            hash = Digest.mix(Digest.mix(hash, addrs[i]), values[i]);
        }
        return hash;
    }
}
