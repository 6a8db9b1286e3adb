package ringproof.corpus.chain;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// VIRTIO 2.7.9.
public final class InOrderDescriptorsAtRandom extends SeededBug {
    public InOrderDescriptorsAtRandom() {
        super("VIRTIO 2.7.9", "2.7.9",
                "the driver accepts IN_ORDER and goes on taking the descriptors that were freed last",
                "split-in-order/interrupt/none/LLL/q8i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        FeatureSet unordered = scenario.ring().features().without(Feature.IN_ORDER);
        return new SplitDriverQueue<>(machine, "q0", layout, unordered, scenario.ring().disableStyle(),
                scenario.startIdx());
    }
}
