package ringproof.machine;

/// One shared 64-bit word outside guest memory: for a field that somebody reads or changes without the lock that guards the rest.
///
/// A bare Java field read outside its lock would be invisible to the checker; a cell is not. Initially 0. Thread-safe.
public interface Cell {
    /// Opaque load.
    long get();

    /// Opaque store.
    void set(long value);

    long getAcquire(Barrier barrier);

    void setRelease(long value, Barrier barrier);

    /// Atomically replaces `expected` by `value`; a full barrier whether it succeeds or not.
    boolean compareAndSet(long expected, long value);

    /// The same as the place where a barrier is carried: without it the exchange is only atomic. The barrier is no stronger than full.
    default boolean compareAndSet(long expected, long value, Barrier barrier) {
        return compareAndSet(expected, value);
    }

    /// Atomically adds and returns the value before; a full barrier.
    long getAndAdd(long delta);
}
