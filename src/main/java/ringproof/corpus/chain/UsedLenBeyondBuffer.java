package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU, CVE-2024-8612.
public final class UsedLenBeyondBuffer extends SeededBug {
    public UsedLenBeyondBuffer() {
        super("QEMU, CVE-2024-8612", "2.7.8.2",
                "used.len says more than the buffer has room for",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public void stage(int head, long writtenBytes) {
                super.stage(head, 1L << 31);
            }
        };
    }
}
