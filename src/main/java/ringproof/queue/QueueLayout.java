package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// Where one virtqueue lies in guest memory, and how many descriptors it has.
///
/// Spec 2.7. Linux: struct vring. Addresses are guest-physical.
public record QueueLayout(int size, long descriptorArea, long driverArea, long deviceArea) {

    /// Allocates the three areas of a split virtqueue of `size` descriptors.
    public static QueueLayout allocateSplit(int size, GuestAllocator allocator) {
        return new QueueLayout(size,
                allocator.allocate(SplitLayout.descriptorAreaBytes(size), SplitLayout.DESCRIPTOR_ALIGN),
                allocator.allocate(SplitLayout.driverAreaBytes(size), SplitLayout.DRIVER_ALIGN),
                allocator.allocate(SplitLayout.deviceAreaBytes(size), SplitLayout.DEVICE_ALIGN));
    }

    /// What is wrong with this as the layout of a split virtqueue in `memory`: one clause, or the empty string. Spec 2.7, 2.7.1.
    public String splitFault(GuestMemory memory) {
        if (size < 1 || size > Limits.MAX_QUEUE_SIZE || Integer.bitCount(size) != 1) {
            return "queue size " + size + " is not a power of two from 1 to " + Limits.MAX_QUEUE_SIZE;
        }
        if (descriptorArea % SplitLayout.DESCRIPTOR_ALIGN != 0 || driverArea % SplitLayout.DRIVER_ALIGN != 0
                || deviceArea % SplitLayout.DEVICE_ALIGN != 0) {
            return "an area of the queue is misaligned";
        }
        if (!memory.contains(descriptorArea, SplitLayout.descriptorAreaBytes(size))
                || !memory.contains(driverArea, SplitLayout.driverAreaBytes(size))
                || !memory.contains(deviceArea, SplitLayout.deviceAreaBytes(size))) {
            return "an area of the queue lies outside guest memory";
        }
        return "";
    }
}
