package ringproof.corpus.eventidx;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.SplitLayout;

/// the driver's twin of kvmtool b7af514c7ca3.
public final class UsedEventUnnegotiated extends SeededBug {
    public UsedEventUnnegotiated() {
        super("the driver's twin of kvmtool b7af514c7ca3", "2.7.7.1",
                "the driver writes used_event although EVENT_IDX was not negotiated",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            public int enableCallbackPrepare() {
                machine.memory().set16Opaque(layout.driverArea() + SplitLayout.usedEventOffset(layout.size()), 1);
                return super.enableCallbackPrepare();
            }
        };
    }
}
