package ringproof.driver;

import java.util.EnumSet;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import ringproof.driver.policy.Policy;
import ringproof.plain.PlainMachine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Timeouts against completions, quiescing and removal against submissions: every request ends once and as it may.
///
/// Each has a twin in which the queue's lock excludes nobody.
final class LifeLincheck extends LincheckHarness {
    private static final FeatureSet FLAGS = FeatureSet.of(Feature.VERSION_1);
    /// Of one request, so that a second one is kept.
    private static final int SMALL_RING = 2;
    private static final int LARGE_RING = 4;

    /// A guest with a clock, and with an owner who stops the queue or takes the disk away.
    public abstract static class Living extends PlainGuest {
        protected Living(PlainMachine machine, int queueSize, String priorities, Outcome alsoAllowed) {
            super(new Parts() {
                @Override
                PlainMachine machine() {
                    return machine;
                }
            }, Policy.INTERRUPT, FLAGS, queueSize, priorities, EnumSet.of(Outcome.OK, alsoAllowed));
        }

        @Override
        protected void settle() {
            queue().unquiesce();
        }

        @Operation
        public boolean timeOut(int number) {
            return queue().timedOut(request(number));
        }

        @Operation
        public void quiesce() {
            queue().quiesce();
        }

        @Operation
        public void unquiesce() {
            queue().unquiesce();
        }

        @Operation
        public void remove() {
            queue().remove();
        }
    }

    private static PlainMachine locking() {
        return new PlainMachine(PlainGuest.MEMORY_BYTES);
    }

    public static final class Late extends Living {
        public Late() {
            super(locking(), LARGE_RING, "L", TIMED_OUT);
        }
    }

    public static final class LateUnlocked extends Living {
        public LateUnlocked() {
            super(new OpenMachine(), LARGE_RING, "L", TIMED_OUT);
        }
    }

    private static final Outcome TIMED_OUT = Outcome.TIMED_OUT;

    @Test
    void a_timeout_and_the_completion_come_together() {
        assertHolds(Late.class, "submit 0, device", "interrupt", "timeOut 0", "poll");
    }

    @Test
    void without_the_lock_a_request_times_out_and_completes() {
        assertFails(LateUnlocked.class, "double completion: FLUSH tag 0", "submit 0, device", "interrupt", "timeOut 0");
    }

    /// The second request is kept by the driver; it times out, or the first does, while room is made for it.
    public static final class LateAndKept extends Living {
        public LateAndKept() {
            super(locking(), SMALL_RING, "LL", TIMED_OUT);
        }
    }

    @Test
    void a_request_that_is_kept_times_out_while_there_comes_room_for_it() {
        assertHolds(LateAndKept.class, "submit 0, submit 1, device", "interrupt", "timeOut 1", "device");
        assertHolds(LateAndKept.class, "submit 0, submit 1, device", "interrupt", "timeOut 0", "device");
    }

    public static final class Quiesced extends Living {
        public Quiesced() {
            super(locking(), LARGE_RING, "LL", Outcome.OK);
        }
    }

    public static final class QuiescedUnlocked extends Living {
        public QuiescedUnlocked() {
            super(new OpenMachine(), LARGE_RING, "LL", Outcome.OK);
        }

        /// The queue goes on by itself.
        @Override
        protected void settle() {
            // Nothing.
        }
    }

    @Test
    void a_queue_is_quiesced_and_goes_on_while_requests_are_submitted() {
        assertHolds(Quiesced.class, "", "submit 0", "quiesce, unquiesce", "submit 1, device");
    }

    @Test
    void without_the_lock_a_request_is_kept_for_ever_by_a_queue_that_goes_on() {
        assertFails(QuiescedUnlocked.class, "lost completion", "quiesce", "submit 0, submit 1", "unquiesce");
    }

    public static final class Removed extends Living {
        public Removed() {
            super(locking(), SMALL_RING, "LL", Outcome.REMOVED);
        }
    }

    public static final class RemovedUnlocked extends Living {
        public RemovedUnlocked() {
            super(new OpenMachine(), SMALL_RING, "LL", Outcome.REMOVED);
        }
    }

    @Test
    void a_disk_is_removed_while_requests_are_submitted_and_completed() {
        assertHolds(Removed.class, "submit 0", "submit 1", "remove", "device, interrupt");
    }

    @Test
    void without_the_lock_a_request_is_kept_for_ever_by_a_disk_that_is_gone() {
        assertFails(RemovedUnlocked.class, "completion", "submit 0", "submit 1", "remove");
    }
}
