package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.plain.Interleavings.Outcome;
import ringproof.tool.Recorded;
import ringproof.tool.ToolException;

final class LincheckOutputTest {
    private static LincheckOutput read(Outcome outcome) throws ToolException {
        return LincheckOutput.parse(Recorded.lines(LincheckOutput.linesOf(outcome, 20.5)));
    }

    @Test
    void what_is_written_is_read() throws ToolException {
        assertThat(read(new Outcome(9271, true, ""))).isEqualTo(new LincheckOutput(Ending.NOT_EXHAUSTED, 9271, 20.5));
        assertThat(read(new Outcome(12, false, ""))).isEqualTo(new LincheckOutput(Ending.PROVED, 12, 20.5));
        assertThat(read(new Outcome(557, false, "\n= The execution has hung =\n| more |")))
                .isEqualTo(new LincheckOutput(Ending.REFUTED, 557, 20.5));
    }

    @Test
    void another_report_is_no_verdict() {
        assertThatThrownBy(() -> read(new Outcome(1, false, "= Invalid execution results =\n")))
                .isInstanceOf(ToolException.class)
                .hasMessage("Lincheck reports something else than a hang: = Invalid execution results =");
    }

    @Test
    void a_crash_is_no_verdict() {
        assertThatThrownBy(() -> LincheckOutput.parse(Recorded.lines(List.of("Exception in thread \"main\""))))
                .isInstanceOf(ToolException.class).hasMessageEndingWith("at last: Exception in thread \"main\"");
    }
}
