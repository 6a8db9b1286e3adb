package ringproof.corpus.chain;

import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// crosvm c2b694fb311a.
public final class EmptyPieceRejected extends SeededBug {
    public EmptyPieceRejected() {
        super("crosvm c2b694fb311a", "2.7.4",
                "an empty piece breaks the queue although its address means nothing");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean isReachable(GuestMemory memory, long addr, long lengthBytes, boolean writable) {
                return lengthBytes != 0 && super.isReachable(memory, addr, lengthBytes, writable);
            }
        });
    }
}
