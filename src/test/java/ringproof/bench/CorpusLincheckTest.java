package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ringproof.plain.Interleavings;
import ringproof.suite.InterleavedGuest;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;

/// What Lincheck's own JVM prints is read again, and which bugs it is asked about.
final class CorpusLincheckTest {
    private static final String LOST = "= Validation function nothing_is_lost has failed =\nlost completion";

    private static String line(boolean seeded, int count, String report) {
        return CorpusLincheck.lineOf("batch-drops-one", seeded, new Interleavings.Outcome(count, false, report), 1.5);
    }

    private static Map<String, CorpusLincheck.Found> parse(String... texts) throws ToolException {
        List<Transcript.Line> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new Transcript.Line(0, text));
        }
        return CorpusLincheck.parse(new Transcript("Lincheck", lines), List.of("batch-drops-one"));
    }

    @Test
    void a_finding_counts_the_interleaving_that_shows_it() throws ToolException {
        assertThat(parse("noise", line(false, 200, ""), line(true, 3, LOST)))
                .containsEntry("batch-drops-one", new CorpusLincheck.Found(true, 4, 1.5));
        assertThat(parse(line(false, 200, ""), line(true, 200, "")))
                .containsEntry("batch-drops-one", new CorpusLincheck.Found(false, 200, 1.5));
    }

    @Test
    void what_is_no_answer_is_an_error() {
        assertThatThrownBy(() -> parse(line(false, 2, LOST), line(true, 3, LOST))).isInstanceOf(ToolException.class)
                .hasMessageContaining("without the bug");
        assertThatThrownBy(() -> parse(line(true, 3, "Lincheck is at a loss"))).isInstanceOf(ToolException.class)
                .hasMessageContaining("fails on batch-drops-one");
        assertThatThrownBy(() -> parse(line(false, 2, ""))).isInstanceOf(ToolException.class)
                .hasMessageContaining("did not come to an end");
    }

    private static String obstacle(String key) {
        SeededBug bug = Objects.requireNonNull(SeededBugs.ofKey(key), key);
        return InterleavedGuest.obstacle(bug);
    }

    @Test
    void it_is_asked_about_what_can_be_said_on_the_plain_machine() {
        assertThat(obstacle("batch-drops-one")).isEmpty();
        assertThat(obstacle("packed-mask-wrap")).isEmpty();
        assertThat(obstacle("used-then-flag")).isEqualTo("sequentially consistent");
        assertThat(obstacle("activated-twice")).isEqualTo("other agents");
        assertThat(obstacle("status-as-word")).isEqualTo("no interleaving");
        assertThat(obstacle("ack-after-drain")).isEqualTo("a line of its own");
    }
}
