package ringproof.corpus.life;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Barrier;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.DeviceHost;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// cloud-hypervisor 5b68d7694d7d.
public final class RestartsBehindAccepted extends SeededBug {
    public RestartsBehindAccepted() {
        super("cloud-hypervisor 5b68d7694d7d", "2.7.6",
                "a queue is taken up again at the available index, so what was accepted and not finished is lost",
                "split-flags/interrupt/none/L/q8i0/suspend");
    }

    @Override
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new Reconnecting(machine, disk, options);
    }

    private static final class Reconnecting extends BlkDevice {
        private final Machine machine;
        private boolean again;
        private List<QueuePort> ports = List.of();
        private FeatureSet accepted = FeatureSet.NONE;
        private @Nullable DeviceHost host;

        Reconnecting(Machine machine, Backend disk, BlkDeviceOptions options) {
            super(machine, disk, options);
            this.machine = machine;
        }

        @Override
        public void activate(FeatureSet features, List<QueuePort> live, DeviceHost by) {
            accepted = features;
            ports = live;
            host = by;
            super.activate(features, live, by);
        }

        @Override
        public void resume() {
            again = true;
            if (host != null) {
                enableQueue(accepted, ports.getFirst(), host);
            }
            super.resume();
        }

        @Override
        protected DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet features) {
            long availIdx = port.layout().driverArea() + SplitLayout.AVAIL_IDX;
            int start = again ? machine.memory().get16Acquire(availIdx, Barrier.SEE_AVAILABLE) : 0;
            return new SplitDeviceQueue(seen, port.layout(), features, start);
        }
    }
}
