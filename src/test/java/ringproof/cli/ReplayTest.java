package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ringproof.check.Budget;
import ringproof.check.Failure;
import ringproof.check.Schedule;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;
import ringproof.suite.Token;

/// What the user of `replay` and `bugs` sees.
final class ReplayTest {
    private static final Cell CELL = Cell.parse("split-flags/interrupt/none/LL/q16i7.sc.no-commit-rqs");

    private final CommandLineHarness shell = new CommandLineHarness();

    private static String token() {
        Campaign campaign = new Campaign("one", List.of(CELL));
        return Objects.requireNonNull(campaign.run(Budget.DEFAULT, 1, result -> {
        }).getFirst().token()).toString();
    }

    @Test
    void a_token_prints_the_same_trace_every_time() {
        String token = token();
        assertThat(shell.run("replay", token)).isZero();
        String first = shell.out();
        assertThat(first).startsWith("cell     " + CELL.key() + "\n").contains("lost completion",
                "HardwareQueue.java:");
        assertThat(shell.run("replay", token)).isZero();
        assertThat(shell.out()).isEqualTo(first);
    }

    @Test
    void json_has_the_same_steps() throws IOException {
        String token = token();
        assertThat(shell.run("replay", "--json", token)).isZero();
        JsonNode root = new ObjectMapper().readTree(shell.out());
        assertThat(root.path("token").asText()).isEqualTo(token);
        assertThat(root.path("reproduces").asBoolean()).isTrue();
        assertThat(root.path("steps")).isNotEmpty();
        assertThat(root.path("steps").get(0).path("agent").asText()).isEqualTo("job1");
    }

    @Test
    void what_is_no_token_is_one_line_and_exit_code_2() {
        String token = token();
        List<String> bad = List.of("", "nonsense", token.substring(0, token.length() - 3), token.replace("LL", "LH"),
                "RP9" + token.substring(3));
        for (String text : bad) {
            assertThat(shell.run("replay", text)).as(text).isEqualTo(2);
            assertThat(shell.err().lines()).as(text).hasSize(1);
            assertThat(shell.out()).as(text).isEmpty();
        }
        assertThat(shell.run("replay")).isEqualTo(2);
    }

    @Test
    void a_token_made_for_other_code_says_so_with_exit_code_1() {
        Failure failure = new Failure(Failure.Kind.PROPERTY, "something else");
        for (int[] schedule : List.of(new int[]{0}, new int[]{0, 0, 0, 0}, new int[]{9999}, new int[0])) {
            assertThat(shell.run("replay", Token.of(CELL, failure, new Schedule(schedule)).toString())).isEqualTo(1);
            assertThat(shell.err().lines()).hasSize(1);
            assertThat(shell.err()).startsWith(
                    "ringproof replay: the finding does not reproduce: the token was made for other code: ");
        }
    }

    @Test
    void bugs_lists_every_seeded_bug() {
        assertThat(shell.run("bugs")).isZero();
        for (SeededBug bug : SeededBugs.list()) {
            assertThat(shell.out()).contains(" " + bug.key() + " ");
        }
        assertThat(shell.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Table.WIDTH));
    }
}
