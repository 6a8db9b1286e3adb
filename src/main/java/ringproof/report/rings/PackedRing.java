package ringproof.report.rings;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;

/// How far both sides of a packed queue have come, as its descriptors say it. No word in memory says that.
///
/// Follows the ring from step to step: the driver's lists where they become available, the device's used descriptors in their place. A
/// ring full of garbage gives garbage, and ends.
final class PackedRing {
    private final QueueLayout layout;
    private final Deque<Buffer> available = new ArrayDeque<>();
    private int availPosition;
    private int usedPosition;
    private int descriptorCount;

    /// Some descriptors from a position on.
    private record Buffer(int id, int position, int count) {
    }

    /// A queue on which nothing is available or used before `startPosition`.
    PackedRing(QueueLayout layout, int startPosition) {
        this.layout = layout;
        this.availPosition = startPosition;
        this.usedPosition = startPosition;
    }

    /// Looks at memory once more.
    void follow(MemoryImage image) {
        while (descriptorCount < layout.size()
                && PackedPosition.isAvailable(flags(image, availPosition), availPosition)) {
            int last = availPosition;
            int count = 1;
            while ((flags(image, last) & PackedLayout.F_NEXT) != 0 && count < layout.size() - descriptorCount) {
                last = PackedPosition.advance(last, 1, layout.size());
                count++;
            }
            available.add(new Buffer(id(image, last), availPosition, count));
            descriptorCount += count;
            availPosition = PackedPosition.advance(availPosition, count, layout.size());
        }
        while (!available.isEmpty() && PackedPosition.isUsed(flags(image, usedPosition), usedPosition)) {
            Buffer used = take(id(image, usedPosition));
            descriptorCount -= used.count;
            usedPosition = PackedPosition.advance(usedPosition, used.count, layout.size());
        }
    }

    /// The buffer with this id, or the oldest where the device names none that there is.
    private Buffer take(int id) {
        for (Buffer buffer : available) {
            if (buffer.id == id) {
                available.remove(buffer);
                return buffer;
            }
        }
        return available.remove();
    }

    private int flags(MemoryImage image, int position) {
        return image.get16(descriptor(position) + PackedLayout.DESCRIPTOR_FLAGS);
    }

    private int id(MemoryImage image, int position) {
        return image.get16(descriptor(position) + PackedLayout.DESCRIPTOR_ID);
    }

    private long descriptor(int position) {
        return layout.descriptorArea() + (long) PackedLayout.DESCRIPTOR_BYTES * PackedPosition.slot(position);
    }

    /// Where the driver makes the next buffer available.
    int availPosition() {
        return availPosition;
    }

    /// Where the device uses the next one.
    int usedPosition() {
        return usedPosition;
    }

    /// Slots whose descriptors are the device's.
    BitSet deviceOwned() {
        BitSet slots = new BitSet();
        for (Buffer buffer : available) {
            for (int i = 0; i < buffer.count; i++) {
                slots.set(PackedPosition.slot(PackedPosition.advance(buffer.position, i, layout.size())));
            }
        }
        return slots;
    }
}
