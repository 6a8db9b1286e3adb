package ringproof.bench;

import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;

/// Bounded rings that hand items from producers to one consumer, with a suppression word in each direction. Not virtio, but its skeleton:
/// two store-buffering pairs, in each of which one side publishes an index and looks whether the other side wants to be notified, and
/// the other side says that it wants to be, looks at the index again, and sleeps.
///
/// Everybody's own word is 16 bits, zero at first. An index runs freely and counts items.
final class NotificationRing {
    private static final int WORD_BYTES = 2;
    /// The consumer writes it: 1 when it wants to be notified of items.
    static final long WANT_ITEMS = 0;

    final RingSize size;
    final Machine machine;
    final GuestMemory memory;
    /// Wakes the consumer.
    final Event items;
    /// Each wakes one producer.
    private final Event[] space;

    NotificationRing(Machine machine, RingSize size) {
        this.size = size;
        this.machine = machine;
        this.memory = machine.memory();
        this.items = machine.newEvent("items");
        this.space = new Event[size.producers()];
        for (int i = 0; i < space.length; i++) {
            space[i] = machine.newEvent("space" + i);
        }
    }

    static int memoryBytes(RingSize size) {
        return WORD_BYTES * (1 + size.producers() * wordsOf(size));
    }

    private static int wordsOf(RingSize size) {
        return 3 + size.slots();
    }

    Event space(int ring) {
        return space[ring];
    }

    /// Items published; its producer writes it.
    long publishedAddr(int ring) {
        return WORD_BYTES * (1L + (long) ring * wordsOf(size));
    }

    /// Items taken; the consumer writes it.
    long takenAddr(int ring) {
        return publishedAddr(ring) + WORD_BYTES;
    }

    /// 1 when the producer wants to be notified of space; it writes it.
    long wantSpaceAddr(int ring) {
        return publishedAddr(ring) + 2 * WORD_BYTES;
    }

    long slotAddr(int ring, int item) {
        return publishedAddr(ring) + WORD_BYTES * (3L + item % size.slots());
    }
}
