package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
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

    static List<Barrier> fullBarriers() {
        List<Barrier> full = new ArrayList<>();
        for (Barrier barrier : Barrier.values()) {
            if (barrier.kind() == Barrier.Kind.FULL) {
                full.add(barrier);
            }
        }
        return full;
    }

    @ParameterizedTest
    @MethodSource("fullBarriers")
    void each_full_barrier_is_needed_under_tso_and_not_under_sc(Barrier barrier) {
        assertThat(without(barrier, MemoryModel.SC)).isInstanceOf(Verdict.Proved.class);
        assertThat(without(barrier, MemoryModel.TSO)).isInstanceOfSatisfying(Verdict.Refuted.class,
                refuted -> assertThat(refuted.failure().message()).contains("lost completion"));
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void each_barrier_is_needed_under_weak_memory(Barrier barrier) {
        assertThat(without(barrier, MemoryModel.WEAK)).isInstanceOf(Verdict.Refuted.class);
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void partners_are_mutual_or_shared(Barrier barrier) {
        Barrier partner = barrier.partner();
        assertThat(partner.kind() == Barrier.Kind.FULL).isEqualTo(barrier.kind() == Barrier.Kind.FULL);
        assertThat(partner.partner() == barrier || barrier == Barrier.USED_EVENT_ADVANCE).isTrue();
    }
}
