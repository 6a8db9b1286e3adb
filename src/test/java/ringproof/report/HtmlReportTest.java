package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringproof.check.Verdict;
import ringproof.machine.Barrier;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.Clause;

/// The page as text; how it looks is for eyes.
final class HtmlReportTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(|@import");
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]*)\"");

    @TempDir
    private Path directory;

    private String page(CellResult... results) throws IOException {
        Fabricated.report(results).writeTo(directory);
        return Files.readString(directory.resolve("index.html"));
    }

    @Test
    void every_cell_is_there_with_its_verdict_in_words() throws IOException {
        String page = page(Fabricated.proved(), Fabricated.unexpected(), Fabricated.inconclusive());
        assertThat(page).contains(
                "data-key=\"split-flags/interrupt/none/LL/q16i7.sc\" data-verdict=\"proved\" data-expected=\"yes\"")
                .contains(
                        "data-key=\"split-flags/interrupt/none/LL/q16i7.tso\" data-verdict=\"refuted\" data-expected=\"NOT\"")
                .contains(
                        "data-key=\"split-flags/interrupt/none/L+L/q16i7.tso\" data-verdict=\"inconclusive\" data-expected=\"open\"")
                .contains("NOT: proved", "open: proved", "1,234,567", "61.3 s");
    }

    @Test
    void a_finding_has_its_sentence_its_token_and_its_trace() throws IOException {
        CellResult real = Fabricated.real();
        String page = page(real);
        assertThat(page).contains("replay " + real.token() + "&quot;")
                .contains("used.len counts the bytes that the device has read")
                .contains("<th>device</th>", "PUBLISH_USED</abbr>", "SplitDeviceQueue.java:")
                .doesNotContain("does not reproduce");
    }

    @Test
    void a_finding_says_with_which_smaller_cell_the_same_goes_wrong() throws IOException {
        CellResult result = Fabricated.smaller();
        CellResult smaller = Objects.requireNonNull(result.smaller());
        assertThat(page(result)).contains("<td>L</td>")
                .contains("Already with split-flags/interrupt/none/L/q16i7.sc.no-commit-rqs:")
                .contains("replay " + smaller.token() + "&quot;");
        assertThat(page(result, smaller)).contains(
                "Already with <a href=\"#finding-2\">split-flags/interrupt/none/L/q16i7.sc.no-commit-rqs</a>:");
    }

    @Test
    void a_finding_that_does_not_reproduce_says_so() throws IOException {
        assertThat(page(Fabricated.unexpected())).contains("does not reproduce");
    }

    @Test
    void what_a_failure_says_is_text_and_not_markup() throws IOException {
        assertThat(page(Fabricated.unexpected())).doesNotContain(Fabricated.MESSAGE).doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; never completes");
    }

    @Test
    void the_page_needs_no_other_file_and_leads_to_those_of_the_findings() throws IOException {
        String page = page(Fabricated.proved(), Fabricated.unexpected(), Fabricated.real());
        Matcher id = ID.matcher(page);
        StringBuilder ids = new StringBuilder(" ");
        while (id.find()) {
            ids.append(id.group(1)).append(' ');
        }
        Matcher reference = REFERENCE.matcher(page);
        int references = 0;
        while (reference.find()) {
            String to = reference.group(1);
            if (to.startsWith("findings/")) {
                assertThat(directory.resolve(to)).isRegularFile();
            } else {
                assertThat(to).as(reference.group()).startsWith("#");
                assertThat(ids).contains(" " + to.substring(1) + " ");
            }
            references++;
        }
        assertThat(references).isGreaterThan(5);
        assertThat(page).doesNotContain("http:", "https:", "<link", "<img", "<iframe");
    }

    @Test
    void a_dropped_barrier_shows_in_both_tables() throws IOException {
        CellResult dropped = new CellResult(Cell.parse("split-eventnow/interrupt/none/LL/q16i7.tso.drop-kick-check"),
                new Verdict.Proved(Fabricated.STATS));
        String page = page(dropped);
        assertThat(page).contains("<code>KICK_CHECK</code>", "<b>drop-kick-check</b>");
        BarrierRow row = BarrierRow.all(List.of(dropped)).get(Barrier.KICK_CHECK.ordinal());
        assertThat(row.verdicts()).containsExactly("not run", "proved", "not run");
        assertThat(row.isRun()).isTrue();
    }

    @Test
    void every_clause_is_there_with_what_checks_it() throws IOException {
        String page = page(Fabricated.proved());
        assertThat(page).contains("id=\"clauses\"");
        int rows = 0;
        for (ClauseRow.Section section : ClauseRow.sections()) {
            for (ClauseRow row : section.rows()) {
                assertThat(page).contains("<td class=\"key\">" + row.id() + "</td>");
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(200);
        assertThat(ClauseRow.of(new Clause("1-1", Clause.Bound.DRIVER, "Must.", new Clause.Open())).answer())
                .isEqualTo("open");
    }

    @Test
    void nothing_is_left_behind_and_nothing_is_half_written() throws IOException {
        page(Fabricated.proved());
        page(Fabricated.proved(), Fabricated.inconclusive());
        assertThat(directory).isDirectoryContaining("glob:**/index.html")
                .isDirectoryContaining("glob:**/campaign.json");
        assertThat(directory.toFile().list()).hasSize(2);
    }

    @Test
    void each_finding_has_a_page_to_step_through_and_those_of_earlier_campaigns_go() throws IOException {
        CellResult result = Fabricated.smaller();
        page(Fabricated.real(), result, Fabricated.unexpected());
        Path findings = directory.resolve("findings");
        Path other = Files.writeString(findings.resolve("notes.txt"), "kept");
        String name = "split-flags_interrupt_none_LL_q16i7.sc.no-commit-rqs.html";
        assertThat(findings.toFile().list()).hasSize(4).contains(name, "split-flags_interrupt_none_LL_q16i7.tso.html");
        String page = Files.readString(findings.resolve(name));
        assertThat(page).contains("<a href=\"../index.html#finding-2\">all</a>", "replay " + result.token() + "&quot;",
                "class=\"memory\"").contains("already with less:",
                        "replay " + Objects.requireNonNull(result.smaller()).token() + "&quot;");
        assertThat(Files.readString(findings.resolve("split-flags_interrupt_none_LL_q16i7.tso.html")))
                .contains("<b>Does not reproduce:</b>");
        page(result, Objects.requireNonNull(result.smaller()));
        assertThat(findings.toFile().list()).containsExactlyInAnyOrder(name, "notes.txt",
                "split-flags_interrupt_none_L_q16i7.sc.no-commit-rqs.html");
        assertThat(Files.readString(findings.resolve(name))).contains(
                "Already with <a href=\"split-flags_interrupt_none_L_q16i7.sc.no-commit-rqs.html\">");
        assertThat(other).hasContent("kept");
    }

    @Test
    void the_same_results_make_the_same_page() throws IOException {
        CellResult real = Fabricated.real();
        assertThat(page(real, Fabricated.unexpected())).isEqualTo(page(real, Fabricated.unexpected()));
    }
}
