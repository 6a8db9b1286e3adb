package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;

/// What the user of `check` sees, on cells of a few thousand states.
final class CheckTest {
    private static final String SOUND = "split-event2021/toggle-v1/stays/LH/q16i7.sc";
    private static final String REFUTED = "split-flags/interrupt/none/LL/q16i7.sc.used-len-wrong";
    /// A barrier that this memory model does not need, so that what is expected does not happen.
    private static final String HARMLESS = "split-flags/toggle-v1/stays/H/q16i7.tso.drop-used-event-advance";

    private final CommandLineHarness shell = new CommandLineHarness();
    @TempDir
    private Path reports;

    private int check(List<String> keys, String... options) {
        List<Cell> cells = keys.stream().map(Cell::parse).toList();
        String[] all = new String[options.length + 2];
        all[0] = "--report";
        all[1] = reports.toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return shell.run(new CommandLine(new Check(new Campaign("test", cells))), all);
    }

    @Test
    void expected_verdicts_are_exit_code_0_and_a_report() throws IOException {
        assertThat(check(List.of(SOUND, REFUTED), "--workers", "2")).isZero();
        assertThat(shell.out()).contains("2 cells: 1 proved, 1 refuted as expected, 0 unexpected, 0 inconclusive; ")
                .contains("used.len counts the bytes that the device has read").containsPattern("(?m)^RP1:\\S+$");
        assertThat(shell.err()).isEmpty();
        assertThat(Files.readString(reports.resolve("index.html"))).contains(SOUND);
        assertThat(reports.resolve("campaign.json")).exists();
    }

    @Test
    void a_finding_names_the_smaller_cell_in_which_the_same_goes_wrong() {
        assertThat(check(List.of("split-flags/interrupt/none/LL/q16i7.sc.no-commit-rqs"))).isZero();
        assertThat(shell.out())
                .containsPattern(
                        "(?m)^  already with (split-flags/interrupt/none/L/q16i7\\.sc\\.no-commit-rqs): RP1:\\1:");
    }

    @Test
    void tokens_go_to_a_file() throws IOException {
        Path file = reports.resolve("new/seeds.txt");
        assertThat(check(List.of(SOUND, REFUTED), "--tokens", file.toString())).isZero();
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("RP1:" + REFUTED + ":");
    }

    @Test
    void an_unexpected_verdict_is_exit_code_1() {
        assertThat(check(List.of(SOUND, HARMLESS))).isEqualTo(1);
        assertThat(shell.out()).contains("NOT EXPECTED  " + HARMLESS + ": proved instead of refuted")
                .contains(" 1 unexpected, ");
    }

    @Test
    void no_verdict_is_exit_code_3() {
        assertThat(check(List.of(SOUND), "--budget", "0.000001")).isEqualTo(3);
        assertThat(shell.out())
                .contains("BOUNDED  " + SOUND
                        + ": proved for every execution with at most 0 preemptions; the time budget")
                .contains(" 1 inconclusive; ");
    }

    @Test
    void an_unexpected_verdict_outweighs_a_missing_one() {
        assertThat(check(List.of(SOUND, HARMLESS), "--budget", "0.000001")).isEqualTo(1);
    }

    @Test
    void tables_fit_160_columns() {
        check(List.of(SOUND, REFUTED, "split-flags/toggle-keep-irq-ignore/stays/LLLL+HHHH/q16i65534.tso",
                "split-event2021/toggle-keep-irq-ignore/leaves/LLLL+HHHH/q16i65534.tso.no-recheck-after-enable-notification"),
                "--budget", "0.000001");
        assertThat(shell.out().lines().filter(line -> line.startsWith(" ") && !line.startsWith("  ")))
                .isNotEmpty().allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void a_filter_selects_and_list_runs_nothing() {
        assertThat(shell.run("check", "--list", "--filter", "toggle-v1/stays")).isZero();
        assertThat(shell.out().lines()).isNotEmpty().allMatch(line -> line.contains("toggle-v1/stays"))
                .contains("proved    " + SOUND);
        assertThat(shell.run("check", "--filter", SOUND, "--report", reports.toString())).isZero();
        assertThat(shell.out()).contains("1 cell: 1 proved");
    }

    @Test
    void bad_usage_is_one_line_and_exit_code_2() {
        String[][] bad = {{}, {"check", "--filter", "no such cell"}, {"check", "--workers", "0"},
            {"check", "--budget", "-1"},
            {"check", "--budget", "NaN"}, {"check", "--budget", "soon"}, {"check", "--no-such-option"}, {"chekc"}};
        for (String[] arguments : bad) {
            assertThat(shell.run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(shell.err().lines()).as(String.join(" ", arguments)).hasSize(1);
            assertThat(shell.out()).isEmpty();
        }
    }

    @Test
    void a_report_that_cannot_be_written_is_told_before_the_search() throws IOException {
        Path file = Files.createFile(reports.resolve("file"));
        assertThat(shell.run("check", "--filter", SOUND, "--report", file.toString())).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void a_heap_that_is_full_is_no_verdict() throws Exception {
        CommandLine command = Main.commandLine();
        assertThat(shell.run(command, "corpus", "--list")).isZero();
        Exception full = new IllegalStateException("a cell failed", new OutOfMemoryError("Java heap space"));
        assertThat(Complaint.failed(full, command, command.getParseResult())).isEqualTo(3);
        assertThat(shell.err()).contains("the heap is full");
    }

    @Test
    void every_command_explains_itself() {
        for (String command : List.of("check", "replay", "corpus", "copy", "serve", "generate-completion")) {
            assertThat(shell.run(command, "--help")).isZero();
            assertThat(shell.out()).contains("Usage: ringproof " + command);
        }
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out()).startsWith("ringproof ");
        assertThat(shell.run("generate-completion")).isZero();
        assertThat(shell.out()).contains("complete -F");
    }
}
