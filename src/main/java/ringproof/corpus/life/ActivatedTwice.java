package ringproof.corpus.life;

import java.util.List;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;
import ringproof.transport.DeviceHost;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// Firecracker 42fae69618da.
public final class ActivatedTwice extends SeededBug {
    public ActivatedTwice() {
        super("Firecracker 42fae69618da", "3.1",
                "the queues are activated a second time, from where they began",
                "split-flags/interrupt/none/L/q8i0/freeze");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options) {
            @Override
            public void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost live) {
                super.activate(accepted, ports, live);
                super.activate(accepted, ports, live);
            }
        };
    }
}
