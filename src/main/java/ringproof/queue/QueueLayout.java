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
    /// How long the three areas are, in bytes.
    public record AreaBytes(int descriptor, int driver, int device) {
        /// Those of a split virtqueue of `size` descriptors (2.7).
        public static AreaBytes split(int size) {
            return new AreaBytes(SplitLayout.descriptorAreaBytes(size), SplitLayout.driverAreaBytes(size),
                    SplitLayout.deviceAreaBytes(size));
        }

        /// Those of a packed one (2.8.10.1).
        public static AreaBytes packed(int size) {
            return new AreaBytes(PackedLayout.descriptorAreaBytes(size), PackedLayout.SUPPRESSION_BYTES,
                    PackedLayout.SUPPRESSION_BYTES);
        }
    }

    /// Allocates the three areas of a split virtqueue of `size` descriptors, all zeros (2.7.10.1).
    public static QueueLayout allocateSplit(int size, GuestAllocator allocator) {
        AreaBytes bytes = AreaBytes.split(size);
        return new QueueLayout(size, allocator.allocateZeroed(bytes.descriptor(), SplitLayout.DESCRIPTOR_ALIGN),
                allocator.allocateZeroed(bytes.driver(), SplitLayout.DRIVER_ALIGN),
                allocator.allocateZeroed(bytes.device(), SplitLayout.DEVICE_ALIGN));
    }

    /// Allocates the three areas of a packed virtqueue of `size` descriptors, all zeros (2.8.15).
    public static QueueLayout allocatePacked(int size, GuestAllocator allocator) {
        AreaBytes bytes = AreaBytes.packed(size);
        return new QueueLayout(size, allocator.allocateZeroed(bytes.descriptor(), PackedLayout.DESCRIPTOR_ALIGN),
                allocator.allocateZeroed(bytes.driver(), PackedLayout.SUPPRESSION_ALIGN),
                allocator.allocateZeroed(bytes.device(), PackedLayout.SUPPRESSION_ALIGN));
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
        String fault = splitFormFault();
        return fault.isEmpty() ? reachFault(AreaBytes.split(size), memory::contains) : fault;
    }

    /// What is wrong with this as the layout of a packed virtqueue in `memory`: one clause, or the empty string. Spec 2.8.10.1, 2.8.11.
    public String packedFault(GuestMemory memory) {
        String fault = packedFormFault();
        return fault.isEmpty() ? reachFault(AreaBytes.packed(size), memory::contains) : fault;
    }

    /// Throws [IllegalArgumentException] where this can be no split virtqueue in `memory`. Whether the platform lets it be reached is not asked,
    /// since that may change: who finds out then has [GuestMemory#hasFaulted()].
    void requireSplit(GuestMemory memory) {
        String fault = splitFormFault();
        require(fault.isEmpty() ? reachFault(AreaBytes.split(size), memory::hasAddresses) : fault);
    }

    /// The same for a packed virtqueue; also where it has no such position.
    void requirePacked(GuestMemory memory, int position) {
        String fault = packedFormFault();
        require(fault.isEmpty() ? reachFault(AreaBytes.packed(size), memory::hasAddresses) : fault);
        require(PackedPosition.slot(position) >= size ? "position " + position + " lies outside the queue" : "");
    }

    private static void require(String fault) {
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    private String splitFormFault() {
        String fault = splitSizeFault(size);
        return fault.isEmpty()
                ? alignFault(SplitLayout.DESCRIPTOR_ALIGN, SplitLayout.DRIVER_ALIGN, SplitLayout.DEVICE_ALIGN)
                : fault;
    }

    private String packedFormFault() {
        String fault = packedSizeFault(size);
        return fault.isEmpty() ? alignFault(PackedLayout.DESCRIPTOR_ALIGN, PackedLayout.SUPPRESSION_ALIGN,
                PackedLayout.SUPPRESSION_ALIGN) : fault;
    }

    private String alignFault(int descriptorAlign, int driverAlign, int deviceAlign) {
        return descriptorArea % descriptorAlign != 0 || driverArea % driverAlign != 0 || deviceArea % deviceAlign != 0
                ? "an area of the queue is misaligned" : "";
    }

    /// Asked of a range of bytes: address and length.
    private interface Reach {
        boolean has(long addr, long lengthBytes);
    }

    private String reachFault(AreaBytes bytes, Reach memory) {
        return memory.has(descriptorArea, bytes.descriptor()) && memory.has(driverArea, bytes.driver())
                && memory.has(deviceArea, bytes.device()) ? "" : "an area of the queue lies outside guest memory";
    }
}
