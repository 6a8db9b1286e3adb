package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 5c3a69879e0b.
public final class PackedAdvanceByOne extends SeededBug {
    public PackedAdvanceByOne() {
        super("DPDK 5c3a69879e0b", "2.8.6",
                "the device goes on by one descriptor, whatever the length of the list",
                "packed-event/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                return super.behind(position, 1);
            }
        };
    }
}
