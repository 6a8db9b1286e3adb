package ringproof.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.SplitDeviceQueue;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The block device: configuration space, features, and one agent per queue.
///
/// Spec 5.2. QEMU: struct VirtIOBlock.
///
/// Whoever builds it runs each [#agent(int)] on a thread of its own, before or after the device goes live, until
/// [#end()]. With several queues the backend must be thread-safe, and under the checker a [SharedBackend]. The capacity
/// does not change.
///
/// Thread-safe; [#activate] and [#reset] are called by one transport, in turn.
public class BlkDevice implements DeviceModel {
    /// Descriptors of a request that hold no data: header and status.
    private static final int REQUEST_OVERHEAD = 2;

    private final Machine machine;
    private final Backend backend;
    private final BlkDeviceOptions options;
    private final FeatureSet offered;
    private final byte[] config;
    private final QueueRunner[] runners;

    public BlkDevice(Machine machine, Backend backend, BlkDeviceOptions options) {
        this.machine = machine;
        this.backend = backend;
        this.options = options;
        this.offered = offeredFeatures(backend, options);
        this.config = configSpace(backend, options);
        this.runners = new QueueRunner[options.queueCount()];
        for (int queue = 0; queue < runners.length; queue++) {
            runners[queue] = new QueueRunner(machine, queue);
        }
    }

    private static FeatureSet offeredFeatures(Backend backend, BlkDeviceOptions options) {
        FeatureSet features = options.genericFeatures().with(Feature.VERSION_1).with(Feature.BLK_FLUSH)
                .with(Feature.BLK_BLK_SIZE).with(Feature.BLK_SEG_MAX);
        if (options.queueCount() > 1) {
            features = features.with(Feature.BLK_MQ);
        }
        return backend.isReadOnly() ? features.with(Feature.BLK_RO) : features;
    }

    private static byte[] configSpace(Backend backend, BlkDeviceOptions options) {
        ByteBuffer space = ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.putLong(BlkConfigLayout.CAPACITY, backend.capacitySectors());
        space.putInt(BlkConfigLayout.SEG_MAX, Math.max(1, options.queueMaxSize() - REQUEST_OVERHEAD));
        space.putInt(BlkConfigLayout.BLK_SIZE, Limits.SECTOR_BYTES);
        if (options.queueCount() > 1) {
            space.putShort(BlkConfigLayout.NUM_QUEUES, (short) options.queueCount());
        }
        return space.array();
    }

    /// What serves the queue: to be run by one thread.
    public Runnable agent(int queue) {
        return runners[queue];
    }

    /// Makes every agent return after the pass at hand. Final. Reset the device first if it is live.
    public void end() {
        for (QueueRunner runner : runners) {
            runner.end();
        }
    }

    @Override
    public FeatureSet offeredFeatures() {
        return offered;
    }

    @Override
    public boolean acceptsFeatures(FeatureSet accepted) {
        return accepted.isSubsetOf(offered);
    }

    @Override
    public int queueCount() {
        return runners.length;
    }

    @Override
    public int queueMaxSize() {
        return options.queueMaxSize();
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            long at = (long) offset + i;
            to[i] = at >= 0 && at < config.length ? config[(int) at] : 0;
        }
    }

    /// No field is writable yet.
    @Override
    public void writeConfig(FeatureSet accepted, int offset, byte[] from) {
        // Read-only throughout: what is written there is ignored.
    }

    @Override
    public int configGeneration() {
        return 0;
    }

    @Override
    public Event kick(int queue) {
        return runners[queue].kick();
    }

    /// Without BLK_MQ the device has one queue (5.2.2), whatever else was set up.
    @Override
    public void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost host) {
        int live = accepted.has(Feature.BLK_MQ) ? runners.length : 1;
        for (QueuePort port : ports) {
            if (port.queue() < live) {
                runners[port.queue()].attach(newWorker(accepted, port, host));
            }
        }
    }

    /// The worker for a queue that goes live. Overridable for a device with a known bug.
    protected QueueWorker newWorker(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
        DeviceQueue queue = new SplitDeviceQueue(machine, port.layout(), accepted);
        RequestExecutor executor = new RequestExecutor(machine.memory(), backend, options.deviceId(), accepted);
        return new QueueWorker(machine, queue, executor, kick(port.queue()), port.callback(), alarm);
    }

    @Override
    public void reset() {
        for (QueueRunner runner : runners) {
            runner.detach();
        }
    }
}
