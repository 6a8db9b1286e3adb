package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// cloud-hypervisor e5dbf5242e25.
public final class PausedTwice extends SeededBug {
    public PausedTwice() {
        super("cloud-hypervisor e5dbf5242e25", "3.4",
                "a device that is paused already is paused once more, and waits for itself",
                "split-flags/interrupt/none/L/q8i0/suspend");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            private final Event notPaused = machine.newEvent("not paused");

            @Override
            public void suspend() {
                super.suspend();
                notPaused.await();
            }

            @Override
            public void resume() {
                notPaused.signal();
                super.resume();
            }
        };
    }
}
