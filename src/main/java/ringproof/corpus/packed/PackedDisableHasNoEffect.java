package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// DPDK cd9012c3f8d3.
public final class PackedDisableHasNoEffect extends SeededBug {
    public PackedDisableHasNoEffect() {
        super("DPDK cd9012c3f8d3", "2.8.10",
                "the driver does not tell the device that callbacks are off",
                "packed-flags/toggle-v1/stays/H/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            @Override
            protected void writeSuppression(int event, int position) {
                if (event != PackedLayout.EVENT_DISABLE) {
                    super.writeSuppression(event, position);
                }
            }
        };
    }
}
