package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.check.Budget;
import ringproof.check.Failure;
import ringproof.check.Schedule;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.Token;

/// What the user of `replay` sees.
final class ReplayTest {
    private static final Cell CELL = Cell.parse("split-flags/interrupt/none/LL/q16i7.sc.no-commit-rqs");

    @TempDir
    private Path directory;

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

    @ParameterizedTest
    @CsvSource({"text,cell     ", "json,{", "shiviz,(?<host>", "svg,<svg ", "html,<!DOCTYPE html>",
        "HTML,<!DOCTYPE html>"})
    void every_format_is_printed_or_written_to_a_file(String format, String beginning) throws IOException {
        String token = token();
        assertThat(shell.run("replay", token, "--format", format)).isZero();
        String printed = shell.out();
        assertThat(printed).startsWith(beginning).contains("HardwareQueue.java:").endsWith("\n");
        Path file = directory.resolve("new").resolve("finding");
        assertThat(shell.run("replay", token, "--format", format, "-o", file.toString())).isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(file).hasContent(printed);
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
    }

    @Test
    void json_is_short_for_its_format() {
        String token = token();
        assertThat(shell.run("replay", "--json", token)).isZero();
        String first = shell.out();
        assertThat(shell.run("replay", "--json", "--format", "json", token)).isZero();
        assertThat(shell.out()).isEqualTo(first);
        assertBadUsage("--json and --format svg exclude each other", "--json", "--format", "svg", token);
    }

    @Test
    void a_format_or_a_file_that_cannot_be_is_one_line_and_exit_code_2() throws IOException {
        String token = token();
        assertBadUsage("expected one of [TEXT, JSON, SHIVIZ, SVG, HTML]", "--format", "pdf", token);
        assertBadUsage("is not a regular file", "-o", directory.toString(), token);
        Path file = Files.writeString(directory.resolve("file"), "kept");
        assertBadUsage("could not be written", "-o", file.resolve("below").toString(), token);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertBadUsage("is not a regular file", "-o", link.toString(), token);
        assertThat(file).hasContent("kept");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("file", "link");
    }

    @Test
    void a_step_is_shown_in_a_picture_and_must_be_one_of_the_trace() {
        String token = token();
        assertThat(shell.run("replay", "--format", "svg", "--step", "2", token)).isZero();
        assertThat(shell.out()).contains("and memory after step 2");
        assertThat(shell.run("replay", "--format", "html", "--step", "2", token)).isZero();
        assertThat(shell.out()).contains("{\"start\":2,");
        assertBadUsage("--step must be 1 to ", "--format", "svg", "--step", "0", token);
        assertBadUsage("--step must be 1 to ", "--format", "html", "--step", "9999", token);
        assertBadUsage("--step goes with --format svg or html", "--step", "2", token);
    }

    private void assertBadUsage(String complaint, String... arguments) {
        assertThat(shell.run(Stream.concat(Stream.of("replay"), Stream.of(arguments)).toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(shell.err()).contains(complaint);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.out()).isEmpty();
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
}
