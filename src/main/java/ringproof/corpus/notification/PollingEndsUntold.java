package ringproof.corpus.notification;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 5bdbaebcce18.
public final class PollingEndsUntold extends SeededBug {
    public PollingEndsUntold() {
        super("QEMU 5bdbaebcce18", "2.7.10",
                "the device stops polling and sleeps with notifications off",
                "split-flags/interrupt/none/L/q16i7/device-polls");
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
