package ringproof.check.memory;

import java.util.Arrays;

/// All that has been stored to one word under the weak memory model and can still be read, in the order of coherence. Immutable.
///
/// @param addr of the word
@SuppressWarnings("ArrayRecordComponent") // never compared
public record History(int addr, int bytes, Message[] messages) {
    /// Distance between timestamps, so that stores find room between others.
    private static final long GAP = 1L << 40;

    /// What a message came from.
    enum By {
        STORE, VOLATILE_STORE,
        /// Nothing can come between it and its predecessor.
        EXCHANGE;

        static By of(Op op) {
            return op.isExchange() ? EXCHANGE : op.isVolatile() ? VOLATILE_STORE : STORE;
        }
    }

    /// One store.
    ///
    /// @param timestamp place in the order of coherence
    /// @param released  what whoever reads it with acquire order has then seen
    /// @param volatiles what all volatile stores up to it have released: who reads a volatile store with volatile order, has seen it all
    /// @param writer    agent that stored it, or -1
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(long timestamp, long value, long[] released, long[] volatiles, int writer, By by) {
        boolean isVolatile() {
            return by == By.VOLATILE_STORE;
        }

        Message behind(long[] volatileStore) {
            return volatileStore.length == 0 ? this
                    : new Message(timestamp, value, released, View.join(volatiles, volatileStore), writer, by);
        }
    }

    static History initial(int addr, int bytes, long value) {
        return new History(addr, bytes, new Message[]{new Message(0, value, View.NOTHING, View.NOTHING, -1, By.STORE)});
    }

    Message newest() {
        return messages[messages.length - 1];
    }

    /// Index of the oldest message that somebody who has come to `timestamp` may read.
    int firstFrom(long timestamp) {
        int i = messages.length - 1;
        while (i > 0 && messages[i - 1].timestamp >= timestamp) {
            i--;
        }
        return i;
    }

    /// That message.
    Message oldestFrom(long timestamp) {
        return messages[firstFrom(timestamp)];
    }

    /// Whether a store may be placed directly after message `i`.
    boolean hasRoomAfter(int i) {
        return i == messages.length - 1 || messages[i + 1].by != By.EXCHANGE;
    }

    /// The timestamp of a store placed directly after message `i`.
    long timestampAfter(int i) {
        long before = messages[i].timestamp;
        if (i == messages.length - 1) {
            return before + GAP;
        }
        long between = (before + messages[i + 1].timestamp) >>> 1;
        if (between == before) {
            throw new IllegalStateException("more than 40 stores were placed between the same two");
        }
        return between;
    }

    /// With one more store, directly after message `after`.
    History with(int after, Message message) {
        Message[] more = new Message[messages.length + 1];
        System.arraycopy(messages, 0, more, 0, after + 1);
        more[after + 1] = message.behind(messages[after].volatiles);
        System.arraycopy(messages, after + 1, more, after + 2, messages.length - after - 1);
        for (int i = after + 1; message.isVolatile() && i < more.length; i++) {
            more[i] = more[i].behind(message.released);
        }
        return new History(addr, bytes, more);
    }

    /// Without what is older than everybody has come.
    History without(int oldest) {
        return oldest == 0 ? this : new History(addr, bytes, Arrays.copyOfRange(messages, oldest, messages.length));
    }

    /// How many of the messages are as old as `timestamp` or older: the same for views that allow the same.
    int rank(long timestamp) {
        int rank = 0;
        while (rank < messages.length && messages[rank].timestamp <= timestamp) {
            rank++;
        }
        return rank;
    }

    boolean overlaps(int otherAddr, int otherBytes) {
        return addr < otherAddr + otherBytes && otherAddr < addr + bytes;
    }
}
