package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The `clauses` command.
final class ClauseMatrixTest {
    private final CommandLineHarness shell = new CommandLineHarness();

    @Test
    void every_clause_is_printed_with_its_tests_and_the_counts_come_last() {
        assertThat(shell.run("clauses")).isEqualTo(ExitCode.AS_EXPECTED);
        assertThat(shell.out()).contains("2.7.13.4.1-1", "suite.BarrierExploration", "not applicable: legacy")
                .containsPattern("all +205 ").endsWith(", 0 without a test or a reason\n");
        assertThat(shell.out().lines()).allMatch(line -> line.length() <= Table.WIDTH);
    }

    @Test
    void only_what_nobody_checks() {
        assertThat(shell.run("clauses", "--uncovered")).isEqualTo(ExitCode.AS_EXPECTED);
        assertThat(shell.out()).contains("7.1-1").doesNotContain("2.7.13.4.1-1", "not applicable: legacy");
    }
}
