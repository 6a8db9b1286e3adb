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

/// QEMU 7423192912af.
public final class IndirectEmptyAccepted extends SeededBug {
    public IndirectEmptyAccepted() {
        super("QEMU 7423192912af", "2.7.5.3",
                "an indirect table of no descriptors is walked");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected @Nullable Breakage tableFault(GuestMemory memory, long addr, long lengthBytes) {
                return lengthBytes == 0 ? null : super.tableFault(memory, addr, lengthBytes);
            }
        });
    }
}
