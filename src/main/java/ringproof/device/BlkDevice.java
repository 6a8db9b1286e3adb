package ringproof.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.MachineView;
import ringproof.queue.DeviceQueue;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The block device: configuration space, features, and the agents that serve its queues.
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
    private static final int LAST_NOTIFICATION_ID = 0xFFFF;

    private final Machine machine;
    private final Backend backend;
    private final BlkDeviceOptions options;
    private final FeatureSet offered;
    private final byte[] config;
    private final Hosting hosting;
    private final QueueThreads threads;

    /// A device with a thread for each queue.
    public BlkDevice(Machine machine, Backend backend, BlkDeviceOptions options) {
        this(machine, backend, options, Hosting.DEFAULT);
    }

    public BlkDevice(Machine machine, Backend backend, BlkDeviceOptions options, Hosting hosting) {
        this.machine = machine;
        this.backend = backend;
        this.options = options;
        this.offered = offeredFeatures(backend, options);
        this.config = configSpace(backend, options);
        this.hosting = hosting;
        this.threads = new QueueThreads(machine, options.queueCount(), hosting);
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

    /// Number of agents: one for each queue, unless the hosting says otherwise.
    public int agentCount() {
        return threads.count();
    }

    /// What serves some of the queues: to be run by one thread.
    public Runnable agent(int agent) {
        return threads.agent(agent);
    }

    /// What serving this queue has cost.
    public QueueStatistics statistics(int queue) {
        return threads.statistics(queue);
    }

    /// Makes every agent return after the round at hand. Final. Reset the device first if it is live.
    public void end() {
        threads.end();
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
        return options.queueCount();
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
    public GuestMemory memory(FeatureSet features) {
        return hosting.view(machine.memory(), features);
    }

    /// Counted from above, so that nobody takes it for the index.
    @Override
    public int notificationConfigData(int queue) {
        return LAST_NOTIFICATION_ID - queue;
    }

    @Override
    public void notified(int queue, int next) {
        threads.kick(queue, next);
    }

    @Override
    public void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost host) {
        for (QueuePort port : ports) {
            enableQueue(accepted, port, host);
        }
    }

    /// Without BLK_MQ the device has one queue (5.2.2), whatever else was set up.
    @Override
    public void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost host) {
        if (port.queue() == 0 || accepted.has(Feature.BLK_MQ)) {
            threads.attach(port, accepted, newServer(accepted, port, host));
        }
    }

    /// The server for a queue that goes live. Overridable for a device with a known bug.
    protected QueueServer newServer(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
        Machine seen = new MachineView(machine, memory(accepted));
        DeviceQueue queue = Virtqueues.newDeviceQueue(seen, port.layout(), accepted);
        RequestExecutor executor = new RequestExecutor(seen.memory(), backend, options.deviceId(), accepted);
        return new QueueServer(seen, queue, executor, port.callback(), alarm, statistics(port.queue()));
    }

    @Override
    public void resetQueue(int queue) {
        threads.detach(queue);
    }

    @Override
    public void suspend() {
        threads.suspend();
    }

    @Override
    public void resume() {
        threads.resume();
    }

    @Override
    public void reset() {
        threads.reset();
    }
}
