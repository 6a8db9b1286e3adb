package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 5c3a69879e0b, there in the device.
public final class PackedAdvanceTooFar extends SeededBug {
    public PackedAdvanceTooFar() {
        super("DPDK 5c3a69879e0b, there in the device", "2.8.6",
                "the driver goes on by one descriptor too many",
                "packed-event/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                return super.behind(position, slotCount + 1);
            }
        };
    }
}
