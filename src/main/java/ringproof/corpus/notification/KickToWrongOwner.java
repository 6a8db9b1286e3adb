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

/// QEMU fcccb271e089.
public final class KickToWrongOwner extends SeededBug {
    public KickToWrongOwner() {
        super("QEMU fcccb271e089", "2.9",
                "the kick goes to who owned the queue before",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
            int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        Kick astray = Kick.to(machine.newEvent("owner before"));
        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, astray, listener);
    }
}
