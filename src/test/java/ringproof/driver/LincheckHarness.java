package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import ringproof.machine.Lock;
import ringproof.plain.Interleavings;
import ringproof.plain.PlainMachine;

/// Holds a [PlainGuest] under Lincheck, which samples: what holds was looked for, not proved.
abstract class LincheckHarness {
    private static final int LIMIT = Boolean.getBoolean("ringproof.nightly") ? 30_000 : 250;
    /// Fewer interleavings than this, and the scenario has come to interleave nothing.
    private static final int MANY = 200;
    private static final String FAILED = "Validation function nothing_is_lost has failed";

    static void assertHolds(Class<?> tested, String before, String... threads) {
        Interleavings.Outcome outcome = Interleavings.run(tested, LIMIT, before, threads);
        assertThat(outcome.report()).isEmpty();
        assertThat(outcome.count()).as("interleavings").isGreaterThanOrEqualTo(MANY);
    }

    static void assertFails(Class<?> tested, String how, String before, String... threads) {
        assertThat(Interleavings.run(tested, LIMIT, before, threads).report()).contains(FAILED).contains(how);
    }

    /// Its locks exclude nobody.
    static final class OpenMachine extends PlainMachine {
        OpenMachine() {
            super(PlainGuest.MEMORY_BYTES);
        }

        @Override
        public Lock newLock(String name) {
            return new Lock() {
                @Override
                public void lock() {
                    // Everybody may enter.
                }

                @Override
                public void unlock() {
                    // And leave.
                }
            };
        }
    }
}
