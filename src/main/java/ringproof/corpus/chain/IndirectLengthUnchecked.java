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

/// QEMU c8eac1cfa1e9.
public final class IndirectLengthUnchecked extends SeededBug {
    public IndirectLengthUnchecked() {
        super("QEMU c8eac1cfa1e9", "2.7.5.3",
                "an indirect table may be longer than memory");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected @Nullable Breakage tableFault(GuestMemory memory, long addr, long lengthBytes) {
                return lengthBytes == 0 ? Breakage.INDIRECT_TABLE_EMPTY : null;
            }
        });
    }
}
