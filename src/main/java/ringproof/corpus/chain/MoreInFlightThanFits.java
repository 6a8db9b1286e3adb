package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU afd9096eb188, openvmm 7a9ddc425288.
public final class MoreInFlightThanFits extends SeededBug {
    public MoreInFlightThanFits() {
        super("QEMU afd9096eb188, openvmm 7a9ddc425288", "2.7.13.3.1",
                "the driver may make more buffers available than the queue has descriptors");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected boolean isPossible(int bufferCount) {
                return true;
            }
        };
    }
}
