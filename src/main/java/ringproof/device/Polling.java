package ringproof.device;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;

/// How long a device's thread that has run out of work polls its queues, before it turns notifications on and sleeps.
///
/// QEMU: the poll-max-ns, poll-grow and poll-shrink of an iothread. Not thread-safe: one for each thread. The digest is all that its answers
/// depend on.
public interface Polling extends Digestible {
    /// Sleeps at once.
    Polling NEVER = new Polling() {
        @Override
        public boolean isOff() {
            return true;
        }

        @Override
        public boolean goesOn() {
            return false;
        }

        @Override
        public void foundWork() {
            // Nothing to learn from.
        }

        @Override
        public void digest(Digest digest) {
            // Nothing is remembered.
        }
    };

    /// Whether it never polls, so that only queues that were kicked need be looked at.
    default boolean isOff() {
        return false;
    }

    /// Nothing was found: whether to look again. False: sleep.
    boolean goesOn();

    /// There is work again, whether it was found by polling or by being woken.
    void foundWork();
}
