package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK f46f6551436a, 0403e37a468d.
public final class UsedIdNotHead extends SeededBug {
    public UsedIdNotHead() {
        super("DPDK f46f6551436a, 0403e37a468d", "2.7.8",
                "the device returns the last descriptor of the chain, not its head",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public void stage(int head, long writtenBytes) {
                super.stage(head + 2, writtenBytes);
            }
        };
    }
}
