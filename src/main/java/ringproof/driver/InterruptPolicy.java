package ringproof.driver;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// Notifications are on whenever the handler does not run. Linux: virtblk_done since 2011.
final class InterruptPolicy implements CompletionPolicy {
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
        queue.disableCallback();
    }

    @Override
    public void taken(boolean hipri) {
        // Every request is treated alike.
    }

    @Override
    public boolean drainEnds(DriverQueue<?> queue) {
        return queue.enableCallback();
    }

    @Override
    public void digest(Digest digest) {
        // No state.
    }
}
