package ringproof.corpus.spec;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// VIRTIO 2.7.14: its own example. See [Listing].
public final class SpecListing extends SeededBug {
    public SpecListing() {
        super("VIRTIO 2.7.14: its own example", "2.7.14",
                "as printed, the handler leaves as soon as there is a used buffer, without taking it",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new Listing(machine, layout, scenario, false, false);
    }
}
