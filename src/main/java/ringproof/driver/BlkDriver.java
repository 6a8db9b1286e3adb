package ringproof.driver;

import java.util.ArrayList;
import java.util.List;
import ringproof.driver.limit.DiskLimits;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.Virtqueues;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.transport.Transport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.ZoneModel;

/// The guest driver of one block device: negotiates, sets the queues up, and hands out its hardware queues.
///
/// Spec 3.1.1, 5.2.5. Linux: virtblk_probe. Thread-safe once started: what freezes, resets or removes it does so one after the other, but for
/// [#surpriseRemoved()], which waits for nobody. What those do is in [DriverLife].
public final class BlkDriver {
    private static final FeatureSet UNDERSTOOD = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX,
            Feature.RING_PACKED, Feature.INDIRECT_DESC, Feature.IN_ORDER, Feature.NOTIFICATION_DATA,
            Feature.NOTIF_CONFIG_DATA, Feature.RING_RESET, Feature.SUSPEND, Feature.ACCESS_PLATFORM,
            Feature.ORDER_PLATFORM, Feature.BLK_CONFIG_WCE,
            Feature.BLK_SIZE_MAX, Feature.BLK_SEG_MAX, Feature.BLK_GEOMETRY, Feature.BLK_RO,
            Feature.BLK_BLK_SIZE, Feature.BLK_FLUSH, Feature.BLK_TOPOLOGY, Feature.BLK_MQ, Feature.BLK_DISCARD,
            Feature.BLK_WRITE_ZEROES, Feature.BLK_LIFETIME, Feature.BLK_SECURE_ERASE, Feature.BLK_ZONED);
    private static final FeatureSet REQUIRED = FeatureSet.of(Feature.VERSION_1);

    private final Machine machine;
    private final Transport transport;
    private final BlkDriverOptions options;
    private final FeatureSet features;
    private final DiskLimits limits;
    private final Policy policy;
    /// In sectors; the device may change it.
    private final Cell capacity;
    private final CacheMode cache;
    private final List<Virtqueue> virtqueues = new ArrayList<>();
    private final List<HardwareQueue> queues = new ArrayList<>();
    private final QueueMap map;
    private final DriverLife life;

    /// Brings the device up to DRIVER_OK. Throws [NegotiationException] where that cannot be: the device is then FAILED.
    public static BlkDriver start(Machine machine, Transport transport, GuestAllocator allocator,
            BlkDriverOptions options, CompletionListener listener) {
        FeatureSet features = Handshake.negotiate(transport,
                offered -> understood(transport, offered, options), REQUIRED);
        return new BlkDriver(machine, transport, allocator, options, features, listener);
    }

    private static FeatureSet understood(Transport transport, FeatureSet offered, BlkDriverOptions options) {
        FeatureSet understood = new FeatureSet(UNDERSTOOD.bits() & ~options.refused().bits());
        if (!options.eventIdx()) {
            understood = understood.without(Feature.EVENT_IDX);
        }
        if (options.ioTable() == null) {
            understood = understood.without(Feature.ACCESS_PLATFORM);
        }
        // A host-managed device must not be asked to discard (5.2.5.1).
        return offered.has(Feature.BLK_ZONED) && understood.has(Feature.BLK_ZONED)
                && isHostManaged(transport) ? understood.without(Feature.BLK_DISCARD) : understood;
    }

    private static boolean isHostManaged(Transport transport) {
        byte[] model = Handshake.readConfig(transport, BlkConfigLayout.ZONE_MODEL, 1);
        return Byte.toUnsignedInt(model[0]) == ZoneModel.HOST_MANAGED.code();
    }

    private BlkDriver(Machine machine, Transport transport, GuestAllocator allocator, BlkDriverOptions options,
            FeatureSet features, CompletionListener listener) {
        this.machine = machine;
        this.transport = transport;
        this.options = options;
        this.features = features;
        this.limits = DiskLimits.read(transport, features);
        this.capacity = machine.newCell("capacity");
        capacity.set(limits.capacitySectors());
        this.cache = new CacheMode(machine);
        int count = options.queueCount();
        if (count > limits.queueCount()) {
            throw Handshake.fail(transport, "the device has " + limits.queueCount() + " request queues, not " + count
                    + ": ask for no more than it has");
        }
        this.policy = options.policy().on(features, count);
        DriverRings rings = new DriverRings(machine, features, options);
        for (int i = 0; i < count; i++) {
            Virtqueue queue = newQueue(i, rings, allocator, listener);
            queue.enable(transport);
            virtqueues.add(queue);
            queues.add(queue.hardware());
        }
        this.map = new QueueMap(queues);
        this.life = new DriverLife(machine, transport, features, limits, virtqueues, capacity, cache);
        life.readWriteback();
        Handshake.driverOk(transport);
    }

    private Virtqueue newQueue(int index, DriverRings rings, GuestAllocator allocator, CompletionListener listener) {
        int size = queueSize(transport.queueMaxSize(index));
        String name = "q" + index;
        int segments = Math.min(options.maxSegments(), limits.maxSegments());
        DriverRings.Ring ring = newRing(rings, index, size, segments, allocator);
        HctxType type = options.typeOf(index, policy);
        RequestRules rules = new RequestRules(features, limits, capacity, cache, machine.memory(),
                Math.min(segments, size - RequestAreas.OVERHEAD_PIECES), options.maxRanges());
        CompletionPolicy queuePolicy = (type == HctxType.POLL ? Policy.POLL_QUEUES : policy).newQueueState(type);
        HardwareQueue.Setup setup = new HardwareQueue.Setup(queuePolicy, type, size, rules, options.maxRanges(),
                transport.configChanged());
        return new Virtqueue(index, ring.deviceLayout(),
                new HardwareQueue(machine, name, ring.queue(), setup, allocator, transport.kick(index), listener));
    }

    private DriverRings.Ring newRing(DriverRings rings, int index, int size, int segments, GuestAllocator allocator) {
        try {
            return rings.newRing(index, size, RequestAreas.OVERHEAD_PIECES + segments, allocator);
        } catch (IllegalStateException noRoom) {
            throw Handshake.fail(transport, String.valueOf(noRoom.getMessage()));
        }
    }

    private int queueSize(int largest) {
        int size = options.queueSize() == 0 ? Virtqueues.largestSize(features, largest) : options.queueSize();
        String fault = size < HardwareQueue.MAX_PIECES || size > largest
                ? "queue size " + size + " is not from " + HardwareQueue.MAX_PIECES + " to the device's largest, "
                        + largest
                : Virtqueues.sizeFault(features, size);
        if (!fault.isEmpty()) {
            throw Handshake.fail(transport, fault + ": ask for another queue size");
        }
        return size;
    }

    public FeatureSet features() {
        return features;
    }

    /// What the device can take, with its capacity now.
    public DiskLimits limits() {
        return limits.withCapacity(capacity.get());
    }

    /// Capacity in sectors of [Limits#SECTOR_BYTES].
    public long capacitySectors() {
        return capacity.get();
    }

    /// What the policy has become on this device.
    public Policy policy() {
        return policy;
    }

    /// The hardware queues, one for each virtqueue in use.
    public List<HardwareQueue> queues() {
        return List.copyOf(queues);
    }

    /// The queue for a request of job `job`: see [QueueMap].
    public HardwareQueue queueFor(BlkRequestType type, boolean hipri, int job) {
        return map.queueFor(type, hipri, job);
    }

    /// The line on which used buffer notifications of a queue arrive; whoever waits on it calls [HardwareQueue#interrupt()].
    public Event callback(int queue) {
        return transport.callback(queue);
    }

    /// What handles a queue's interrupts until the disk is gone: to be run by one thread.
    public Runnable interruptHandler(int queue) {
        Event callback = transport.callback(queue);
        HardwareQueue hardware = queues.get(queue);
        return () -> {
            while (!life.isGone()) {
                machine.checkpoint("interrupt", Digestible.NOTHING);
                callback.await();
                hardware.interrupt();
            }
        };
    }

    /// What handles configuration changes until the disk is gone: to be run by one thread.
    public Runnable configHandler(ConfigListener listener) {
        return () -> {
            while (!life.isGone()) {
                machine.checkpoint("config", Digestible.NOTHING);
                transport.configChanged().await();
                life.configChanged(listener);
            }
        };
    }

    /// A configuration change notification arrived, or a queue broke: tells the listener what that means, on the caller's thread. Nothing
    /// while the driver is frozen or gone.
    public void configChanged(ConfigListener listener) {
        life.configChanged(listener);
    }

    /// Stops the device and keeps what is submitted from now on. `drain`: waits first until the device has completed what it has; else that
    /// is kept too, to be sent again in order before the rest. False: it is frozen already, or gone. Linux: virtblk_freeze.
    public boolean freeze(boolean drain) {
        return life.freeze(drain);
    }

    /// Brings a frozen device up again, and sends what was kept. False: it is not frozen. Throws [NegotiationException] where the device
    /// cannot go on as it was: try again, or [#remove]. Linux: virtblk_restore.
    public boolean restore() {
        return life.restore();
    }

    /// Resets a device that cannot go on, or of which a queue is broken, and brings it up again. What it had is sent again in order, or
    /// fails with IOERR; in either case so does what may not be sent twice. False: the driver is frozen or gone. Throws as [#restore()],
    /// and the driver is then frozen. QEMU, Linux: DEVICE_NEEDS_RESET is left to the user.
    public boolean recover(boolean resubmit) {
        return life.recover(resubmit);
    }

    /// Resets one queue while the others run, as after a timeout: what timed out is returned, the rest is sent again or fails. Throws
    /// [IllegalStateException] where RING_RESET was not negotiated. False: the driver is frozen or gone. Spec 2.6.1.
    public boolean resetQueue(int queue, boolean resubmit) {
        return life.resetQueue(queue, resubmit);
    }

    /// Brings the device to rest without a reset: what it has is completed or stays with it, what is submitted from now on is kept. Throws
    /// [IllegalStateException] where SUSPEND was not negotiated. False: it cannot, and needs a reset. Spec 3.4.
    public boolean suspend() {
        return life.suspend();
    }

    /// Lets a suspended device go on. False: it cannot, and needs a reset.
    public boolean resume() {
        return life.resume();
    }

    /// Takes the disk away. What the driver keeps and whatever is submitted later ends with REMOVED; what the device has is waited for
    /// (`drain`) or ends too. Handlers return. Linux: virtblk_remove.
    public void remove(boolean drain) {
        life.remove(drain);
    }

    /// The device has vanished and touches nothing any more: everything ends now. At any time, whatever else is going on. Linux:
    /// virtblk_remove after virtio_break_device.
    public void surpriseRemoved() {
        life.surpriseRemoved();
    }

    public boolean isGone() {
        return life.isGone();
    }

    /// Whether completed writes are volatile until a FLUSH. Where they are not, a FLUSH ends at once, as soon as one has ended well since
    /// they were.
    public boolean isWriteback() {
        return cache.isWriteback();
    }

    /// Sets the cache mode, between writes: waits for those in flight. False: the device did not follow, or is not live. Throws
    /// [IllegalStateException] where CONFIG_WCE was not negotiated. Linux: cache_type_store.
    public boolean setWriteback(boolean writeback) {
        return life.setWriteback(writeback);
    }
}
