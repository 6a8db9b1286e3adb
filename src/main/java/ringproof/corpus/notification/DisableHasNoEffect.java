package ringproof.corpus.notification;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK cd9012c3f8d3, there on the packed ring.
public final class DisableHasNoEffect extends SeededBug {
    public DisableHasNoEffect() {
        super("DPDK cd9012c3f8d3, there on the packed ring", "2.7.7.1",
                "the driver does not tell the device that callbacks are off",
                "split-flags/toggle-v1/stays/H/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            public void disableCallback() {
                // Forgotten.
            }
        };
    }
}
