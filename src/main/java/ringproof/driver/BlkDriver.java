package ringproof.driver;

import java.util.ArrayList;
import java.util.List;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Handshake;
import ringproof.transport.Kick;
import ringproof.transport.NegotiationException;
import ringproof.transport.Transport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The guest driver of one block device: negotiates, sets the queues up, and hands out its hardware queues.
///
/// Spec 3.1.1, 5.2.5. Linux: virtblk_probe. Thread-safe once started.
public final class BlkDriver {
    /// How a driver is set up. `queueSize` 0 takes the device's largest.
    public record Options(Policy policy, int queueCount, int queueSize, boolean eventIdx,
            DisableCallback disableStyle) {
    }

    private static final FeatureSet UNDERSTOOD = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH,
            Feature.BLK_MQ,
            Feature.BLK_RO, Feature.BLK_BLK_SIZE, Feature.RING_PACKED, Feature.INDIRECT_DESC, Feature.IN_ORDER);
    /// Linux: virtqueue_use_indirect.
    private static final int INDIRECT_FROM_PIECES = 2;
    private static final FeatureSet REQUIRED = FeatureSet.of(Feature.VERSION_1);

    private final FeatureSet features;
    private final long capacitySectors;
    private final List<HardwareQueue> queues = new ArrayList<>();
    private final Transport transport;

    private BlkDriver(FeatureSet features, long capacitySectors, Transport transport) {
        this.features = features;
        this.capacitySectors = capacitySectors;
        this.transport = transport;
    }

    /// Brings the device up to DRIVER_OK. Throws [NegotiationException] where that cannot be: the device is then FAILED.
    public static BlkDriver start(Machine machine, Transport transport, GuestAllocator allocator, Options options,
            CompletionListener listener) {
        FeatureSet understood = options.eventIdx() ? UNDERSTOOD : UNDERSTOOD.without(Feature.EVENT_IDX);
        FeatureSet features = Handshake.negotiate(transport, understood, REQUIRED);
        BlkDriver driver = new BlkDriver(features, Handshake.readConfig64(transport, BlkConfigLayout.CAPACITY),
                transport);
        int offered = features.has(Feature.BLK_MQ) ? Handshake.readConfig16(transport, BlkConfigLayout.NUM_QUEUES) : 1;
        if (options.queueCount() > offered) {
            throw Handshake.fail(transport, "the device has " + offered + " request queues, not " + options.queueCount()
                    + ": ask for no more than it has");
        }
        for (int i = 0; i < options.queueCount(); i++) {
            driver.queues.add(driver.setUpQueue(machine, i, allocator, options, listener));
        }
        Handshake.driverOk(transport);
        return driver;
    }

    private HardwareQueue setUpQueue(Machine machine, int index, GuestAllocator allocator, Options options,
            CompletionListener listener) {
        int largest = transport.queueMaxSize(index);
        int size = options.queueSize() == 0 ? Virtqueues.largestSize(features, largest) : options.queueSize();
        String fault = size < HardwareQueue.MAX_PIECES || size > largest
                ? "queue size " + size + " is not from " + HardwareQueue.MAX_PIECES + " to the device's largest, "
                        + largest
                : Virtqueues.sizeFault(features, size);
        if (!fault.isEmpty()) {
            throw Handshake.fail(transport, fault + ": ask for another queue size");
        }
        QueueLayout layout = Virtqueues.allocate(features, size, allocator);
        String name = "q" + index;
        IndirectUse indirect = features.has(Feature.INDIRECT_DESC)
                ? new IndirectUse(new IndirectTables(allocator, size, HardwareQueue.MAX_PIECES), INDIRECT_FROM_PIECES)
                : null;
        DriverQueue<Request> queue = Virtqueues.newDriverQueue(machine, name, layout, features, options.disableStyle(),
                indirect);
        transport.setUpQueue(index, layout);
        Kick kick = transport.kick(index);
        return new HardwareQueue(machine, name, queue,
                options.policy().on(features, options.queueCount()).newQueueState(HctxType.DEFAULT), size,
                allocator, kick,
                listener);
    }

    public FeatureSet features() {
        return features;
    }

    /// Capacity in sectors of [Limits#SECTOR_BYTES].
    public long capacitySectors() {
        return capacitySectors;
    }

    /// The hardware queues, one for each virtqueue in use.
    public List<HardwareQueue> queues() {
        return List.copyOf(queues);
    }

    /// The line on which used buffer notifications of a queue arrive; whoever waits on it calls [HardwareQueue#interrupt()].
    public Event callback(int queue) {
        return transport.callback(queue);
    }
}
