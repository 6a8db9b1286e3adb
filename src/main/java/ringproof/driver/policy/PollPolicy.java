package ringproof.driver.policy;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// A queue that is only ever polled: notifications are off for good. Linux: a VQ_TYPE_POLL virtqueue, since 2022; NVMe before it.
///
/// Suppression is advice, so a notification may come all the same; it is harmless, since whoever completes holds the queue's lock.
final class PollPolicy implements CompletionPolicy {
    private boolean disabled;

    @Override
    public boolean polls() {
        return true;
    }

    /// Nobody would be woken.
    @Override
    public boolean polls(boolean hipri) {
        return true;
    }

    /// Off from the first request on; nothing can have been used before it.
    @Override
    public boolean beforeAdd(boolean hipri, DriverQueue<?> queue) {
        if (!disabled) {
            disabled = true;
            queue.disableCallback();
        }
        return true;
    }

    @Override
    public void added(boolean hipri, DriverQueue<?> queue) {
        // Every request is treated alike.
    }

    @Override
    public void drainBegins(DriverQueue<?> queue) {
        // They are off.
    }

    @Override
    public void taken(boolean hipri) {
        // Every request is treated alike.
    }

    @Override
    public boolean drainEnds(DriverQueue<?> queue) {
        return true;
    }

    @Override
    public void restarted() {
        disabled = false;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(disabled);
    }
}
