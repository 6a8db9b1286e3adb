package ringproof.corpus.chain;

import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 16b9e38e7414, there in a vector path.
public final class PieceEndUnchecked extends SeededBug {
    public PieceEndUnchecked() {
        super("DPDK 16b9e38e7414, there in a vector path", "2.7.5.2",
                "only the beginning of a piece must lie in memory");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean isReachable(GuestMemory memory, long addr, long lengthBytes, boolean writable) {
                return super.isReachable(memory, addr, Math.min(lengthBytes, 1), writable);
            }
        });
    }
}
