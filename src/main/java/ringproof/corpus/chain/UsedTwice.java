package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Digest;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 10f5a72f7086.
public final class UsedTwice extends SeededBug {
    public UsedTwice() {
        super("QEMU 10f5a72f7086", "2.7.8",
                "a buffer is used a second time together with the next",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            private int before = -1;

            @Override
            public void stage(int head, long writtenBytes) {
                super.stage(head, writtenBytes);
                if (before >= 0) {
                    super.stage(before, writtenBytes);
                }
                before = head;
            }

            @Override
            public void digest(Digest digest) {
                super.digest(digest);
                digest.add(before);
            }
        };
    }
}
