package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 92045d80badc, on the packed ring.
public final class PackedNoRecheck extends SeededBug {
    public PackedNoRecheck() {
        super("QEMU 92045d80badc, on the packed ring", "2.8.10",
                "the device does not look at the next descriptor again after asking for notifications",
                "packed-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            @Override
            public boolean enableNotification() {
                boolean ignored = super.enableNotification();
                return true;
            }
        };
    }
}
