package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.tool.TlcOutput;
import ringproof.tool.ToolException;

final class TlcCheckerTest {
    private static TlcOutput with(String error) {
        return new TlcOutput(error, 1, 1, 1, List.of());
    }

    @Test
    void a_deadlock_is_a_refutation_and_any_other_error_is_no_verdict() throws ToolException {
        assertThat(TlcChecker.ending(with(null))).isEqualTo(Ending.PROVED);
        assertThat(TlcChecker.ending(with(TlcOutput.DEADLOCK))).isEqualTo(Ending.REFUTED);
        assertThatThrownBy(() -> TlcChecker.ending(with("Invariant InOrder is violated.")))
                .isInstanceOf(ToolException.class)
                .hasMessage("TLC reports an error that is no deadlock: Invariant InOrder is violated.");
    }
}
