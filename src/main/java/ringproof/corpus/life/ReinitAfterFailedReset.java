package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// Firecracker dcdcd800dcb8.
public final class ReinitAfterFailedReset extends SeededBug {
    public ReinitAfterFailedReset() {
        super("Firecracker dcdcd800dcb8", "2.4.1",
                "the device cannot be reset, says that it is, and lets itself be set up anew",
                "split-flags/interrupt/none/L/q8i0/recover");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            @Override
            public void reset() {
                // It fails, and nobody hears of it.
            }
        };
    }
}
