package ringproof.bench;

import org.jetbrains.lincheck.datastructures.Operation;
import ringproof.plain.PlainMachine;

/// Producers and consumer of the benchmark program on the plain machine: what Lincheck interleaves.
///
/// The same classes as in [NotificationProgram]. Lincheck also switches threads at the slots, and inside the monitor of an event.
public class LincheckRing {
    private final NotificationRing ring;
    private final boolean rechecks;

    public LincheckRing() {
        this(true);
    }

    LincheckRing(boolean rechecks) {
        this.ring = new NotificationRing(new PlainMachine(NotificationRing.memoryBytes(RingSize.STANDARD)),
                RingSize.STANDARD);
        this.rechecks = rechecks;
    }

    @Operation
    public void producer(int number) {
        new Producer(ring, number).run();
    }

    @Operation
    public void consumer() {
        new Consumer(ring, rechecks).run();
    }

    /// With the seeded bug.
    public static final class WithoutRecheck extends LincheckRing {
        public WithoutRecheck() {
            super(false);
        }
    }
}
