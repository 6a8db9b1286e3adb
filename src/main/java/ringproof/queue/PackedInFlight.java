package ringproof.queue;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;

/// The buffers that a packed queue's driver has made available and not got back, by buffer id; and the ids that are free.
///
/// Spec 2.8, 2.8.21.1. Linux: struct vring_desc_state_packed. An id names a buffer, not a place in the ring: buffers may come back in any
/// order, and the ring is filled in its own. Nothing here can be written by the device. Not thread-safe.
///
/// - I1 each id is either free or has a token
/// - I2 with IN_ORDER, the ids that have a token are in the queue, in the order in which they were made available
///
/// @param <T> what identifies a request to the caller
final class PackedInFlight<T extends Digestible> implements Digestible {
    private final int size;
    private final @Nullable Object[] tokens;
    private final int[] slotCounts;
    private final long[] writableBytes;
    /// A stack: what was freed last is taken first.
    private final int[] freeIds;
    private int freeIdCount;

    /// A queue of ids, only with IN_ORDER.
    private final int[] order;
    private int oldestAt;
    private int count;

    PackedInFlight(int size, boolean inOrder) {
        this.size = size;
        this.tokens = new Object[size];
        this.slotCounts = new int[size];
        this.writableBytes = new long[size];
        this.freeIds = new int[size];
        this.order = new int[inOrder ? size : 0];
        for (int i = 0; i < size; i++) {
            freeIds[i] = size - 1 - i;
        }
        this.freeIdCount = size;
    }

    /// The id that the next buffer gets.
    int nextId() {
        return freeIds[freeIdCount - 1];
    }

    /// Puts a buffer of so many descriptors of the ring under [#nextId()].
    void add(T token, int slotCount, long bytes) {
        int id = freeIds[--freeIdCount];
        tokens[id] = token;
        slotCounts[id] = slotCount;
        writableBytes[id] = bytes;
        if (order.length != 0) {
            order[(oldestAt + count) % size] = id;
        }
        count++;
    }

    /// The rule that a device breaks which returns this id with this length, or null.
    @Nullable
    Breakage fault(int id, long usedLengthBytes) {
        if (id >= size) {
            return Breakage.USED_ID_OUT_OF_RANGE;
        }
        if (tokens[id] == null) {
            return Breakage.USED_ID_NOT_IN_FLIGHT;
        }
        return usedLengthBytes > writableBytes[id] ? Breakage.USED_LENGTH_TOO_LARGE : null;
    }

    /// The buffer that was made available first, with IN_ORDER.
    int oldestId() {
        return order[oldestAt];
    }

    /// Descriptors of the ring that the buffer takes.
    int slotCount(int id) {
        return slotCounts[id];
    }

    /// Descriptors of all buffers from the oldest to this one, with IN_ORDER.
    int slotCountThrough(int id) {
        int at = oldestAt;
        int slots = slotCounts[order[at]];
        while (order[at] != id) {
            at = (at + 1) % size;
            slots += slotCounts[order[at]];
        }
        return slots;
    }

    long writableBytes(int id) {
        return writableBytes[id];
    }

    /// Frees the id and returns the buffer's token. With IN_ORDER it must be the oldest.
    @SuppressWarnings("unchecked") // add() is the only writer of tokens
    T remove(int id) {
        if (order.length != 0) {
            oldestAt = (oldestAt + 1) % size;
        }
        count--;
        freeIds[freeIdCount++] = id;
        T token = (T) Objects.requireNonNull(tokens[id]);
        tokens[id] = null;
        return token;
    }

    /// Shows every token.
    @SuppressWarnings("unchecked") // add() is the only writer of tokens
    void forEach(Consumer<? super T> action) {
        for (Object token : tokens) {
            if (token != null) {
                action.accept((T) token);
            }
        }
    }

    @Override
    public void digest(Digest digest) {
        for (int i = 0; i < freeIdCount; i++) {
            digest.add(freeIds[i]);
        }
        for (int id = 0; id < size; id++) {
            if (tokens[id] instanceof Digestible token) {
                digest.add(id).add(slotCounts[id]).add(writableBytes[id]).add(token);
            }
        }
        for (int i = 0; i < count && order.length != 0; i++) {
            digest.add(order[(oldestAt + i) % size]);
        }
    }
}
