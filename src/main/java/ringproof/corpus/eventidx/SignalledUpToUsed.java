package ringproof.corpus.eventidx;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// crosvm 078ef31b7a8c.
public final class SignalledUpToUsed extends SeededBug {
    public SignalledUpToUsed() {
        super("crosvm 078ef31b7a8c", "2.7.7.2",
                "when the device goes on, it takes the used index as it is for the one that it has signalled",
                "split-eventnow/interrupt/none/L/q8i0/suspend");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new Restored(machine, disk, options);
    }

    private static final class Restored extends BlkDevice {
        private final Cell restored;

        Restored(Machine machine, Backend disk, BlkDeviceOptions options) {
            super(machine, disk, options);
            this.restored = machine.newCell("restored");
        }

        @Override
        public void resume() {
            restored.set(1);
            super.resume();
        }

        @Override
        protected DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet accepted) {
            return new SplitDeviceQueue(seen, port.layout(), accepted, 0) {
                @Override
                protected boolean driverWantsNotification(int newIdx, int oldIdx) {
                    boolean first = restored.get() != 0;
                    restored.set(0);
                    return super.driverWantsNotification(newIdx, first ? newIdx : oldIdx);
                }
            };
        }
    }
}
