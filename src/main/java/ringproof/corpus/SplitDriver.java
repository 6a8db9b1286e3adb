package ringproof.corpus;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.suite.Scenario;

/// The driver's side of a scenario's split ring, as it is, for a bug to change something of.
public abstract class SplitDriver extends SplitDriverQueue<Request> {
    protected SplitDriver(Machine machine, QueueLayout layout, Scenario scenario) {
        super(machine, "q0", layout, scenario.ring().features(), scenario.ring().disableStyle(), scenario.startIdx());
    }
}
