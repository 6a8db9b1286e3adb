package ringproof.corpus.driver;

import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.Kick;

/// Linux virtio_blk 944e7c87967c.
public final class NoCommitRqs extends SeededBug {
    public NoCommitRqs() {
        super("Linux virtio_blk 944e7c87967c", "2.7.13.4",
                "nobody notifies the device of a batch whose last request is missing",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
            int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener) {
            @Override
            public Queued queueRq(Request request, boolean last) {
                return super.queueRq(request, false);
            }
        };
    }
}
