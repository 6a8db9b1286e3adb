package ringproof.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlcOutputTest {
    private static final Transcript PROVED = Recorded.file("tlc-proved.txt");

    @Test
    void a_completed_search_has_nothing_wrong_and_its_time_is_that_between_two_lines() throws ToolException {
        assertThat(TlcOutput.parse(PROVED)).isEqualTo(new TlcOutput(null, 43_900, 60, 1, List.of()));
    }

    @Test
    void a_deadlock_comes_with_its_trace() throws ToolException {
        TlcOutput output = TlcOutput.parse(Recorded.file("tlc-deadlock.txt"));
        assertThat(output.error()).isEqualTo(TlcOutput.DEADLOCK);
        assertThat(output.states()).isEqualTo(6869);
        assertThat(output.depth()).isEqualTo(23);
        assertThat(output.trace()).startsWith("State 1: <Initial predicate>").hasSize(13);
    }

    @Test
    void an_invariant_that_is_violated_is_named() throws ToolException {
        assertThat(TlcOutput.parse(Recorded.file("tlc-invariant.txt")).error())
                .isEqualTo("Invariant InOrder is violated.");
    }

    @Test
    void thousands_may_be_set_apart() throws ToolException {
        Transcript other = Recorded.with(Recorded.without(PROVED, "distinct states found"),
                "1,475,481 states generated, 518,389 distinct states found, 0 states left on queue.");
        assertThat(TlcOutput.parse(other).states()).isEqualTo(518_389);
    }

    @Test
    void a_model_that_cannot_be_read_is_no_verdict() {
        Transcript unread = Recorded.lines(List.of("Error: Parsing or semantic analysis failed."));
        assertThatThrownBy(() -> TlcOutput.parse(unread)).isInstanceOf(ToolException.class)
                .hasMessage("TLC cannot read the model: Parsing or semantic analysis failed.");
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
