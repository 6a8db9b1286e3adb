package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.tool.Recorded;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;

final class SpinOutputTest {
    private static final Transcript PROVED = Recorded.file("/ringproof/bench/spin-proved.txt");

    @Test
    void a_search_without_errors_is_a_proof_with_its_states_and_its_time() throws ToolException {
        assertThat(SpinOutput.parse(PROVED)).isEqualTo(new SpinOutput(Ending.PROVED, 518_389, 0.25));
    }

    @Test
    void an_invalid_end_state_is_a_refutation() throws ToolException {
        assertThat(SpinOutput.parse(Recorded.file("/ringproof/bench/spin-stuck.txt")))
                .isEqualTo(new SpinOutput(Ending.REFUTED, 151, 0));
    }

    @Test
    void any_other_error_is_no_verdict() {
        assertThatThrownBy(() -> SpinOutput.parse(Recorded.file("/ringproof/bench/spin-assertion.txt")))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("Spin reports an error that is no invalid end state: assertion violated");
    }

    @Test
    void a_search_that_was_cut_short_is_no_proof() {
        assertThatThrownBy(
                () -> SpinOutput.parse(Recorded.with(PROVED, "error: max search depth too small")))
                .isInstanceOf(ToolException.class).hasMessageEndingWith("max search depth too small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Full statespace search", "states, stored", "elapsed time", "errors: "})
    void a_line_that_is_missing_is_an_error_and_not_a_zero(String line) {
        assertThatThrownBy(() -> SpinOutput.parse(Recorded.without(PROVED, line))).isInstanceOf(ToolException.class)
                .hasMessageStartingWith("the tool printed no line of the form");
    }
}
