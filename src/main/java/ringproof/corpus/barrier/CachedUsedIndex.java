package ringproof.corpus.barrier;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK b81026f1e718.
public final class CachedUsedIndex extends SeededBug {
    public CachedUsedIndex() {
        super("DPDK b81026f1e718", "2.7.14",
                "the load of the used index is hoisted out of the loop that waits for it to change",
                "split-flags/toggle/stays/H/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            private boolean looked;

            @Override
            public boolean moreUsed() {
                if (looked) {
                    return false;
                }
                looked = true;
                return super.moreUsed();
            }
        };
    }
}
