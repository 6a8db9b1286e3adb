package ringproof.corpus.barrier;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// cloud-hypervisor 3957d1ee272c, mended by 6329219749e6.
public final class StaleUsedEvent extends SeededBug {
    public StaleUsedEvent() {
        super("cloud-hypervisor 3957d1ee272c, mended by 6329219749e6", "2.7.7.2",
                "the device reads used_event before it publishes the used index",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            // Spent before the next checkpoint, so it is no part of the digest.
            private int early;

            @Override
            public void publish() {
                early = super.readUsedEvent();
                super.publish();
            }

            @Override
            protected int readUsedEvent() {
                return early;
            }
        };
    }
}
