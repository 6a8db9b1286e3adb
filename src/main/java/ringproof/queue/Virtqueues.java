package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digestible;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Virtqueues of the format that was negotiated: packed with RING_PACKED, else split. The only place that chooses.
///
/// Spec 2.6. Linux: vring_create_virtqueue.
public final class Virtqueues {
    private Virtqueues() {
    }

    private static boolean isPacked(FeatureSet features) {
        return features.has(Feature.RING_PACKED);
    }

    /// What is wrong with a queue of `size` descriptors: one clause, or the empty string.
    public static String sizeFault(FeatureSet features, int size) {
        return isPacked(features) ? QueueLayout.packedSizeFault(size) : QueueLayout.splitSizeFault(size);
    }

    /// The largest queue size that is not above `limit`, at least 1: a split ring needs a power of two.
    public static int largestSize(FeatureSet features, int limit) {
        return isPacked(features) ? limit : Integer.highestOneBit(limit);
    }

    /// Allocates the three areas, all zeros.
    public static QueueLayout allocate(FeatureSet features, int size, GuestAllocator allocator) {
        return isPacked(features) ? QueueLayout.allocatePacked(size, allocator)
                : QueueLayout.allocateSplit(size, allocator);
    }

    /// How long the three areas are.
    public static QueueLayout.AreaBytes areaBytes(FeatureSet features, int size) {
        return isPacked(features) ? QueueLayout.AreaBytes.packed(size) : QueueLayout.AreaBytes.split(size);
    }

    /// What is wrong with a layout in `memory`: one clause, or the empty string.
    public static String layoutFault(FeatureSet features, QueueLayout layout, GuestMemory memory) {
        return isPacked(features) ? layout.packedFault(memory) : layout.splitFault(memory);
    }

    /// Where a fresh queue begins.
    public static int start(FeatureSet features) {
        return isPacked(features) ? PackedPosition.START : 0;
    }

    /// Where a queue stands on which so many buffers of one descriptor have come and gone: an index, or in a packed ring a position.
    public static int startAfter(FeatureSet features, int count, int size) {
        return isPacked(features) ? PackedPosition.after(count, size) : EventIdx.advance(0, count);
    }

    /// The driver side of a fresh queue, the areas zero; `indirect` null: without indirect descriptors.
    public static <T extends Digestible> DriverQueue<T> newDriverQueue(Machine machine, String name, QueueLayout layout,
            FeatureSet features, DisableCallback disableStyle, @Nullable IndirectUse indirect) {
        return newDriverQueue(machine, name, layout, features, disableStyle, start(features), indirect);
    }

    /// The driver side of a queue that stands at `start`, all descriptors free, callbacks on, the areas zero.
    public static <T extends Digestible> DriverQueue<T> newDriverQueue(Machine machine, String name, QueueLayout layout,
            FeatureSet features, DisableCallback disableStyle, int start, @Nullable IndirectUse indirect) {
        return isPacked(features)
                ? new PackedDriverQueue<>(machine, name, layout, features, disableStyle, start, indirect)
                : new SplitDriverQueue<>(machine, name, layout, features, disableStyle, start, indirect);
    }

    /// The device side of a fresh queue.
    public static DeviceQueue newDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features) {
        return newDeviceQueue(machine, layout, features, start(features));
    }

    /// The device side of a queue that stands at `start`.
    public static DeviceQueue newDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features, int start) {
        return isPacked(features) ? new PackedDeviceQueue(machine, layout, features, start)
                : new SplitDeviceQueue(machine, layout, features, start);
    }
}
