package ringproof.corpus.notification;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Unikraft bef00e36333d.
public final class FlagOrForAnd extends SeededBug {
    public FlagOrForAnd() {
        super("Unikraft bef00e36333d", "2.7.13.4",
                "the driver tests the device's flag with | instead of &",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            protected boolean deviceWantsKick(int newIdx, int oldIdx) {
                return false;
            }
        };
    }
}
