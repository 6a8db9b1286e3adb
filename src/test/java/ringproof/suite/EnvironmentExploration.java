package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;

/// What the world around driver and device may do, and what may go through the ring; the longer ones are cells of the campaign.
class EnvironmentExploration {
    private static Verdict explore(Cell cell) {
        return Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
    }

    private static Verdict explore(String key) {
        return explore(Cell.parse(key));
    }

    @ParameterizedTest
    @EnumSource(value = Environment.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatever_the_world_does_nothing_is_lost(Environment environment) {
        assertThat(explore("split-flags/toggle/yields/H/q16i7/" + environment.key() + ".sc"))
                .isInstanceOf(Verdict.Proved.class);
        assertThat(explore("packed-event/interrupt/none/LL/q16i7/" + environment.key() + ".sc"))
                .isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"split-indirect", "packed-indirect", "split-in-order", "packed-in-order"})
    void whatever_goes_through_the_ring_nothing_is_lost(String ring) {
        assertThat(explore(ring + "/interrupt/none/LW/q16i7.tso")).isInstanceOf(Verdict.Proved.class);
        assertThat(explore(ring + "/toggle/leaves/HF/q16i7.sc")).isInstanceOf(Verdict.Proved.class);
    }

    /// [CorpusExploration] finds them.
    @Test
    void each_liberty_has_a_bug_that_shows_there() {
        Set<Environment> used = new TreeSet<>(Set.of(Environment.NONE));
        for (SeededBug bug : SeededBugs.list()) {
            used.add(bug.where() == null ? Environment.NONE : bug.where().environment());
        }
        assertThat(used).containsExactly(Environment.values());
    }

    /// So it is the environment that shows them.
    @ParameterizedTest
    @ValueSource(strings = {"spurious-leaves-off", "excluded-by-suppression", "failure-reported-ok"})
    void in_a_quiet_world_these_do_not_show(String name) {
        SeededBug bug = Objects.requireNonNull(SeededBugs.ofKey(name));
        assertThat(explore(new Cell(Objects.requireNonNull(bug.where()).with(Environment.NONE), MemoryModel.SC, bug)))
                .isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_key_says_what_the_world_does() {
        String key = "split-flags/toggle/stays/HLWF/q8i0/device-polls";
        assertThat(Scenario.parse(key).key()).isEqualTo(key);
        assertThat(Scenario.parse(key).environment()).isEqualTo(Environment.DEVICE_POLLS);
        assertThat(Scenario.parse(key).life()).isEqualTo(Life.NONE);
        assertThatThrownBy(() -> Scenario.parse("split-flags/toggle/stays/HX/q8i0"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"HX\" is no job");
    }
}
