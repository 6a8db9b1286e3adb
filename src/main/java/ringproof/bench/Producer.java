package ringproof.bench;

import ringproof.machine.Barrier;
import ringproof.machine.Digestible;

/// Puts its items into its ring, one by one, and sleeps while the ring is full.
final class Producer implements Runnable {
    private final NotificationRing ring;
    private final int number;

    Producer(NotificationRing ring, int number) {
        this.ring = ring;
        this.number = number;
    }

    @Override
    public void run() {
        for (int item = 0; item < ring.size.items(); item++) {
            awaitSpace(item);
            publish(item);
        }
        ring.machine.checkpoint("end", Digestible.NOTHING);
    }

    private void awaitSpace(int item) {
        while (true) {
            ring.machine.checkpoint("space", d -> d.add(item));
            if (!isFull(item)) {
                return;
            }
            ring.memory.set16Opaque(ring.wantSpaceAddr(number), 1);
            ring.memory.fence(Barrier.USED_RECHECK);
            if (isFull(item)) {
                ring.space(number).await();
            }
            ring.memory.set16Opaque(ring.wantSpaceAddr(number), 0);
        }
    }

    private boolean isFull(int item) {
        long mark = ring.machine.mark();
        int taken = ring.memory.get16Acquire(ring.takenAddr(number), Barrier.SEE_USED);
        boolean full = item - taken == ring.size.slots();
        ring.machine.settle(mark, full ? 1 : 0);
        return full;
    }

    private void publish(int item) {
        ring.memory.set16(ring.slotAddr(number, item), ring.size.value(number, item));
        ring.memory.set16Release(ring.publishedAddr(number), item + 1, Barrier.PUBLISH_AVAILABLE);
        ring.memory.fence(Barrier.KICK_CHECK);
        if (ring.memory.get16Opaque(NotificationRing.WANT_ITEMS) == 1) {
            ring.items.signal();
        }
    }
}
