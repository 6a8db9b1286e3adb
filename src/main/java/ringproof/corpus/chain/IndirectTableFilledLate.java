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

/// VIRTIO 2.7.13.
public final class IndirectTableFilledLate extends SeededBug {
    public IndirectTableFilledLate() {
        super("VIRTIO 2.7.13", "2.7.13.3.1",
                "the driver fills the indirect table after it has made the buffer available",
                "split-indirect/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> indirectDriverQueue(Machine machine, QueueLayout layout, Scenario scenario,
            IndirectUse indirect) {
        return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                scenario.ring().disableStyle(), scenario.startIdx(), indirect) {
            // Spent at once, so it is no part of the digest.
            private int unfilled;

            @Override
            protected void writeTable(int head, Chain chain) {
                unfilled = head;
            }

            @Override
            public Added add(Chain chain, Request token) {
                Added added = super.add(chain, token);
                if (added == Added.YES) {
                    super.writeTable(unfilled, chain);
                }
                return added;
            }
        };
    }
}
