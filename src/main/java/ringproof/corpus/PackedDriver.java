package ringproof.corpus;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.PackedDriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;

/// The driver's side of a scenario's packed ring, as it is, for a bug to change something of.
public abstract class PackedDriver extends PackedDriverQueue<Request> {
    protected PackedDriver(Machine machine, QueueLayout layout, Scenario scenario) {
        super(machine, "q0", layout, scenario.ring().features(), scenario.ring().disableStyle(),
                scenario.startPosition(), null);
    }
}
