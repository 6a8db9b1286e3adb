package ringproof.corpus.driver;

import org.jspecify.annotations.Nullable;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.Kick;

/// asterinas c875201c3f38.
public final class InterruptTakesHeldLock extends SeededBug {
    public InterruptTakesHeldLock() {
        super("asterinas c875201c3f38", "-",
                "a lock is taken in task and in interrupt context, and an interrupt arrives while it is held",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
            int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        SameProcessor processor = new SameProcessor(listener);
        HardwareQueue hardwareQueue = new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick,
                processor);
        processor.interrupts = hardwareQueue;
        return hardwareQueue;
    }

    /// While a request completes under the lock, the handler runs on the same processor.
    private static final class SameProcessor implements CompletionListener {
        private final CompletionListener next;
        private @Nullable HardwareQueue interrupts;

        SameProcessor(CompletionListener next) {
            this.next = next;
        }

        @Override
        public void completed(Request request, Outcome outcome) {
            next.completed(request, outcome);
            if (interrupts != null) {
                boolean ignored = interrupts.interrupt();
            }
        }
    }
}
