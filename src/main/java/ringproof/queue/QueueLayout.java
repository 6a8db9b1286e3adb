package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// Where one virtqueue lies in guest memory, and how many descriptors it has.
///
/// Spec 2.7, 2.8. Linux: struct vring. Addresses are guest-physical.
public record QueueLayout(int size, long descriptorArea, long driverArea, long deviceArea) {

    /// Allocates the three areas of a split virtqueue of `size` descriptors.
    public static QueueLayout allocateSplit(int size, GuestAllocator allocator) {
        return new QueueLayout(size,
                allocator.allocate(SplitLayout.descriptorAreaBytes(size), SplitLayout.DESCRIPTOR_ALIGN),
                allocator.allocate(SplitLayout.driverAreaBytes(size), SplitLayout.DRIVER_ALIGN),
                allocator.allocate(SplitLayout.deviceAreaBytes(size), SplitLayout.DEVICE_ALIGN));
    }

    /// Allocates the three areas of a packed virtqueue of `size` descriptors.
    public static QueueLayout allocatePacked(int size, GuestAllocator allocator) {
        return new QueueLayout(size,
                allocator.allocate(PackedLayout.descriptorAreaBytes(size), PackedLayout.DESCRIPTOR_ALIGN),
                allocator.allocate(PackedLayout.SUPPRESSION_BYTES, PackedLayout.SUPPRESSION_ALIGN),
                allocator.allocate(PackedLayout.SUPPRESSION_BYTES, PackedLayout.SUPPRESSION_ALIGN));
    }

    /// What is wrong with `size` as that of a split virtqueue: one clause, or the empty string. Spec 2.7.
    public static String splitSizeFault(int size) {
        return size < 1 || size > Limits.MAX_QUEUE_SIZE || Integer.bitCount(size) != 1
                ? "queue size " + size + " is not a power of two from 1 to " + Limits.MAX_QUEUE_SIZE : "";
    }

    /// What is wrong with `size` as that of a packed virtqueue: one clause, or the empty string. Spec 2.8, 2.8.10.1.
    public static String packedSizeFault(int size) {
        return size < 1 || size > Limits.MAX_QUEUE_SIZE
                ? "queue size " + size + " is not from 1 to " + Limits.MAX_QUEUE_SIZE : "";
    }

    /// What is wrong with this as the layout of a split virtqueue in `memory`: one clause, or the empty string. Spec 2.7, 2.7.1.
    public String splitFault(GuestMemory memory) {
        String sizeFault = splitSizeFault(size);
        return !sizeFault.isEmpty() ? sizeFault
                : areaFault(memory, SplitLayout.DESCRIPTOR_ALIGN, SplitLayout.DRIVER_ALIGN, SplitLayout.DEVICE_ALIGN,
                        SplitLayout.descriptorAreaBytes(size), SplitLayout.driverAreaBytes(size),
                        SplitLayout.deviceAreaBytes(size));
    }

    /// What is wrong with this as the layout of a packed virtqueue in `memory`: one clause, or the empty string. Spec 2.8.10.1, 2.8.11.
    public String packedFault(GuestMemory memory) {
        String sizeFault = packedSizeFault(size);
        return !sizeFault.isEmpty() ? sizeFault
                : areaFault(memory, PackedLayout.DESCRIPTOR_ALIGN, PackedLayout.SUPPRESSION_ALIGN,
                        PackedLayout.SUPPRESSION_ALIGN, PackedLayout.descriptorAreaBytes(size),
                        PackedLayout.SUPPRESSION_BYTES, PackedLayout.SUPPRESSION_BYTES);
    }

    /// Throws [IllegalArgumentException] where this is no packed virtqueue in `memory`, or has no such position.
    void requirePacked(GuestMemory memory, int position) {
        String fault = packedFault(memory);
        if (fault.isEmpty() && PackedPosition.slot(position) >= size) {
            fault = "position " + position + " lies outside the queue";
        }
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    private String areaFault(GuestMemory memory, int descriptorAlign, int driverAlign, int deviceAlign,
            int descriptorBytes, int driverBytes, int deviceBytes) {
        if (descriptorArea % descriptorAlign != 0 || driverArea % driverAlign != 0 || deviceArea % deviceAlign != 0) {
            return "an area of the queue is misaligned";
        }
        return memory.contains(descriptorArea, descriptorBytes) && memory.contains(driverArea, driverBytes)
                && memory.contains(deviceArea, deviceBytes) ? "" : "an area of the queue lies outside guest memory";
    }
}
