package ringproof.corpus.chain;

import ringproof.machine.Machine;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK b7aabd7a87ce.
public final class DescriptorOffByOne extends SeededBug {
    public DescriptorOffByOne() {
        super("DPDK b7aabd7a87ce", "2.7.5",
                "the number of a descriptor may be that of the one behind the last");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean isIndex(int descriptor, long count) {
                return descriptor <= count;
            }
        });
    }
}
