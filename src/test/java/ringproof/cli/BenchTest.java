package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `bench` refuses before it measures anything.
final class BenchTest {
    private final CommandLineHarness shell = new CommandLineHarness();

    @Test
    void a_bench_of_nothing_is_bad_usage() {
        assertThat(shell.run("bench")).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo(
                        "ringproof bench: say what to measure: bench engine, bench growth, bench estimate, bench notifications or bench lateness (ringproof bench --help)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "86401"})
    void lincheck_needs_a_sensible_time(String seconds) {
        assertThat(shell.run("bench", "engine", "--lincheck-seconds", seconds)).isEqualTo(2);
        assertThat(shell.err()).startsWith("ringproof bench engine: --lincheck-seconds must be 1 to 86400")
                .hasLineCount(1);
    }
}
