package ringproof.corpus.eventidx;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Firecracker 70157ae134ea, there after a restore.
public final class AvailEventAhead extends SeededBug {
    public AvailEventAhead() {
        super("Firecracker 70157ae134ea, there after a restore", "2.7.10",
                "avail_event is ahead of what the driver has made available, so it does not kick",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected void writeAvailEvent(int idx) {
                super.writeAvailEvent(EventIdx.advance(idx, 1));
            }
        };
    }
}
