package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU a83ceea8ffa5.
public final class TwoDescriptorsNeverCompleted extends SeededBug {
    public TwoDescriptorsNeverCompleted() {
        super("QEMU a83ceea8ffa5", "2.7.4",
                "a request of two descriptors is taken and never completed",
                "split-flags/interrupt/none/FL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public Taken take(Chain into) {
                Taken taken = super.take(into);
                while (taken == Taken.BUFFER && into.count() == 2) {
                    taken = super.take(into);
                }
                return taken;
            }
        };
    }
}
