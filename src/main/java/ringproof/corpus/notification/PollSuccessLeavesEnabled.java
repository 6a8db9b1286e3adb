package ringproof.corpus.notification;

import org.jspecify.annotations.Nullable;
import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 1448c133e193.
public final class PollSuccessLeavesEnabled extends SeededBug {
    public PollSuccessLeavesEnabled() {
        super("QEMU 1448c133e193", "2.7.7.1",
                "after a poll that found something notifications are left on",
                "split-flags/toggle-v1/stays/HH/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            public @Nullable Request takeUsed() {
                Request request = super.takeUsed();
                if (request != null) {
                    int ignored = enableCallbackPrepare();
                }
                return request;
            }
        };
    }
}
