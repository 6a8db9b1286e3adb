package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.machine.Barrier;

/// Every barrier dropped in turn, on the real classes, on either ring.
class BarrierExploration {
    private static Verdict without(String ring, Barrier barrier, MemoryModel model) {
        SeededBug bug = Objects.requireNonNull(
                SeededBugs.ofKey(ring + "drop-" + barrier.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        assertThat(Objects.requireNonNull(bug.where()).ring().isPacked()).isEqualTo(!ring.isEmpty());
        Cell cell = bug.cell(model);
        return Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
    }

    static List<Arguments> barriers() {
        List<Arguments> all = new ArrayList<>();
        for (String ring : List.of("", "packed-")) {
            for (Barrier barrier : Barrier.values()) {
                all.add(Arguments.of(ring, barrier));
            }
        }
        return all;
    }

    static List<Arguments> fullBarriers() {
        List<Arguments> full = new ArrayList<>();
        for (Arguments each : barriers()) {
            if (((Barrier) each.get()[1]).kind() == Barrier.Kind.FULL) {
                full.add(each);
            }
        }
        return full;
    }

    @ParameterizedTest
    @MethodSource("fullBarriers")
    void each_full_barrier_is_needed_under_tso_and_not_under_sc(String ring, Barrier barrier) {
        assertThat(without(ring, barrier, MemoryModel.SC)).isInstanceOf(Verdict.Proved.class);
        assertThat(without(ring, barrier, MemoryModel.TSO)).isInstanceOfSatisfying(Verdict.Refuted.class,
                refuted -> assertThat(refuted.failure().message()).contains("lost completion"));
    }

    @ParameterizedTest
    @MethodSource("barriers")
    void each_barrier_is_needed_under_weak_memory(String ring, Barrier barrier) {
        assertThat(without(ring, barrier, MemoryModel.WEAK)).isInstanceOf(Verdict.Refuted.class);
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void partners_are_mutual_or_shared(Barrier barrier) {
        Barrier partner = barrier.partner();
        assertThat(partner.kind() == Barrier.Kind.FULL).isEqualTo(barrier.kind() == Barrier.Kind.FULL);
        assertThat(partner.partner() == barrier || barrier == Barrier.USED_EVENT_ADVANCE).isTrue();
    }
}
