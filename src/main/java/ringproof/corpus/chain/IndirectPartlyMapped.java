package ringproof.corpus.chain;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.Breakage;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK 48006390003b.
public final class IndirectPartlyMapped extends SeededBug {
    public IndirectPartlyMapped() {
        super("DPDK 48006390003b", "2.7.5.3",
                "of an indirect table only the beginning must lie in memory");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected @Nullable Breakage tableFault(GuestMemory memory, long addr, long lengthBytes) {
                Breakage fault = super.tableFault(memory, addr, lengthBytes);
                return fault == Breakage.INDIRECT_TABLE_OUTSIDE_MEMORY ? super.tableFault(memory, addr, 16) : fault;
            }
        });
    }
}
