package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// VIRTIO 2.7.8.
public final class UsedBeforeExecuted extends SeededBug {
    public UsedBeforeExecuted() {
        super("VIRTIO 2.7.8", "2.7.8",
                "the device returns a buffer before it has executed the request",
                "split-flags/interrupt/none/LW/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public Taken take(Chain into) {
                Taken taken = super.take(into);
                if (taken == Taken.BUFFER) {
                    super.stage(headId(), into.writableBytes());
                    super.publish();
                }
                return taken;
            }

            @Override
            public void stage(int head, long writtenBytes) {
                // Long done.
            }
        };
    }
}
