package ringproof.device;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.machine.MachineView;
import ringproof.queue.DeviceQueue;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The block device: configuration space, features, and the agents that serve its queues.
///
/// Spec 5.2. QEMU: struct VirtIOBlock.
///
/// Whoever builds it runs each [#agent(int)] on a thread of its own, before or after the device goes live, until
/// [#end()]. With several queues the backend must be thread-safe, and under the checker a [SharedBackend].
///
/// Thread-safe; [#activate] and [#reset] are called by one transport, in turn.
public class BlkDevice implements DeviceModel {
    private static final int LAST_NOTIFICATION_ID = 0xFFFF;

    private final Machine machine;
    private final Backend backend;
    private final BlkDeviceOptions options;
    private final ConfigSpace config;
    private final Hosting hosting;
    private final QueueThreads threads;
    /// Of `host`.
    private final Lock lock;
    /// While the device is live.
    private @Nullable DeviceHost host;

    /// A device with a thread for each queue.
    public BlkDevice(Machine machine, Backend backend, BlkDeviceOptions options) {
        this(machine, backend, options, Hosting.DEFAULT);
    }

    public BlkDevice(Machine machine, Backend backend, BlkDeviceOptions options, Hosting hosting) {
        this.machine = machine;
        this.backend = backend;
        this.options = options;
        this.config = new ConfigSpace(machine, backend, options);
        this.hosting = hosting;
        this.threads = new QueueThreads(machine, options.queueCount(), hosting);
        this.lock = machine.newLock("device", d -> d.add(host != null));
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
        return config.offered();
    }

    @Override
    public boolean acceptsFeatures(FeatureSet accepted) {
        return config.accepts(accepted);
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
    public void agreed(FeatureSet accepted) {
        config.agree(accepted);
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        config.read(offset, to);
    }

    @Override
    public void writeConfig(FeatureSet accepted, int offset, byte[] from) {
        config.write(accepted, offset, from);
    }

    @Override
    public int configGeneration() {
        return config.generation();
    }

    /// Makes the disk longer or shorter, and tells the driver. False: the backend cannot. Spec 5.2.6.2.
    public boolean resize(long capacitySectors) {
        if (!backend.resize(capacitySectors)) {
            return false;
        }
        config.capacityChanged();
        lock.lock();
        DeviceHost live = host;
        lock.unlock();
        if (live != null) {
            live.configChanged();
        }
        return true;
    }

    private void become(@Nullable DeviceHost live) {
        lock.lock();
        host = live;
        lock.unlock();
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
    public void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost live) {
        become(live);
        for (QueuePort port : ports) {
            enableQueue(accepted, port, live);
        }
    }

    /// Without BLK_MQ the device has one queue (5.2.2), whatever else was set up.
    @Override
    public void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost live) {
        if (port.queue() == 0 || accepted.has(Feature.BLK_MQ)) {
            threads.attach(port, accepted, newServer(accepted, port, live));
        }
    }

    /// The server for a queue that goes live. Overridable for a device with a known bug.
    protected QueueServer newServer(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
        Machine seen = new MachineView(machine, memory(accepted));
        DeviceQueue queue = newQueue(seen, port, accepted);
        RequestExecutor executor = newExecutor(seen.memory(), accepted, () -> config.isWriteThrough(accepted));
        return new QueueServer(seen, queue, executor, port.callback(), alarm, statistics(port.queue()));
    }

    /// The device's side of a queue that goes live. Overridable likewise.
    protected DeviceQueue newQueue(Machine seen, QueuePort port, FeatureSet accepted) {
        return Virtqueues.newDeviceQueue(seen, port.layout(), accepted);
    }

    /// What executes the requests of a queue that goes live. Overridable likewise. `writeThrough`: whether the write cache is off now.
    protected RequestExecutor newExecutor(GuestMemory memory, FeatureSet accepted, BooleanSupplier writeThrough) {
        return new RequestExecutor(memory, backend, options.deviceId(), accepted, options.limits(), writeThrough);
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
        become(null);
        config.reset();
    }
}
