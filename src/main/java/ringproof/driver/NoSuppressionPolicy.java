package ringproof.driver;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// Notifications are never switched off. With EVENT_IDX each buffer taken asks for a notification of the next.
final class NoSuppressionPolicy implements CompletionPolicy {
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
        // Stays on.
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
    public void digest(Digest digest) {
        // No state.
    }
}
