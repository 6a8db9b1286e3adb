package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// Firecracker 20a99309e0fd.
public final class ResetDeadlocksItself extends SeededBug {
    public ResetDeadlocksItself() {
        super("Firecracker 20a99309e0fd", "2.4",
                "the reset takes a lock that it holds already",
                "split-flags/interrupt/none/L/q8i0/recover");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            private final Lock state = machine.newLock("state");

            @Override
            public void reset() {
                state.lock();
                super.reset();
                state.lock();
                state.unlock();
                state.unlock();
            }
        };
    }
}
