package ringproof.corpus;

import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;

/// The device's side of a scenario's split ring, as it is, for a bug to change something of.
public abstract class SplitDevice extends SplitDeviceQueue {
    protected SplitDevice(Machine machine, QueueLayout layout, Scenario scenario) {
        super(machine, layout, scenario.ring().features(), scenario.startIdx());
    }
}
