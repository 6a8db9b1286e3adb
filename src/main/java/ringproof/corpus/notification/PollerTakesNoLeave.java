package ringproof.corpus.notification;

import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.Kick;

/// QEMU 5bdbaebcce18, there on the device's side.
public final class PollerTakesNoLeave extends SeededBug {
    public PollerTakesNoLeave() {
        super("QEMU 5bdbaebcce18, there on the device's side", "2.7.7.1",
                "a poller stops for a while and leaves notifications off",
                "split-flags/toggle/yields/H/q16i7");
    }

    @Override
    protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
            int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener) {
            @Override
            public void pollEnd() {
                // Forgotten.
            }
        };
    }
}
