package ringproof.corpus.notification;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 8f66bc4ac3c0, in general form.
public final class NoRecheckAfterEnableCallback extends SeededBug {
    public NoRecheckAfterEnableCallback() {
        super("DPDK 8f66bc4ac3c0, in general form", "2.7.14",
                "the driver does not look at the used index again after asking for notifications",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            public boolean poll(int position) {
                return false;
            }
        };
    }
}
