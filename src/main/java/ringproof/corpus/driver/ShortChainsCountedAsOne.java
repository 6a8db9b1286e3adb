package ringproof.corpus.driver;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 787091b9d5f6.
public final class ShortChainsCountedAsOne extends SeededBug {
    public ShortChainsCountedAsOne() {
        super("DPDK 787091b9d5f6", "2.7.5",
                "with indirect descriptors on every chain is counted as one slot, though this one goes straight into the ring",
                "split-flags/interrupt/none/LL/q4i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            protected int neededCount(int pieceCount) {
                return 1;
            }
        };
    }
}
