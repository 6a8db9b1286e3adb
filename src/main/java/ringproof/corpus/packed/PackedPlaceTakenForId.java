package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 2d91b28730a9.
public final class PackedPlaceTakenForId extends SeededBug {
    public PackedPlaceTakenForId() {
        super("DPDK 2d91b28730a9", "2.8.6",
                "the driver finds a used buffer by its place in the ring, not by its id",
                "packed-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            protected int usedId(int position) {
                return PackedPosition.slot(position);
            }
        };
    }
}
