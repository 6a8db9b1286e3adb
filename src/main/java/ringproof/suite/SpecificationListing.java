package ringproof.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;

/// The example of 2.7.14, which takes used buffers back, executed step by step as it is printed in VIRTIO 1.0 to 1.4.
///
/// It switches notifications off and then goes round. In each round it compares the position of the driver with the used index. If they
/// *differ*, it switches notifications on, executes a barrier, compares again, leaves if they *still differ*, and else switches
/// notifications off again. Whether they differed or not, it then processes the used element at its position and goes on to the next.
///
/// Both comparisons are the wrong way round. A buffer that was used makes the handler leave without it, and no later notification changes
/// that; where nothing was used, an element is processed that the device has not written. Turned round, both of them, it is what the driver
/// does: look, and before going to sleep switch on, look again.
final class SpecificationListing {
    private static final Scenario ONE = Scenario.parse("split-flags/interrupt/none/L/q16i7");
    private static final Scenario TWO = Scenario.parse("split-flags/interrupt/none/LL/q16i7");

    private SpecificationListing() {
    }

    static List<SeededBug> list() {
        return List.of(
                bug("SPEC_LISTING",
                        "as printed, the handler leaves as soon as there is a used buffer, without taking it", ONE,
                        false, false),
                bug("SPEC_LISTING_FIRST_MENDED",
                        "with the first of its two comparisons turned round, it takes an element that the device has not written",
                        TWO,
                        true, false),
                bug("SPEC_LISTING_SECOND_MENDED",
                        "with the second one turned round, it takes what was used and then an element that was not",
                        TWO, false,
                        true));
    }

    private static SeededBug bug(String name, String mechanism, Scenario where, boolean firstMended,
            boolean secondMended) {
        return new SeededBug(name, "VIRTIO 2.7.14: its own example", mechanism, where, null,
                parts(firstMended, secondMended));
    }

    /// The listing with neither, one or both of its comparisons turned round.
    static Parts parts(boolean firstMended, boolean secondMended) {
        return new Parts() {
            @Override
            DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                return new Listing(machine, layout, scenario, firstMended, secondMended);
            }
        };
    }

    /// One round of the loop is one call of [#takeUsed()].
    private static final class Listing extends SplitDriverQueue<Request> {
        private final boolean firstMended;
        private final boolean secondMended;

        Listing(Machine machine, QueueLayout layout, Scenario scenario, boolean firstMended, boolean secondMended) {
            super(machine, "q0", layout, scenario.ring().features(), scenario.ring().disableStyle(),
                    scenario.startIdx());
            this.firstMended = firstMended;
            this.secondMended = secondMended;
        }

        @Override
        public @Nullable Request takeUsed() {
            if (moreUsed() != firstMended) {
                boolean nothingUsed = super.enableCallback();
                if (nothingUsed == secondMended) {
                    return null;
                }
                disableCallback();
            }
            return super.takeUsed();
        }

        /// Whatever is there.
        @Override
        protected int usedCount(int last) {
            return Math.max(1, super.usedCount(last));
        }

        /// Who leaves the loop has switched notifications on and does not look again.
        @Override
        public boolean enableCallback() {
            return true;
        }
    }
}
