package ringproof.check.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Fence;
import ringproof.machine.Order;

/// One request of an agent to its machine, with its operands.
///
/// @param addr  where in memory; for a lock or event, what stands for it among the words
/// @param bytes how many, for memory; the number of the lock or event; the alternatives of a choice
/// @param value stored or added; the digest of what an unlocked lock guards
/// @param data  what a bulk write writes
/// @param text  what the environment chooses, or what is wrong
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
public record Op(Kind kind, int addr, int bytes, long value, long expected, Order order, @Nullable Fence fence,
        @Nullable Barrier barrier, byte @Nullable [] data, @Nullable String text) {

    public enum Kind {
        LOAD, STORE,
        /// Atomic read-modify-write: stores `value` if the word is `expected`.
        COMPARE_AND_SET,
        /// Atomic read-modify-write: adds `value`.
        ADD, FENCE, LOCK, UNLOCK, AWAIT, SIGNAL,
        /// Spins until something that it has read changes.
        RELAX,
        /// The environment decides.
        CHOICE, PLAIN_READ, PLAIN_WRITE,
        /// Changes a variable of the specification.
        GHOST_SET, GHOST_ADD,
        /// A property of the program itself does not hold; `text` says which.
        FAIL,
        /// The agent threw; `text` says what.
        THROW, FINISHED
    }

    public static Op load(int addr, int bytes, Order order, @Nullable Barrier barrier) {
        return new Op(Kind.LOAD, addr, bytes, 0, 0, order, null, barrier, null, null);
    }

    public static Op store(int addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        return new Op(Kind.STORE, addr, bytes, value, 0, order, null, barrier, null, null);
    }

    public static Op compareAndSet(int addr, int bytes, long expected, long value, Order order,
            @Nullable Barrier barrier) {
        return new Op(Kind.COMPARE_AND_SET, addr, bytes, value, expected, order, null, barrier, null, null);
    }

    public static Op add(int addr, int bytes, long delta) {
        return new Op(Kind.ADD, addr, bytes, delta, 0, Order.VOLATILE, null, null, null, null);
    }

    public static Op fence(Fence fence, @Nullable Barrier barrier) {
        return new Op(Kind.FENCE, 0, 0, 0, 0, Order.PLAIN, fence, barrier, null, null);
    }

    public static Op plainRead(int addr, int bytes) {
        return new Op(Kind.PLAIN_READ, addr, bytes, 0, 0, Order.PLAIN, null, null, null, null);
    }

    public static Op plainWrite(int addr, byte[] data) {
        return new Op(Kind.PLAIN_WRITE, addr, data.length, 0, 0, Order.PLAIN, null, null, data, null);
    }

    public static Op plainWrite(int addr, int bytes, long value) {
        return new Op(Kind.PLAIN_WRITE, addr, bytes, value, 0, Order.PLAIN, null, null, null, null);
    }

    /// A request about a lock or an event.
    public static Op of(Kind kind, int addr, int number, long value) {
        return new Op(kind, addr, number, value, 0, Order.PLAIN, null, null, null, null);
    }

    public static Op ghost(Kind kind, int addr, long value) {
        return new Op(kind, addr, Long.BYTES, value, 0, Order.PLAIN, null, null, null, null);
    }

    public static Op choice(String what, int alternatives) {
        return new Op(Kind.CHOICE, 0, alternatives, 0, 0, Order.PLAIN, null, null, null, what);
    }

    public static Op said(Kind kind, String text) {
        return new Op(kind, 0, 0, 0, 0, Order.PLAIN, null, null, null, text);
    }

    public static Op simple(Kind kind) {
        return new Op(kind, 0, 0, 0, 0, Order.PLAIN, null, null, null, null);
    }

    public boolean isExchange() {
        return kind == Kind.COMPARE_AND_SET || kind == Kind.ADD;
    }

    /// An exchange that is a full barrier, as all are whose barrier was not dropped.
    boolean isFullExchange() {
        return isExchange() && order == Order.VOLATILE;
    }

    /// Whether it has a place among all volatile accesses, and is no full fence.
    boolean isVolatile() {
        return order == Order.VOLATILE && !isExchange();
    }

    /// What an atomic read-modify-write leaves in a word that holds `old`.
    public long exchanged(long old) {
        long now = kind == Kind.ADD ? old + value : old == expected ? value : old;
        return bytes == Long.BYTES ? now : now & ((1L << (8 * bytes)) - 1);
    }

    /// Whether under a weak memory model its order among all full fences and volatile accesses matters.
    public boolean fences() {
        return (kind == Kind.FENCE && fence == Fence.FULL) || order == Order.VOLATILE;
    }

    /// Number of the lock or event.
    public int number() {
        return bytes;
    }

    /// Whether other agents may notice it in memory, a lock or an event, or it may notice them.
    public boolean isShared() {
        return switch (kind) {
            case LOAD, STORE, COMPARE_AND_SET, ADD, LOCK, UNLOCK, AWAIT, SIGNAL, PLAIN_READ, PLAIN_WRITE -> true;
            case FENCE, RELAX, CHOICE, GHOST_SET, GHOST_ADD, FAIL, THROW, FINISHED -> false;
        };
    }

    /// Bytes of memory touched from [#addr] on.
    public int extent() {
        return switch (kind) {
            case LOCK, UNLOCK, AWAIT, SIGNAL -> 1;
            default -> bytes;
        };
    }

    public boolean writes() {
        return kind != Kind.LOAD && kind != Kind.PLAIN_READ;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Op(Kind k, int a, int b, long v, long e, Order o, Fence f, Barrier r, byte[] d, String t)
                && kind == k && addr == a && bytes == b && value == v && expected == e && order == o && fence == f
                && barrier == r && Arrays.equals(data, d) && java.util.Objects.equals(text, t);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + addr) + Long.hashCode(value);
    }
}
