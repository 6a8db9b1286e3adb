package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.machine.Barrier;

/// The benchmark program holds, and falls with each of the things that make it hold.
final class NotificationExploration {
    private static final RingSize SMALL = new RingSize(2, 2, 1);

    private static Verdict explore(boolean rechecks, Configuration configuration) {
        return Explorer.exhaust(new NotificationProgram(SMALL, rechecks), configuration, Budget.DEFAULT);
    }

    /// The weak model has millions of states here: [#two_items_arrive_under_the_weak_model()].
    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void nobody_sleeps_for_ever_and_every_item_arrives(MemoryModel model) {
        Verdict verdict = explore(true, Configuration.of(model));
        assertThat(verdict).isInstanceOf(Verdict.Proved.class);
        assertThat(verdict.stats().states()).isGreaterThan(1000);
    }

    @Test
    void two_items_arrive_under_the_weak_model() {
        assertThat(Explorer.exhaust(new NotificationProgram(new RingSize(1, 2, 1), true),
                Configuration.of(MemoryModel.WEAK), Budget.DEFAULT)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void a_consumer_that_does_not_look_again_sleeps_for_ever(MemoryModel model) {
        assertThat(explore(false, Configuration.of(model))).isInstanceOf(Verdict.Refuted.class);
    }

    @ParameterizedTest
    @EnumSource(value = Barrier.class, names = {"KICK_CHECK", "AVAILABLE_RECHECK", "NOTIFY_CHECK", "USED_RECHECK"})
    void each_fence_is_needed_under_tso_and_none_under_sc(Barrier fence) {
        assertThat(explore(true, Configuration.of(MemoryModel.TSO).dropping(fence)))
                .isInstanceOf(Verdict.Refuted.class);
        assertThat(explore(true, Configuration.of(MemoryModel.SC).dropping(fence))).isInstanceOf(Verdict.Proved.class);
    }
}
