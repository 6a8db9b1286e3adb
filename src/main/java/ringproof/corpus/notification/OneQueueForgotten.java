package ringproof.corpus.notification;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 485e3ce88e8a.
public final class OneQueueForgotten extends SeededBug {
    public OneQueueForgotten() {
        super("QEMU 485e3ce88e8a", "2.7.10",
                "a thread that serves several queues asks for the notifications of all but one",
                "split-flags/poll-queues/stays/HL/q16i7/one-thread");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public boolean enableNotification() {
                return true;
            }
        };
    }
}
