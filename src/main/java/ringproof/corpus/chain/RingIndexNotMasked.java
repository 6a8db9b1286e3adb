package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 38e640038798.
public final class RingIndexNotMasked extends SeededBug {
    public RingIndexNotMasked() {
        super("DPDK 38e640038798", "2.7.6",
                "the available index is not masked, so the device looks behind the ring after the first lap",
                "split-flags/interrupt/none/LL/q16i15");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected int slot(int idx) {
                return idx;
            }
        };
    }
}
