package ringproof.vhost;

import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.Virtqueues;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// Our device as a [BackEnd] serves it: a queue begins where the front-end says that it stands, and tells how far it came.
public class ServedDevice extends BlkDevice {
    private final int[] starts;
    private final @Nullable DeviceQueue[] live;

    public ServedDevice(Machine machine, Backend backend, BlkDeviceOptions options, Hosting hosting) {
        super(machine, backend, options, hosting);
        this.starts = new int[options.queueCount()];
        this.live = new DeviceQueue[options.queueCount()];
    }

    /// Where the queue begins when it goes live next.
    final void startAt(int queue, int position) {
        starts[queue] = position;
        live[queue] = null;
    }

    /// Where it stands, or will begin. Exact while it is not live.
    final int position(int queue) {
        DeviceQueue last = live[queue];
        return last == null ? starts[queue] : last.position();
    }

    @Override
    protected final DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet accepted) {
        DeviceQueue queue = Virtqueues.newDeviceQueue(seen, port.layout(), accepted, starts[port.queue()]);
        live[port.queue()] = queue;
        return queue;
    }
}
