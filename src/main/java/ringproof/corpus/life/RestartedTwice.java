package ringproof.corpus.life;

import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;
import ringproof.transport.DeviceHost;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// SPDK 23baa6761d41.
public final class RestartedTwice extends SeededBug {
    public RestartedTwice() {
        super("SPDK 23baa6761d41", "2.6.1.2",
                "when a queue is enabled again the device starts it twice",
                "split-flags/interrupt/none/L/q8i0/reset-queue");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            @Override
            public void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost live) {
                super.enableQueue(accepted, port, live);
                super.enableQueue(accepted, port, live);
            }
        };
    }
}
