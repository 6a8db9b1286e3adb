package ringproof.corpus.eventidx;

import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// rust-vmm vhost 043d0d8fa203.
public final class FeatureNotPropagated extends SeededBug {
    public FeatureNotPropagated() {
        super("rust-vmm vhost 043d0d8fa203", "2.2",
                "the part of the device that suppresses kicks does not know that EVENT_IDX was negotiated",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        FeatureSet without = scenario.ring().features().without(Feature.EVENT_IDX);
        return new SplitDeviceQueue(machine, layout, without, scenario.startIdx());
    }
}
