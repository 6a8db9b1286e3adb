package ringproof.queue;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;

/// The driver's buffers in flight: their tokens and descriptors, and which of them a used element returns.
///
/// Spec 2.7.8, 2.7.9. Linux: virtqueue_get_buf_ctx_split.
///
/// With IN_ORDER one used element may stand for a batch: that of its last buffer, where the element of the first would be. The others are
/// taken to be written completely.
///
/// - I1 a head is in flight exactly when its token is set
/// - I2 batchLeft <= count, and what is left of a batch was checked with its element
///
/// Not thread-safe.
final class SplitInFlight<T extends Digestible> implements Digestible {
    private final int size;
    private final boolean inOrder;
    private final SplitDescriptors descriptors;
    /// By head.
    private final @Nullable Object[] tokens;
    private int count;

    /// What the element accepted last stands for: so many buffers not taken yet; the last one's head and length.
    private int batchLeft;
    private int batchLastHead;
    private long batchLastBytes;

    SplitInFlight(int size, boolean inOrder, SplitDescriptors descriptors) {
        this.size = size;
        this.inOrder = inOrder;
        this.descriptors = descriptors;
        this.tokens = new Object[size];
    }

    void add(int head, T token) {
        tokens[head] = token;
        count++;
    }

    /// Number of buffers.
    int count() {
        return count;
    }

    /// Whether an element was accepted of which a buffer is yet to be taken.
    boolean hasBatch() {
        return batchLeft > 0;
    }

    /// Accepts a used element, or returns the rule that it breaks. `usedCount`: entries that the device says it has used, this one included.
    @Nullable
    Breakage accept(int head, long lengthBytes, int usedCount) {
        if (head < 0 || head >= size) {
            return Breakage.USED_ID_OUT_OF_RANGE;
        }
        if (tokens[head] == null) {
            return Breakage.USED_ID_NOT_IN_FLIGHT;
        }
        if (lengthBytes > descriptors.writableBytes(head)) {
            return Breakage.USED_LENGTH_TOO_LARGE;
        }
        int batch = inOrder ? batchUpTo(head, usedCount) : 1;
        if (batch > usedCount) {
            return Breakage.USED_OUT_OF_ORDER;
        }
        batchLeft = batch;
        batchLastHead = head;
        batchLastBytes = lengthBytes;
        return null;
    }

    /// Number of buffers from the oldest to the one at `head`; looks no further than `limit`, and then says one more.
    private int batchUpTo(int head, int limit) {
        int at = descriptors.oldestHead();
        int batch = 1;
        while (at != head && batch <= limit) {
            at = descriptors.headAfter(at);
            batch++;
        }
        return batch;
    }

    /// Head of the next buffer of the batch.
    int nextHead() {
        return inOrder ? descriptors.oldestHead() : batchLastHead;
    }

    /// What the device says it has written into the next buffer of the batch.
    long nextWrittenBytes() {
        return batchLeft == 1 ? batchLastBytes : descriptors.writableBytes(nextHead());
    }

    /// Takes the next buffer of the batch: frees its descriptors and returns its token.
    @SuppressWarnings("unchecked") // add() is the only writer of tokens
    T take() {
        int head = nextHead();
        descriptors.free(head);
        batchLeft--;
        count--;
        T token = (T) Objects.requireNonNull(tokens[head]);
        tokens[head] = null;
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
        digest.add(count).add(batchLeft);
        if (batchLeft > 0) {
            digest.add(batchLastHead).add(batchLastBytes);
        }
        digest.add(descriptors);
        for (int head = 0; head < size; head++) {
            if (tokens[head] instanceof Digestible token) {
                digest.add(head).add(token);
                descriptors.digestChain(head, digest);
            }
        }
    }
}
