package ringproof.corpus.eventidx;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 77de7c781cb6.
public final class EnableKickNoAvailEvent extends SeededBug {
    public EnableKickNoAvailEvent() {
        super("DPDK 77de7c781cb6", "2.7.10",
                "the device asks for notifications again without moving avail_event",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected void writeAvailEvent(int idx) {
                // Forgotten.
            }
        };
    }
}
