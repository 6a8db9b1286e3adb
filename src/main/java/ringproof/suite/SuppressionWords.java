package ringproof.suite;

import ringproof.check.World;
import ringproof.machine.GuestMemory;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// The words of a virtqueue by which both sides see each other's progress and suppress notifications, as they stand in guest memory.
///
/// Spec 2.7.6 to 2.7.8, 2.8.13, 2.8.14. Reads what the driver has written as a device would.
sealed interface SuppressionWords {
    /// The words of a queue.
    static SuppressionWords of(RingProfile ring, QueueLayout layout) {
        return ring.isPacked() ? new Packed(layout, ring.hasEventIdx()) : new Split(layout, ring.hasEventIdx());
    }

    /// Names them for traces; `number` tells one queue from another.
    void label(World world, String number);

    /// Whether the next used buffer notifies. `next`: the place in the ring where the driver will take it.
    boolean isOn(GuestMemory memory, int next);

    /// Whether the driver has said "off" as clearly as it can: with EVENT_IDX and a split ring, by index 0.
    boolean isOff(GuestMemory memory);

    /// Places in the ring that a buffer of so many descriptors takes.
    int places(int descriptorCount);

    /// Flags, indices and event words.
    record Split(QueueLayout layout, boolean eventIdx) implements SuppressionWords {
        @Override
        public void label(World world, String number) {
            int size = layout.size();
            world.label(layout.driverArea() + SplitLayout.AVAIL_FLAGS, 2, "avail" + number + ".flags");
            world.label(layout.driverArea() + SplitLayout.AVAIL_IDX, 2, "avail" + number + ".idx");
            world.label(layout.driverArea() + SplitLayout.usedEventOffset(size), 2, "used_event" + number);
            world.label(layout.deviceArea() + SplitLayout.USED_FLAGS, 2, "used" + number + ".flags");
            world.label(layout.deviceArea() + SplitLayout.USED_IDX, 2, "used" + number + ".idx");
            world.label(layout.deviceArea() + SplitLayout.availEventOffset(size), 2, "avail_event" + number);
        }

        @Override
        public boolean isOn(GuestMemory memory, int next) {
            return !noInterrupt(memory) && (!eventIdx || usedEvent(memory) == next);
        }

        @Override
        public boolean isOff(GuestMemory memory) {
            return eventIdx ? usedEvent(memory) == 0 : noInterrupt(memory);
        }

        private boolean noInterrupt(GuestMemory memory) {
            return (memory.get16(layout.driverArea() + SplitLayout.AVAIL_FLAGS)
                    & SplitLayout.AVAIL_F_NO_INTERRUPT) != 0;
        }

        private int usedEvent(GuestMemory memory) {
            return memory.get16(layout.driverArea() + SplitLayout.usedEventOffset(layout.size()));
        }

        @Override
        public int places(int descriptorCount) {
            return 1;
        }
    }

    /// Both areas of suppression, and the flags of each descriptor.
    record Packed(QueueLayout layout, boolean eventIdx) implements SuppressionWords {
        @Override
        public void label(World world, String number) {
            world.label(layout.driverArea(), PackedLayout.SUPPRESSION_BYTES, "driver" + number + ".suppression");
            world.label(layout.deviceArea(), PackedLayout.SUPPRESSION_BYTES, "device" + number + ".suppression");
            for (int slot = 0; slot < layout.size(); slot++) {
                world.label(layout.descriptorArea() + (long) PackedLayout.DESCRIPTOR_BYTES * slot
                        + PackedLayout.DESCRIPTOR_FLAGS, 2, "desc" + number + "[" + slot + "].flags");
            }
        }

        @Override
        public boolean isOn(GuestMemory memory, int next) {
            return says(memory, eventIdx ? PackedLayout.suppression(PackedLayout.EVENT_DESC, next)
                    : PackedLayout.suppression(PackedLayout.EVENT_ENABLE, 0));
        }

        @Override
        public boolean isOff(GuestMemory memory) {
            return says(memory, PackedLayout.suppression(PackedLayout.EVENT_DISABLE, 0));
        }

        private boolean says(GuestMemory memory, int suppression) {
            return memory.get32(layout.driverArea()) == suppression;
        }

        @Override
        public int places(int descriptorCount) {
            return descriptorCount;
        }
    }
}
