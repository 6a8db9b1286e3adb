package ringproof.corpus.eventidx;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// QEMU 6793dfd1b6a9.
public final class KeepSignalledAcrossReset extends SeededBug {
    public KeepSignalledAcrossReset() {
        super("QEMU 6793dfd1b6a9", "2.7.7.2",
                "after a reset of the queue the device compares with what it signalled before",
                "split-eventnow/interrupt/none/LL/q8i0/reset-queue");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new Remembering(machine, disk, options);
    }

    private static final class Remembering extends BlkDevice {
        private final Cell signalled;

        Remembering(Machine machine, Backend disk, BlkDeviceOptions options) {
            super(machine, disk, options);
            this.signalled = machine.newCell("signalled");
        }

        @Override
        protected DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet accepted) {
            return new SplitDeviceQueue(seen, port.layout(), accepted, 0) {
                @Override
                protected boolean driverWantsNotification(int newIdx, int oldIdx) {
                    int since = (int) signalled.get();
                    signalled.set(newIdx);
                    return EventIdx.needsEvent(readUsedEvent(), newIdx, since);
                }
            };
        }
    }
}
