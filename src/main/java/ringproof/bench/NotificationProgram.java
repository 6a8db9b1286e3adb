package ringproof.bench;

import org.jspecify.annotations.Nullable;
import ringproof.check.Program;
import ringproof.check.World;

/// Producers and consumer of a [NotificationRing] as a program of the engine. Whoever is left asleep is a finding by itself.
///
/// @param rechecks false for the seeded bug of [Consumer]
record NotificationProgram(RingSize size, boolean rechecks) implements Program {
    @Override
    public int memoryBytes() {
        return NotificationRing.memoryBytes(size);
    }

    @Override
    public void build(World world) {
        NotificationRing ring = new NotificationRing(world.machine(), size);
        for (int i = 0; i < size.producers(); i++) {
            world.agent("producer" + i, new Producer(ring, i));
        }
        world.agent("consumer", new Consumer(ring, rechecks));
        world.atEnd(() -> missing(ring));
    }

    private static @Nullable String missing(NotificationRing ring) {
        for (int i = 0; i < ring.size.producers(); i++) {
            int taken = ring.memory.get16Opaque(ring.takenAddr(i));
            if (taken != ring.size.items()) {
                return taken + " of " + ring.size.items() + " items were taken out of ring " + i;
            }
        }
        return null;
    }
}
