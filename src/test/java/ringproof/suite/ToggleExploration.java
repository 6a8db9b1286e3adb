package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.Verdict;

/// The claims of the thread of 2021, on the real driver and device. The whole matrix is the campaign's.
class ToggleExploration {
    private static Verdict explore(String cellKey) {
        Cell cell = Cell.parse(cellKey);
        return Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
    }

    @Test
    void the_patch_loses_nothing_while_its_poller_stays() {
        for (String ring : List.of("split-flags", "split-event2021", "split-eventnow", "packed-flags",
                "packed-event")) {
            assertThat(explore(ring + "/toggle-v1/stays/HL/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
        }
    }

    @Test
    void the_patch_loses_the_other_requests_when_its_poller_leaves() {
        for (String cell : List.of("split-flags/toggle-v1/leaves/HL/q16i7.sc",
                "split-event2021/toggle-v1/leaves/HHL/q16i7.sc",
                "split-eventnow/toggle-v1/leaves/HL/q16i7.sc", "packed-flags/toggle-v1/leaves/HL/q16i7.sc",
                "packed-event/toggle-v1/leaves/HL/q16i7.sc")) {
            assertThat(explore(cell)).isInstanceOfSatisfying(Verdict.Refuted.class,
                    refuted -> assertThat(refuted.failure().message()).isEqualTo("lost completion: IN tag "
                            + (cell.contains("HHL") ? 2 : 1) + " never completes"));
        }
    }

    @Test
    void keeping_interrupts_on_needs_the_result_of_enable_with_event_idx_and_not_with_flags() {
        for (String flags : List.of("split-flags", "packed-flags")) {
            assertThat(explore(flags + "/toggle-keep-irq-ignore/leaves/HL/q16i7.tso"))
                    .isInstanceOf(Verdict.Proved.class);
        }
        for (String event : List.of("split-eventnow", "packed-event")) {
            assertThat(explore(event + "/toggle-keep-irq-ignore/leaves/HL/q16i7.sc"))
                    .isInstanceOf(Verdict.Refuted.class);
            assertThat(explore(event + "/toggle-keep-irq/leaves/HL/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RingProfile.class)
    void ours_loses_nothing_whether_its_poller_stays_goes_or_takes_leave(RingProfile ring) {
        assertThat(explore(ring.key() + "/toggle/yields/HL/q16i7.sc")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore(ring.key() + "/toggle/leaves/H/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore(ring.key() + "/toggle/yields/H/q16i7.weak")).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void the_others_leave_a_poller_asleep_that_has_nobody_to_tell() {
        for (String policy : List.of("toggle-v1", "toggle-keep-irq", "poll-queues")) {
            assertThat(explore("split-flags/" + policy + "/yields/H/q16i7.sc")).isInstanceOfSatisfying(
                    Verdict.Refuted.class, refuted -> assertThat(refuted.failure().message())
                            .contains("never completes although it is polled for"));
        }
    }

    @Test
    void poll_queues_keep_what_is_polled_apart_from_what_interrupts() {
        assertThat(explore("split-eventnow/poll-queues/leaves/HL/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore("packed-flags/poll-queues/stays/H+L/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_request_that_lines_up_behind_a_full_ring_is_found_although_nobody_polls_any_more() {
        assertThat(explore("split-flags/toggle-keep-irq/leaves/HHL/q4i7.sc")).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_full_ring_holds_requests_back_and_loses_none() {
        assertThat(explore("split-flags/interrupt/none/LL/q4i7.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore("split-eventnow/toggle-keep-irq/leaves/HL/q4i7.tso")).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void the_index_wraps() {
        assertThat(explore("split-eventnow/toggle-keep-irq/leaves/HL/q16i65535.tso"))
                .isInstanceOf(Verdict.Proved.class);
        assertThat(explore("split-event2021/interrupt/none/LL/q16i65535.tso")).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_list_fills_the_packed_ring_or_goes_round_its_end() {
        assertThat(explore("packed-event/interrupt/none/LL/q3i0.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore("packed-flags/toggle-keep-irq/leaves/HL/q3i3.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore("packed-event/toggle-keep-irq/leaves/HL/q7i12.tso")).isInstanceOf(Verdict.Proved.class);
    }
}
