package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import ringproof.check.Failure;
import ringproof.check.Replay;
import ringproof.check.Trace;
import ringproof.suite.Token;

/// The page as text; how it looks and steps is for eyes and fingers.
final class TraceHtmlTest {
    private static final Token TOKEN = Objects.requireNonNull(Fabricated.unexpected().token());

    private static String page(Trace trace, String message, String misfit) {
        Failure failure = new Failure(Failure.Kind.PROPERTY, message);
        return TraceHtml.of(TOKEN, new Token.Outcome(new Replay(trace, failure, null), misfit), 1);
    }

    @Test
    void a_real_finding_has_its_sentence_its_command_every_step_and_memory() {
        Token token = Objects.requireNonNull(Fabricated.real().token());
        Token.Outcome outcome = token.replay();
        int steps = outcome.replay().trace().steps().size();
        String page = TraceHtml.of(token, outcome, 1);
        assertThat(page).contains("<h1>" + token.cell().key() + "</h1>")
                .contains(Objects.requireNonNull(outcome.replay().failure()).message())
                .contains("Because used.len counts the bytes that the device has read")
                .contains("-Drun=&quot;replay " + token + "&quot;</code>")
                .doesNotContain("Does not reproduce");
        assertThat(page).contains("SplitDeviceQueue.java:", "class=\"picture\"", "class=\"memory\"", ">avail.idx<");
        assertThat(page.split("<g class=\"step", -1)).hasSize(steps + 1);
        assertThat(page.split("\"what\":", -1)).hasSize(steps + 1);
    }

    @Test
    void a_trace_that_touches_nothing_has_no_picture_of_memory() {
        assertThat(page(HandMade.small(), "m", "")).containsOnlyOnce("<svg ").doesNotContain("class=\"memory\"")
                .contains("\"observes\":2");
    }

    @Test
    void there_are_buttons_and_keys_for_stepping() {
        assertThat(page(HandMade.small(), "m", "")).containsOnlyOnce("<script>")
                .contains("id=\"first\"", "id=\"back\"", "id=\"next\"", "id=\"last\"", "ArrowRight");
    }

    @Test
    void a_token_that_does_not_reproduce_says_why() {
        assertThat(page(HandMade.small(), "m", "made for other code"))
                .contains("<b>Does not reproduce:</b> made for other code");
    }

    @Test
    void whatever_the_text_it_stays_text() {
        assertThat(page(HandMade.hostile(), HandMade.HOSTILE, "")).containsOnlyOnce("<script>")
                .contains("&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt;}")
                .doesNotContain("\u0001", "\uD800");
    }

    @Test
    void the_page_needs_no_other_file() {
        assertThat(page(HandMade.small(), "m", "").replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "<link", "<img", "<iframe", "src=", "@import", "fetch(");
    }
}
