package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;

/// What the user of `nightly` sees, from one night to the next.
final class NightlyTest {
    private static final String SOUND = "split-flags/interrupt/none/LL/q16i7.sc";
    private static final String REFUTED = "split-flags/interrupt/none/LL/q16i7.sc.used-len-wrong";
    /// A barrier that this memory model does not need, so that what is expected does not happen.
    private static final String HARMLESS = "split-flags/toggle-v1/stays/H/q16i7.tso.drop-used-event-advance";
    /// Millions of states.
    private static final String LARGE = "split-flags/toggle/yields/HHLL/q16i7.tso";

    private final CommandLineHarness shell = new CommandLineHarness();
    @TempDir
    private Path results;

    private int nightly(String budget, String... keys) {
        Campaign campaign = new Campaign("test", Stream.of(keys).map(Cell::parse).toList());
        return shell.run(new CommandLine(new Nightly(campaign)), "--results", results.toString(), "--budget", budget);
    }

    private List<Path> cells() throws IOException {
        try (Stream<Path> files = Files.list(results.resolve("cells"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void each_cell_leaves_a_file_and_is_not_explored_again() throws IOException {
        assertThat(nightly("60s", SOUND, REFUTED)).isZero();
        assertThat(shell.out()).contains("2 cells: 1 proved, 1 refuted as expected, 0 unexpected, 0 inconclusive")
                .contains("This is the first.");
        assertThat(cells()).hasSize(2);
        String page = shell.out().replaceAll("steps in .*", "");

        assertThat(nightly("60s", SOUND, REFUTED)).isZero();
        assertThat(shell.err()).contains("2 of them settled before").doesNotContain("round");
        assertThat(shell.out().replaceAll("steps in .*", "")).as("the same from the files alone, token and all")
                .isEqualTo(page.replace("This is the first.",
                        "0 cells are new, 0 are gone, 0 have changed."));
    }

    @Test
    void what_was_not_settled_goes_on_where_it_was_killed() throws IOException {
        nightly("60s", SOUND, REFUTED);
        Files.delete(cells().getFirst());
        assertThat(nightly("60s", SOUND, REFUTED)).isZero();
        assertThat(shell.err()).contains("1 of them settled before").contains("round 1: 1 cells");
    }

    @Test
    void a_cell_that_did_not_finish_is_inconclusive_and_never_passes() {
        assertThat(nightly("1s", SOUND, LARGE)).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(shell.out()).contains("2 cells: 1 proved, 0 refuted as expected, 0 unexpected, 1 inconclusive")
                .contains("preemptions explored: the time budget of");
    }

    @Test
    void what_nobody_expected_is_told_with_its_token_and_called_new_once() {
        assertThat(nightly("60s", HARMLESS)).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(shell.err()).contains("NOT EXPECTED  " + HARMLESS);
        assertThat(shell.out()).contains("- **new** `" + HARMLESS + "` is proved");
        assertThat(nightly("60s", HARMLESS)).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(shell.out()).contains("- `" + HARMLESS + "` is proved");
    }

    @Test
    void a_verdict_that_has_changed_since_the_last_night_is_told() throws IOException {
        nightly("60s", SOUND);
        Path summary = results.resolve("nightly.json");
        Files.writeString(summary, Files.readString(summary).replace("proved", "inconclusive"));
        assertThat(nightly("60s", SOUND, REFUTED)).isZero();
        assertThat(shell.out()).contains("1 cells are new, 0 are gone, 1 have changed.")
                .contains("| `" + SOUND + "` | inconclusive | proved |");
    }

    @Test
    void results_of_other_code_are_not_taken() throws IOException {
        nightly("60s", SOUND);
        Path file = cells().getFirst();
        Files.writeString(file, Files.readString(file).replaceFirst("\"code\" : \"[0-9a-f]+\"", "\"code\" : \"old\""));
        assertThat(nightly("60s", SOUND)).isZero();
        assertThat(shell.err()).contains("0 of them settled before").contains("round 1: 1 cells");
    }

    @Test
    void a_damaged_file_is_named() throws IOException {
        nightly("60s", SOUND);
        Files.writeString(cells().getFirst(), "{");
        assertThat(nightly("60s", SOUND)).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains(cells().getFirst().toString()).contains("remove it");
    }

    @Test
    void a_budget_needs_its_unit() {
        assertThat(nightly("10", SOUND)).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("write 90s, 10m or 8h");
    }
}
