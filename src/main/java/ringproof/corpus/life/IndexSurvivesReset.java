package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 475040b29e3e.
public final class IndexSurvivesReset extends SeededBug {
    public IndexSurvivesReset() {
        super("cloud-hypervisor 475040b29e3e", "2.6.1",
                "after a reset the device goes on in the available ring where it was",
                "split-flags/interrupt/none/L/q8i0/recover");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new Remembering(machine, disk, options);
    }

    private static final class Remembering extends BlkDevice {
        private final Cell taken;

        Remembering(Machine machine, Backend disk, BlkDeviceOptions options) {
            super(machine, disk, options);
            this.taken = machine.newCell("taken");
        }

        @Override
        protected DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet accepted) {
            return new SplitDeviceQueue(seen, port.layout(), accepted, (int) taken.get()) {
                @Override
                public Taken take(Chain into) {
                    Taken found = super.take(into);
                    if (found == Taken.BUFFER) {
                        taken.set(taken.get() + 1);
                    }
                    return found;
                }
            };
        }
    }
}
