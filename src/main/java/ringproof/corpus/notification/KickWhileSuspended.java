package ringproof.corpus.notification;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// cloud-hypervisor 3e3008f3657c.
public final class KickWhileSuspended extends SeededBug {
    public KickWhileSuspended() {
        super("cloud-hypervisor 3e3008f3657c", "3.4",
                "a kick that comes before the device has gone on is swallowed",
                "split-flags/interrupt/none/L/q8i0/suspend");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new Dozing(machine, disk, options);
    }

    private static final class Dozing extends BlkDevice {
        private final Cell dozes;

        Dozing(Machine machine, Backend disk, BlkDeviceOptions options) {
            super(machine, disk, options);
            this.dozes = machine.newCell("dozes");
        }

        @Override
        public void suspend() {
            dozes.set(1);
            super.suspend();
        }

        @Override
        public void resume() {
            super.resume();
            dozes.set(0);
        }

        @Override
        public void notified(int queue, int next) {
            if (dozes.get() == 0) {
                super.notified(queue, next);
            }
        }
    }
}
