package ringproof.corpus.spec;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// VIRTIO 2.7.14: its own example. See [Listing].
public final class SpecListingSecondMended extends SeededBug {
    public SpecListingSecondMended() {
        super("VIRTIO 2.7.14: its own example", "2.7.14",
                "with the second one turned round, it takes what was used and then an element that was not",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new Listing(machine, layout, scenario, false, true);
    }
}
