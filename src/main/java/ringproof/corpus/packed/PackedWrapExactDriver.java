package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Linux virtio_ring 1acfe2c12258.
public final class PackedWrapExactDriver extends SeededBug {
    public PackedWrapExactDriver() {
        super("Linux virtio_ring 1acfe2c12258", "2.8.1",
                "the driver does not turn its wrap counter when a list fills the ring exactly",
                "packed-flags/interrupt/none/LL/q3i0");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                return slotCount == layout.size() ? position : super.behind(position, slotCount);
            }
        };
    }
}
