package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.check.Trace;
import ringproof.report.rings.MemoryPicture;
import ringproof.report.rings.Seeds;
import ringproof.suite.CellResult;
import ringproof.suite.Token;

/// The pages in a real browser: keys, clicks, filters, and that no script fails and nothing comes from elsewhere.
final class BrowserIT {
    private static final String NO_BROWSER = "no chromium is on the PATH to open the pages in (Debian: apt install chromium)";
    private static final int END = 35;
    private static final int HOME = 36;
    private static final int LEFT = 37;
    private static final int RIGHT = 39;
    /// Texts and classes of all fields of the picture of memory, as the browser has them.
    private static final String FIELDS = "[...document.querySelectorAll('[data-field]')].map(g =>"
            + " g.querySelector('text').textContent + '|' + g.getAttribute('class').trim())";

    /// What the button says once it no longer says "copy".
    private static final String COPIED = "new Promise(done => { const look = () => { const says ="
            + " document.querySelector('.copy').textContent; says === 'copy' ? setTimeout(look, 5) : done(says) }; look() })";

    @TempDir
    private static Path profile;

    private static @Nullable Browser started;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        Path binary = Browser.find();
        if (binary == null) {
            System.out.println("BrowserIT is skipped: " + NO_BROWSER);
        } else {
            started = new Browser(binary, profile);
        }
    }

    @BeforeEach
    void skip_where_there_is_none() {
        assumeTrue(started != null, NO_BROWSER);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static Browser browser() {
        return Objects.requireNonNull(started);
    }

    @AfterEach
    void nothing_came_from_elsewhere() {
        assertThat(started == null ? List.<String>of() : browser().requests())
                .allMatch(url -> url.startsWith("file:") || url.equals("about:blank"));
    }

    private Path write(Token token) throws IOException {
        return Files.writeString(directory.resolve("page.html"), TraceHtml.of(token, token.replay(), 1));
    }

    /// Memory at every step, as the program computed it and as the script draws it.
    @ParameterizedTest
    @ValueSource(strings = {"split-eventnow/toggle-keep-irq-ignore/leaves/HL/q16i7.tso",
        "packed-event/toggle-keep-irq-ignore/leaves/HL/q16i7.sc", "split-flags/poll-queues/yields/H/q16i7.weak"})
    void the_right_arrow_goes_through_all_steps_and_memory_follows(String key) throws IOException {
        Token token = Seeds.of(key);
        Trace trace = token.replay().replay().trace();
        MemoryPicture memory = MemoryPicture.of(trace, token.cell().scenario());
        int before = browser().complaints().size();
        browser().open(write(token), "");
        int count = trace.steps().size();
        for (int step = 1; step <= count; step++) {
            assertThat(browser().text("#at")).isEqualTo("step " + step + " of " + count);
            assertThat(browser().text("#what")).isEqualTo(trace.steps().get(step - 1).what());
            assertThat(browser().text("#source")).isEqualTo(trace.steps().get(step - 1).source());
            assertThat(strings(browser().evaluate(FIELDS))).as("step " + step).isEqualTo(expected(memory, step));
            browser().press("ArrowRight", RIGHT);
        }
        assertThat(browser().text("#at")).as("there is no more").isEqualTo("step " + count + " of " + count);
        assertThat(browser().complaints()).hasSize(before);
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }

    private static List<String> expected(MemoryPicture memory, int step) {
        List<String> texts = new ArrayList<>();
        for (MemoryPicture.Drawn drawn : memory.at(step)) {
            String kind = drawn.field().kind().isLine() ? "line" : drawn.field().kind().style();
            texts.add(drawn.shown().text() + "|" + ("field " + kind + " " + drawn.shown().marks()).strip());
        }
        return texts;
    }

    @Test
    void keys_buttons_and_clicks_lead_to_the_same_steps() throws IOException {
        Token token = Seeds.of("split-flags/toggle-v1/leaves/HL/q16i7.sc");
        Trace trace = token.replay().replay().trace();
        int count = trace.steps().size();
        int before = browser().complaints().size();
        browser().open(write(token), "5");
        assertAt(5, count);
        browser().press("End", END);
        assertAt(count, count);
        browser().press("ArrowLeft", LEFT);
        assertAt(count - 1, count);
        browser().press("Home", HOME);
        browser().press("ArrowLeft", LEFT);
        assertAt(1, count);
        browser().click("#next");
        assertAt(2, count);
        browser().click("#last");
        assertAt(count, count);
        browser().click(".band[data-step='7']");
        assertAt(7, count);
        assertThat(strings(
                browser().evaluate("[...document.querySelectorAll('.band.selected')].map(b => b.dataset.step)")))
                .containsExactly("7");
        browser().click(".copy");
        assertThat(browser().evaluate(COPIED).asText()).isIn("copied", "selected");
        assertThat(browser().evaluate("String(getSelection())").asText()).contains("replay " + token);
        assertThat(browser().complaints()).hasSize(before);
    }

    @Test
    void a_click_on_a_word_leads_to_the_step_that_wrote_it() throws IOException {
        Token token = Seeds.of("split-flags/toggle-v1/leaves/HL/q16i7.sc");
        Trace trace = token.replay().replay().trace();
        MemoryPicture memory = MemoryPicture.of(trace, token.cell().scenario());
        int count = trace.steps().size();
        int field = 0;
        while (!memory.at(count).get(field).shown().text().equals("q0.rq1.header")) {
            field++;
        }
        browser().open(write(token), Integer.toString(count));
        browser().click("[data-field='" + field + "']");
        int at = browser().evaluate("at").asInt();
        assertThat(at).isBetween(1, count - 1);
        assertThat(memory.at(at).get(field).shown().marks()).contains("wrote");
    }

    private static void assertAt(int step, int count) {
        assertThat(browser().text("#at")).isEqualTo("step " + step + " of " + count);
    }

    @Test
    void the_report_is_filtered_and_leads_to_the_pages_of_its_findings() throws IOException {
        CellResult finding = Fabricated.smaller();
        Fabricated.report(Fabricated.proved(), Fabricated.unexpected(), Fabricated.inconclusive(), finding)
                .writeTo(directory);
        int before = browser().complaints().size();
        browser().open(directory.resolve("index.html"), "");
        assertThat(browser().text("#shown")).isEqualTo("4 of 4");
        browser().click("#text");
        browser().type(".tso");
        assertThat(browser().text("#shown")).isEqualTo("2 of 4");
        assertThat(visibleRows()).containsExactly("split-flags/interrupt/none/LL/q16i7.tso",
                "split-flags/interrupt/none/L+L/q16i7.tso");
        browser().click("#odd");
        browser().evaluate("verdict.value = 'refuted'; verdict.dispatchEvent(new Event('input'))");
        assertThat(visibleRows()).containsExactly("split-flags/interrupt/none/LL/q16i7.tso");
        browser().follow("a[href*='no-commit-rqs']");
        assertThat(browser().text("h1")).isEqualTo("all / " + finding.cell().key());
        assertThat(browser().text("#at")).startsWith("step 1 of ");
        assertThat(browser().complaints()).hasSize(before);
    }

    private static List<String> visibleRows() {
        return strings(browser().evaluate("[...document.querySelectorAll('.cells tbody tr')]"
                + ".filter(row => row.offsetHeight > 0).map(row => row.dataset.key)"));
    }

    @Test
    void a_script_that_fails_is_heard_of() throws IOException {
        int before = browser().complaints().size();
        browser().open(Files.writeString(directory.resolve("bad.html"), "<script>nobody.knows();</script>"), "");
        assertThat(browser().complaints()).hasSize(before + 1).last().asString().contains("nobody is not defined");
    }
}
