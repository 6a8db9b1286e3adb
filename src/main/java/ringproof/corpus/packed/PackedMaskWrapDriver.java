package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// DPDK 8d2c1260aff4.
public final class PackedMaskWrapDriver extends SeededBug {
    public PackedMaskWrapDriver() {
        super("DPDK 8d2c1260aff4", "2.8.1",
                "the driver's index overflows and is masked although the size is no power of two",
                "packed-event/interrupt/none/LL/q7i2");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                int slot = PackedPosition.slot(position) + slotCount;
                return slot < layout.size() ? position + slotCount
                        : (slot & layout.size() - 1) | (~position & PackedLayout.WRAP);
            }
        };
    }
}
