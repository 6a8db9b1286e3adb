package ringproof.driver.policy;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// Never polls. Notifications are off at most while the handler runs. Linux: virtblk_done since 2011.
///
/// If they stay on even then, each buffer taken with EVENT_IDX asks for a notification of the next.
final class InterruptPolicy implements CompletionPolicy {
    private final boolean suppressesWhileDraining;

    InterruptPolicy(boolean suppressesWhileDraining) {
        this.suppressesWhileDraining = suppressesWhileDraining;
    }

    @Override
    public boolean polls() {
        return false;
    }

    @Override
    public boolean beforeAdd(boolean hipri, DriverQueue<?> queue) {
        return true;
    }

    @Override
    public void added(boolean hipri, DriverQueue<?> queue) {
        // Every request is treated alike.
    }

    @Override
    public void drainBegins(DriverQueue<?> queue) {
        if (suppressesWhileDraining) {
            queue.disableCallback();
        }
    }

    @Override
    public void taken(boolean hipri) {
        // Every request is treated alike.
    }

    @Override
    public boolean drainEnds(DriverQueue<?> queue) {
        return !suppressesWhileDraining || queue.enableCallback();
    }

    @Override
    public void digest(Digest digest) {
        // No state.
    }
}
