package ringproof.corpus.chain;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.BlkRequestLayout;

/// cloud-hypervisor 7461143194e1.
public final class UsedLenWrong extends SeededBug {
    public UsedLenWrong() {
        super("cloud-hypervisor 7461143194e1", "2.7.8.2",
                "used.len counts the bytes that the device has read",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            public void stage(int head, long writtenBytes) {
                super.stage(head, writtenBytes + BlkRequestLayout.HEADER_BYTES);
            }
        };
    }
}
