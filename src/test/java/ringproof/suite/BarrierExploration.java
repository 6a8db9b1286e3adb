package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.machine.Barrier;

/// Every barrier dropped in turn, on the real classes.
class BarrierExploration {
    private static Verdict without(Barrier barrier, MemoryModel model) {
        SeededBug bug = Objects.requireNonNull(
                SeededBugs.ofKey("drop-" + barrier.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
        Cell cell = new Cell(bug.where(), model, bug);
        return Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void no_barrier_is_needed_under_sc(Barrier barrier) {
        assertThat(without(barrier, MemoryModel.SC)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void each_full_barrier_is_needed_under_tso_and_the_others_tso_keeps_by_itself(Barrier barrier) {
        Verdict verdict = without(barrier, MemoryModel.TSO);
        if (barrier.kind() == Barrier.Kind.FULL) {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Refuted.class,
                    refuted -> assertThat(refuted.failure().message()).contains("lost completion"));
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Proved.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void partners_are_mutual_or_shared(Barrier barrier) {
        Barrier partner = barrier.partner();
        assertThat(partner.kind() == Barrier.Kind.FULL).isEqualTo(barrier.kind() == Barrier.Kind.FULL);
        assertThat(partner.partner() == barrier || barrier == Barrier.USED_EVENT_ADVANCE).isTrue();
    }
}
