package ringproof.suite;

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

    /// Whether the next used buffer notifies. `next`: the place in the ring where the driver will take it.
    boolean isOn(GuestMemory memory, int next);

    /// Whether the driver has said "off" as clearly as it can: with EVENT_IDX and a split ring, by index 0.
    boolean isOff(GuestMemory memory);

    /// Whether only those words were written that the negotiated features have.
    default boolean isWithinFeatures(GuestMemory memory) {
        return true;
    }

    /// Places in the ring that a buffer of so many descriptors takes.
    int places(int descriptorCount);

    /// Flags, indices and event words.
    record Split(QueueLayout layout, boolean eventIdx) implements SuppressionWords {
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

        /// Without EVENT_IDX the memory where the event words would be is not the ring's.
        @Override
        public boolean isWithinFeatures(GuestMemory memory) {
            return eventIdx || (usedEvent(memory) == 0
                    && memory.get16(layout.deviceArea() + SplitLayout.availEventOffset(layout.size())) == 0);
        }

        @Override
        public int places(int descriptorCount) {
            return 1;
        }
    }

    /// Both areas of suppression, and the flags of each descriptor.
    record Packed(QueueLayout layout, boolean eventIdx) implements SuppressionWords {
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
