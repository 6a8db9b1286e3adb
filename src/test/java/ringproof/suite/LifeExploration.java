package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.Verdict;

/// One thing done to the whole driver and the whole device at any moment; the longer ones are cells of the campaign.
class LifeExploration {
    private static Verdict explore(String key) {
        Cell cell = Cell.parse(key);
        return Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(value = Life.class, names = {"TIMEOUT", "QUIESCE", "RESET_QUEUE", "SUSPEND", "REMOVE"})
    void whatever_happens_every_request_ends_once(Life life) {
        assertThat(explore("split-flags/interrupt/none/L/q8i0/" + life.key() + ".sc"))
                .isInstanceOf(Verdict.Proved.class);
    }

    /// Two requests of three descriptors in a ring of four: one is kept while the first times out.
    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void a_request_that_is_kept_goes_on_when_the_one_before_it_times_out(String model) {
        assertThat(explore("split-flags/interrupt/none/LL/q4i0/timeout." + model)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_key_says_what_happens_and_is_refused_where_it_cannot() {
        String key = "split-flags/toggle/stays/HL/q8i0/reset-queue";
        assertThat(Scenario.parse(key).key()).isEqualTo(key);
        assertThat(Scenario.parse(key).life()).isEqualTo(Life.RESET_QUEUE);
        assertThatThrownBy(() -> Scenario.parse("split-flags/toggle/stays/HL/q8i7/freeze"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("begins at index 0");
        assertThatThrownBy(() -> Scenario.parse("split-flags/toggle/stays/HL/q8i0/explode"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("explode");
    }
}
