package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ringproof.check.Budget;
import ringproof.check.Failure;
import ringproof.check.Schedule;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.Token;

/// What the user of `shrink` sees.
final class ShrinkTest {
    private static final Cell CELL = Cell.parse("split-flags/interrupt/none/LL+L/q4i9.sc.no-commit-rqs");

    private final CommandLineHarness shell = new CommandLineHarness();

    private static String token() {
        Campaign campaign = new Campaign("one", List.of(CELL));
        return Objects.requireNonNull(campaign.run(Budget.DEFAULT, 1, result -> {
        }).getFirst().token()).toString();
    }

    @Test
    void the_last_line_is_a_smaller_token_and_those_before_say_what_got_smaller() {
        assertThat(shell.run("shrink", token())).isZero();
        assertThat(shell.out()).startsWith("cell        split-flags/interrupt/none/L/q16i7.sc.no-commit-rqs\n")
                .contains("\nfailure     lost completion: IN tag 0 never completes\n", "\nrequests    3 -> 1\n",
                        "\nsubmitters  2 -> 1\n", "\nqueue       q4i9 -> q16i7\n")
                .containsPattern("\nsteps       [0-9]+ -> [0-9]+\n")
                .containsPattern("\nexplored    [1-9] smaller cells, ");
        String smallest = shell.out().lines().toList().getLast();
        assertThat(shell.run("replay", smallest)).isZero();
        assertThat(shell.run("shrink", smallest)).isZero();
        assertThat(shell.out()).contains("nothing smaller was found").endsWith("\n" + smallest + "\n")
                .doesNotContain("->");
    }

    @Test
    void few_states_find_less() {
        String token = token();
        assertThat(shell.run("shrink", "--states", "1", token)).isZero();
        assertThat(shell.out()).startsWith("cell        " + CELL.key() + "\n");
    }

    @Test
    void bad_usage_is_one_line_and_exit_code_2() {
        for (List<String> bad : List.of(List.of("shrink"), List.of("shrink", "nonsense"),
                List.of("shrink", "--states", "0", "RP1"))) {
            assertThat(shell.run(bad.toArray(String[]::new))).as(bad.toString()).isEqualTo(2);
            assertThat(shell.err().lines()).as(bad.toString()).hasSize(1);
            assertThat(shell.out()).isEmpty();
        }
    }

    @Test
    void a_token_made_for_other_code_says_so_with_exit_code_1() {
        Failure failure = new Failure(Failure.Kind.PROPERTY, "something else");
        assertThat(shell.run("shrink", Token.of(CELL, failure, new Schedule(new int[0])).toString())).isEqualTo(1);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).startsWith("ringproof shrink: the finding does not reproduce: ");
    }
}
