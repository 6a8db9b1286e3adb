package ringproof.transport;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.queue.QueueLayout;

/// The registers of one queue. Spec 2.6.1, 4.1.4.3: queue_size to queue_device, queue_enable, queue_reset, queue_msix_vector.
///
/// Not thread-safe: the transport's lock guards them.
final class QueueRegister implements Digestible {
    /// Null: not enabled.
    private @Nullable QueueLayout layout;
    /// Whether used buffer notifications have a vector. Without one the device may not send any (4.1.5.1.2).
    private boolean notified;
    /// A reset of this queue is under way: queue_reset reads 1.
    private boolean resetting;
    /// The queue was reset since the device was, so it may be enabled while the others run.
    private boolean wasReset;

    @Nullable
    QueueLayout layout() {
        return layout;
    }

    boolean isNotified() {
        return notified;
    }

    boolean isEnabled() {
        return layout != null;
    }

    boolean isResetting() {
        return resetting;
    }

    boolean wasReset() {
        return wasReset;
    }

    void enable(QueueLayout at, boolean withNotifications) {
        layout = at;
        notified = withNotifications;
        wasReset = false;
    }

    void beginReset() {
        resetting = true;
    }

    /// queue_reset and queue_enable read 0.
    void endReset() {
        layout = null;
        resetting = false;
        wasReset = true;
    }

    /// The whole device was reset, and no reset of this queue is under way.
    void clear() {
        layout = null;
        notified = false;
        wasReset = false;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(notified).add(resetting).add(wasReset);
        if (layout == null) {
            digest.add(0);
        } else {
            digest.add(layout.size()).add(layout.descriptorArea()).add(layout.driverArea()).add(layout.deviceArea());
        }
    }
}
