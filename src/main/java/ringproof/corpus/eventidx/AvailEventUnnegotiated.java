package ringproof.corpus.eventidx;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.SplitLayout;

/// kvmtool b7af514c7ca3.
public final class AvailEventUnnegotiated extends SeededBug {
    public AvailEventUnnegotiated() {
        super("kvmtool b7af514c7ca3", "2.7.10",
                "the device writes avail_event although EVENT_IDX was not negotiated: the memory there is somebody else's",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public boolean enableNotification() {
                machine.memory().set16Opaque(layout.deviceArea() + SplitLayout.availEventOffset(layout.size()), 1);
                return super.enableNotification();
            }
        };
    }
}
