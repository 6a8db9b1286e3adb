package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// DPDK 6252ab8cd100.
public final class QueueResetTooEarly extends SeededBug {
    public QueueResetTooEarly() {
        super("DPDK 6252ab8cd100", "2.6.1.1",
                "the device says that a queue is reset before it has let go of it",
                "split-flags/interrupt/none/L/q8i0/reset-queue");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            @Override
            public void resetQueue(int queue) {
                // It lets go when the queue is enabled again.
            }
        };
    }
}
