package ringproof.corpus;

import ringproof.machine.Machine;
import ringproof.queue.PackedDeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;

/// The device's side of a scenario's packed ring, as it is, for a bug to change something of.
public abstract class PackedDevice extends PackedDeviceQueue {
    protected PackedDevice(Machine machine, QueueLayout layout, Scenario scenario) {
        super(machine, layout, scenario.ring().features(), scenario.startPosition());
    }
}
