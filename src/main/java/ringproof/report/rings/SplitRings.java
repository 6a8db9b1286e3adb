package ringproof.report.rings;

import java.util.BitSet;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.wire.SplitLayout;

/// What the three areas of a split queue say at one step. They may be full of garbage.
final class SplitRings {
    private final QueueLayout layout;
    private int availIdx;
    private int usedIdx;
    private final BitSet availableSlots = new BitSet();
    private final BitSet descriptors = new BitSet();

    SplitRings(QueueLayout layout) {
        this.layout = layout;
    }

    /// Looks at memory once more.
    void follow(MemoryImage image) {
        availIdx = image.get16(layout.driverArea() + SplitLayout.AVAIL_IDX);
        usedIdx = image.get16(layout.deviceArea() + SplitLayout.USED_IDX);
        availableSlots.clear();
        descriptors.clear();
        int count = Math.min(EventIdx.distance(availIdx, usedIdx), layout.size());
        for (int i = 1; i <= count; i++) {
            int slot = Math.floorMod(availIdx - i, layout.size());
            availableSlots.set(slot);
            followChain(image, image.get16(entry(slot)));
        }
    }

    private long entry(int slot) {
        return layout.driverArea() + SplitLayout.AVAIL_RING + (long) SplitLayout.AVAIL_ENTRY_BYTES * slot;
    }

    private void followChain(MemoryImage image, int head) {
        int at = head;
        while (at < layout.size() && !descriptors.get(at)) {
            descriptors.set(at);
            long addr = layout.descriptorArea() + (long) SplitLayout.DESCRIPTOR_BYTES * at;
            if ((image.get16(addr + SplitLayout.DESCRIPTOR_FLAGS) & SplitLayout.F_NEXT) == 0) {
                return;
            }
            at = image.get16(addr + SplitLayout.DESCRIPTOR_NEXT);
        }
    }

    int availIdx() {
        return availIdx;
    }

    int usedIdx() {
        return usedIdx;
    }

    /// Whether a slot of the available ring holds a buffer that the device has not used.
    boolean isAvailable(int slot) {
        return availableSlots.get(slot);
    }

    /// Whether a descriptor is part of such a buffer.
    boolean isDeviceOwned(int descriptor) {
        return descriptors.get(descriptor);
    }
}
