package ringproof.driver;

import java.util.ArrayList;
import java.util.List;
import ringproof.driver.limit.DiskLimits;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
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
/// Spec 3.1.1, 5.2.5. Linux: virtblk_probe. Thread-safe once started.
public final class BlkDriver {
    private static final FeatureSet UNDERSTOOD = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX,
            Feature.RING_PACKED, Feature.INDIRECT_DESC, Feature.IN_ORDER, Feature.NOTIFICATION_DATA,
            Feature.NOTIF_CONFIG_DATA, Feature.BLK_SIZE_MAX, Feature.BLK_SEG_MAX, Feature.BLK_GEOMETRY, Feature.BLK_RO,
            Feature.BLK_BLK_SIZE, Feature.BLK_FLUSH, Feature.BLK_TOPOLOGY, Feature.BLK_MQ, Feature.BLK_DISCARD,
            Feature.BLK_WRITE_ZEROES, Feature.BLK_LIFETIME, Feature.BLK_SECURE_ERASE, Feature.BLK_ZONED);
    /// Linux: virtqueue_use_indirect.
    private static final int INDIRECT_FROM_PIECES = 2;
    private static final FeatureSet REQUIRED = FeatureSet.of(Feature.VERSION_1);

    private final Machine machine;
    private final Transport transport;
    private final BlkDriverOptions options;
    private final FeatureSet features;
    private final DiskLimits limits;
    private final Policy policy;
    /// In sectors; the device may change it.
    private final Cell capacity;
    private final List<HardwareQueue> queues = new ArrayList<>();
    private final QueueMap map;

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
        int count = options.queueCount();
        if (count > limits.queueCount()) {
            throw Handshake.fail(transport, "the device has " + limits.queueCount() + " request queues, not " + count
                    + ": ask for no more than it has");
        }
        this.policy = options.policy().on(features, count);
        for (int i = 0; i < count; i++) {
            queues.add(setUpQueue(i, allocator, listener));
        }
        this.map = new QueueMap(queues);
        Handshake.driverOk(transport);
    }

    private HardwareQueue setUpQueue(int index, GuestAllocator allocator, CompletionListener listener) {
        int size = queueSize(transport.queueMaxSize(index));
        QueueLayout layout = Virtqueues.allocate(features, size, allocator);
        String name = "q" + index;
        int segments = Math.min(options.maxSegments(), limits.maxSegments());
        IndirectUse indirect = features.has(Feature.INDIRECT_DESC)
                ? new IndirectUse(new IndirectTables(allocator, size, RequestAreas.OVERHEAD_PIECES + segments),
                        INDIRECT_FROM_PIECES)
                : null;
        DriverQueue<Request> ring = Virtqueues.newDriverQueue(machine, name, layout, features, options.disableStyle(),
                indirect);
        HctxType type = options.typeOf(index, policy);
        if (type == HctxType.POLL) {
            transport.setUpPolledQueue(index, layout);
        } else {
            transport.setUpQueue(index, layout);
        }
        RequestRules rules = new RequestRules(features, limits, capacity, machine.memory(),
                Math.min(segments, size - RequestAreas.OVERHEAD_PIECES), options.maxRanges());
        CompletionPolicy queuePolicy = (type == HctxType.POLL ? Policy.POLL_QUEUES : policy).newQueueState(type);
        return new HardwareQueue(machine, name, ring,
                new HardwareQueue.Setup(queuePolicy, type, size, rules, options.maxRanges(), transport.configChanged()),
                allocator, transport.kick(index), listener);
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
}
