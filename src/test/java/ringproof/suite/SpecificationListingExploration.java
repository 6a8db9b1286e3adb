package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.corpus.spec.Listing;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;

/// The example of 2.7.14, as printed and mended.
class SpecificationListingExploration {
    private static Verdict explore(String scenario, MemoryModel model, boolean firstMended, boolean secondMended) {
        Parts parts = new Parts() {
            @Override
            protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario where) {
                return new Listing(machine, layout, where, firstMended, secondMended);
            }
        };
        return Explorer.exhaust(new RingProgram(Scenario.parse(scenario), parts), Configuration.of(model),
                Budget.DEFAULT);
    }

    private static void checkRefuted(Verdict verdict, String message) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refuted.class,
                refuted -> assertThat(refuted.failure().message()).contains(message));
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void as_printed_it_never_takes_a_used_buffer(MemoryModel model) {
        for (String ring : new String[]{"split-flags", "split-event2021", "split-eventnow"}) {
            checkRefuted(explore(ring + "/interrupt/none/L/q16i7", model, false, false), "lost completion");
        }
    }

    @Test
    void with_one_comparison_turned_round_it_takes_what_the_device_has_not_written() {
        String two = "split-flags/interrupt/none/LL/q16i7";
        checkRefuted(explore(two, MemoryModel.SC, true, false), "IN tag 1");
        checkRefuted(explore(two, MemoryModel.SC, false, true), "IN tag 1");
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void with_both_turned_round_it_loses_nothing(MemoryModel model) {
        for (String ring : new String[]{"split-flags", "split-event2021", "split-eventnow"}) {
            assertThat(explore(ring + "/interrupt/none/L/q16i7", model, true, true)).isInstanceOf(Verdict.Proved.class);
        }
        assertThat(explore("split-flags/interrupt/none/LL/q16i7", MemoryModel.TSO, true, true))
                .isInstanceOf(Verdict.Proved.class);
    }
}
