package ringproof.bench;

import ringproof.machine.Barrier;
import ringproof.machine.Digestible;

/// Takes every item out of every ring, and sleeps while all are empty. Throws when an item is not the one that comes next.
final class Consumer implements Runnable {
    private final NotificationRing ring;
    /// False for the seeded bug: it sleeps without looking again after it has said that it wants to be notified.
    private final boolean rechecks;
    /// Items taken, by ring.
    private final int[] taken;

    Consumer(NotificationRing ring, boolean rechecks) {
        this.ring = ring;
        this.rechecks = rechecks;
        this.taken = new int[ring.size.producers()];
    }

    @Override
    public void run() {
        while (true) {
            for (int number = 0; number < taken.length; number++) {
                drain(number);
            }
            if (hasAll()) {
                ring.machine.checkpoint("end", Digestible.NOTHING);
                return;
            }
            ring.memory.set16Opaque(NotificationRing.WANT_ITEMS, 1);
            ring.memory.fence(Barrier.AVAILABLE_RECHECK);
            if (!rechecks || areAllEmpty()) {
                ring.items.await();
            }
            ring.memory.set16Opaque(NotificationRing.WANT_ITEMS, 0);
        }
    }

    private void drain(int number) {
        while (true) {
            checkpoint("drain", number);
            if (isEmpty(number)) {
                return;
            }
            take(number);
        }
    }

    private void take(int number) {
        int item = taken[number];
        int value = ring.memory.get16(ring.slotAddr(number, item));
        if (value != ring.size.value(number, item)) {
            throw new AssertionError("ring " + number + " gave " + value + " as item " + item);
        }
        taken[number] = item + 1;
        ring.memory.set16Release(ring.takenAddr(number), item + 1, Barrier.PUBLISH_USED);
        ring.memory.fence(Barrier.NOTIFY_CHECK);
        if (ring.memory.get16Opaque(ring.wantSpaceAddr(number)) == 1) {
            ring.space(number).signal();
        }
    }

    private boolean areAllEmpty() {
        for (int number = 0; number < taken.length; number++) {
            checkpoint("recheck", number);
            if (!isEmpty(number)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEmpty(int number) {
        long mark = ring.machine.mark();
        int published = ring.memory.get16Acquire(ring.publishedAddr(number), Barrier.SEE_AVAILABLE);
        boolean empty = published == taken[number];
        ring.machine.settle(mark, empty ? 1 : 0);
        return empty;
    }

    private boolean hasAll() {
        for (int count : taken) {
            if (count < ring.size.items()) {
                return false;
            }
        }
        return true;
    }

    private void checkpoint(String loop, int number) {
        ring.machine.checkpoint(loop, d -> {
            d.add(number);
            for (int count : taken) {
                d.add(count);
            }
        });
    }
}
