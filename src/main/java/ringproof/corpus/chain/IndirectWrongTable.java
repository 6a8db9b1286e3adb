package ringproof.corpus.chain;

import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 1ae2757c6c45, there in the loop of the device.
public final class IndirectWrongTable extends SeededBug {
    public IndirectWrongTable() {
        super("QEMU 1ae2757c6c45, there in the loop of the device", "2.7.5.3",
                "the driver fills the indirect table of another buffer",
                "split-indirect/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> indirectDriverQueue(Machine machine, QueueLayout layout, Scenario scenario,
            IndirectUse indirect) {
        return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                scenario.ring().disableStyle(), scenario.startIdx(), indirect) {
            @Override
            protected void writeTable(int head, Chain chain) {
                super.writeTable(head == 0 ? 1 : 0, chain);
            }
        };
    }
}
