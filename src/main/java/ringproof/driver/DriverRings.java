package ringproof.driver;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.machine.IoPageTable;
import ringproof.machine.Machine;
import ringproof.machine.MachineView;
import ringproof.machine.PlatformOrderedMemory;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Makes the rings of one driver as its platform needs them: with ACCESS_PLATFORM everything that the device touches gets an I/O address, with
/// ORDER_PLATFORM the barriers are those for a device on a bus.
///
/// Spec 6. Linux: vring_use_map_api, weak_barriers.
final class DriverRings {
    /// Linux: virtqueue_use_indirect.
    private static final int INDIRECT_FROM_PIECES = 2;

    private final Machine seen;
    private final FeatureSet features;
    private final BlkDriverOptions options;

    /// `features`: those negotiated.
    DriverRings(Machine machine, FeatureSet features, BlkDriverOptions options) {
        this.seen = features.has(Feature.ORDER_PLATFORM)
                ? new MachineView(machine, new PlatformOrderedMemory(machine.memory())) : machine;
        this.features = features;
        this.options = options;
    }

    /// A ring with its place in guest memory as the device is told it.
    record Ring(QueueLayout deviceLayout, DriverQueue<Request> queue) {
    }

    /// The ring of queue `index`, of `size` descriptors, for chains of up to `maxPieces`. Throws [IllegalStateException] with one sentence
    /// where the queue's part of the I/O page table has no room for it.
    Ring newRing(int index, int size, int maxPieces, GuestAllocator allocator) {
        String name = "q" + index;
        QueueLayout layout = Virtqueues.allocate(features, size, allocator);
        IndirectTables tables = features.has(Feature.INDIRECT_DESC) ? new IndirectTables(allocator, size, maxPieces)
                : null;
        IoPageTable table = options.ioTable();
        if (table == null || !features.has(Feature.ACCESS_PLATFORM)) {
            return new Ring(layout, Virtqueues.newDriverQueue(seen, name, layout, features, options.disableStyle(),
                    indirect(tables)));
        }
        int pages = table.pageCount() / options.queueCount();
        if (pages == 0) {
            throw new IllegalStateException(table.pageCount() + " I/O pages have no room for " + options.queueCount()
                    + " queues: give them more");
        }
        IoMapper mapper = new IoMapper(seen.memory(), table, index * pages, pages);
        QueueLayout mapped = mapper.mapQueue(layout, Virtqueues.areaBytes(features, size));
        if (tables != null) {
            tables = tables.mappedAt(mapper.mapForGood(tables.addr(0), tables.lengthBytes(), IoPageTable.READ));
        }
        return new Ring(mapped, new MappedQueue<>(Virtqueues.newDriverQueue(seen, name, layout, features,
                options.disableStyle(), indirect(tables)), mapper));
    }

    private static @Nullable IndirectUse indirect(@Nullable IndirectTables tables) {
        return tables == null ? null : new IndirectUse(tables, INDIRECT_FROM_PIECES);
    }
}
