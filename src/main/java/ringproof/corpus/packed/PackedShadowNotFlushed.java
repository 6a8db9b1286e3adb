package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Digest;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// DPDK c7de6f9be567.
public final class PackedShadowNotFlushed extends SeededBug {
    public PackedShadowNotFlushed() {
        super("DPDK c7de6f9be567", "2.8.9",
                "the device publishes used descriptors by twos, and the last one never",
                "packed-event/interrupt/none/L/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new HoardingDevice(machine, layout, scenario);
    }

    /// Keeps back what it has staged until there are two.
    private static final class HoardingDevice extends PackedDevice {
        private int stagedCount;

        HoardingDevice(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario);
        }

        @Override
        public void stage(int head, long writtenBytes) {
            super.stage(head, writtenBytes);
            stagedCount++;
        }

        @Override
        public void publish() {
            if (stagedCount % 2 == 0) {
                super.publish();
            }
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(stagedCount % 2);
        }
    }
}
