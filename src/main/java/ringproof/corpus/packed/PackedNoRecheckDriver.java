package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 8f66bc4ac3c0, on the packed ring.
public final class PackedNoRecheckDriver extends SeededBug {
    public PackedNoRecheckDriver() {
        super("DPDK 8f66bc4ac3c0, on the packed ring", "2.8.22",
                "the driver does not look at the next descriptor again after asking for notifications",
                "packed-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            public boolean poll(int position) {
                return false;
            }
        };
    }
}
