package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// QEMU 26307f6aa451.
public final class RequestSurvivesReset extends SeededBug {
    public RequestSurvivesReset() {
        super("QEMU 26307f6aa451", "2.4.1",
                "the device acknowledges a reset while it still executes a request",
                "split-flags/interrupt/none/L/q8i0/fail");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            @Override
            public void reset() {
                // It goes on with what it has.
            }
        };
    }
}
