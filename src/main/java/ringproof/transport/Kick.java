package ringproof.transport;

import ringproof.machine.Event;

/// Sends available buffer notifications of one queue to the device. Spec 2.3, 2.9. Linux: vq->notify. Thread-safe.
public interface Kick {
    /// Notifies. `next`: what [ringproof.queue.DriverQueue#notificationData()] said under the queue's lock; without [#carriesNext()] it is
    /// ignored. Two notifications may arrive in either order, or as one.
    void send(int next);

    /// Whether NOTIFICATION_DATA was accepted.
    boolean carriesNext();

    /// Notifications that go straight to `line`.
    static Kick to(Event line) {
        return new Kick() {
            @Override
            public void send(int next) {
                line.signal();
            }

            @Override
            public boolean carriesNext() {
                return false;
            }
        };
    }
}
