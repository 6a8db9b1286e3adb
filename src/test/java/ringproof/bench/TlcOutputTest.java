package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlcOutputTest {
    private static final Transcript PROVED = Recorded.file("tlc-proved.txt");

    @Test
    void a_completed_search_is_a_proof_with_its_states_and_the_time_between_two_lines() throws ToolException {
        assertThat(TlcOutput.parse(PROVED)).isEqualTo(new TlcOutput(Ending.PROVED, 43_900, 1));
    }

    @Test
    void a_deadlock_is_a_refutation() throws ToolException {
        assertThat(TlcOutput.parse(Recorded.file("tlc-deadlock.txt")))
                .isEqualTo(new TlcOutput(Ending.REFUTED, 6869, 1));
    }

    @Test
    void thousands_may_be_set_apart() throws ToolException {
        Transcript other = Recorded.with(Recorded.without(PROVED, "distinct states found"),
                "1,475,481 states generated, 518,389 distinct states found, 0 states left on queue.");
        assertThat(TlcOutput.parse(other).states()).isEqualTo(518_389);
    }

    @Test
    void any_other_error_is_no_verdict() {
        assertThatThrownBy(() -> TlcOutput.parse(Recorded.file("tlc-invariant.txt")))
                .isInstanceOf(ToolException.class)
                .hasMessage("TLC reports an error that is no deadlock: Invariant InOrder is violated.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Finished computing initial states", "distinct states found", "No error has been found"})
    void a_line_that_is_missing_is_an_error_and_not_a_zero(String line) {
        assertThatThrownBy(() -> TlcOutput.parse(Recorded.without(PROVED, line))).isInstanceOf(ToolException.class)
                .hasMessageStartingWith("the tool printed no line of the form");
    }

    @Test
    void a_number_that_is_there_twice_is_an_error() {
        assertThatThrownBy(() -> TlcOutput.parse(Recorded.with(PROVED,
                "1 states generated, 1 distinct states found, 0 states left on queue.")))
                .isInstanceOf(ToolException.class).hasMessageStartingWith("the tool printed 2 lines of the form");
    }
}
