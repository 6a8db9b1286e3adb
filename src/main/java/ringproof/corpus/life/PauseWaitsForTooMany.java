package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// cloud-hypervisor 5aeb9f55d190.
public final class PauseWaitsForTooMany extends SeededBug {
    public PauseWaitsForTooMany() {
        super("cloud-hypervisor 5aeb9f55d190", "3.4",
                "the barrier of a pause counts a queue that was never activated",
                "split-flags/interrupt/none/L/q8i0/suspend");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            private final Event lastOfAll = machine.newEvent("last of all");

            @Override
            public void suspend() {
                super.suspend();
                lastOfAll.await();
            }
        };
    }
}
