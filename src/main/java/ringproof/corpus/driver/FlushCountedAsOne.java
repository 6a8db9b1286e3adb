package ringproof.corpus.driver;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// asterinas 5f6520d99cd7.
public final class FlushCountedAsOne extends SeededBug {
    public FlushCountedAsOne() {
        super("asterinas 5f6520d99cd7", "2.7.5",
                "a FLUSH takes two descriptors and is counted as one",
                "split-flags/interrupt/none/LF/q4i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            protected int neededCount(int pieceCount) {
                return pieceCount == 2 ? 1 : super.neededCount(pieceCount);
            }
        };
    }
}
