package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;

/// What the user of `corpus` sees.
final class CorpusTest {
    private final CommandLineHarness shell = new CommandLineHarness();

    @Test
    void a_list_has_every_seeded_bug() {
        assertThat(shell.run("corpus", "--list")).isZero();
        for (SeededBug bug : SeededBugs.list()) {
            assertThat(shell.out()).contains(" " + bug.key() + " ");
        }
        assertThat(shell.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void the_matrix_says_who_finds_a_bug_and_who_does_not() {
        assertThat(shell.run("corpus", "--filter", "used-then-flag", "--executions", "1")).as(shell.err()).isZero();
        assertThat(shell.out()).containsPattern("used-then-flag +QEMU a281ebc11a69 +- +[0-9,]+, [0-9.]+ s")
                .contains("> 1, ").contains("0 by none");
    }

    @Test
    void what_is_no_bug_and_no_number_is_one_line() {
        assertThat(shell.run("corpus", "--filter", "no such bug")).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo("ringproof corpus: no bug's key or source contains \"no such bug\": corpus --list "
                        + "shows them (ringproof corpus --help)\n");
        assertThat(shell.run("corpus", "--executions", "0")).isEqualTo(2);
        assertThat(shell.err()).contains("--executions must be 1 to 1000000");
    }
}
