package ringproof.corpus.notification;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 92045d80badc, in general form.
public final class NoRecheckAfterEnableNotification extends SeededBug {
    public NoRecheckAfterEnableNotification() {
        super("QEMU 92045d80badc, in general form", "2.7.10",
                "the device does not look at the available index again after asking for notifications",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public boolean enableNotification() {
                boolean ignored = super.enableNotification();
                return true;
            }
        };
    }
}
