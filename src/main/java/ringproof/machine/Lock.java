package ringproof.machine;

/// Mutual exclusion. Taking it is a full barrier, releasing it only a release. Not reentrant.
///
/// Linux: spin_lock_irqsave, so nothing that waits may be called while holding it.
public interface Lock {
    void lock();

    void unlock();
}
