package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import ringproof.check.Trace;
import ringproof.report.rings.Seeds;
import ringproof.suite.Scenario;
import ringproof.suite.Token;

/// The picture as XML; how it looks is for eyes.
final class TraceSvgTest {
    private static final String SENTENCE = "lost completion: IN tag 1 never completes";

    private static String svg(Trace trace, String sentence) {
        return TraceSvg.of(trace, Scenario.parse("split-flags/interrupt/none/LL/q16i7"), sentence,
                trace.steps().size());
    }

    private static Document picture(Trace trace, String sentence) {
        return parse(svg(trace, sentence));
    }

    private static Document parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Element> ofClass(Document picture, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = picture.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element element
                    && List.of(element.getAttribute("class").split(" ", -1)).contains(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static List<String> words(Document picture, String name) {
        return ofClass(picture, name).stream().map(Element::getTextContent).map(String::strip).toList();
    }

    @Test
    void every_step_is_a_row_with_its_number_its_words_and_its_source() {
        Document picture = picture(HandMade.small(), SENTENCE);
        assertThat(words(picture, "number")).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(words(picture, "step")).hasSize(6);
        assertThat(words(picture, "step").get(2)).contains("woken by kick", "QueueWorker.java:55");
        assertThat(words(picture, "lifeline")).hasSize(2);
        assertThat(words(picture, "heading")).singleElement().asString().contains("driver", "device", "source");
    }

    @Test
    void a_barrier_has_its_name_and_its_reason() {
        assertThat(words(picture(HandMade.small(), SENTENCE), "barrier")).hasSize(3)
                .first().asString().startsWith("PUBLISH_AVAILABLE").contains("the device must find the descriptors");
    }

    @Test
    void an_arrow_goes_from_the_observed_step_to_an_observer_that_is_another_agent() {
        assertThat(ofClass(picture(HandMade.small(), SENTENCE), "arrow"))
                .extracting(arrow -> arrow.getAttribute("data-from") + " to " + arrow.getAttribute("data-to"))
                .containsExactly("2 to 3", "5 to 6");
    }

    @Test
    void the_last_step_is_marked_and_the_sentence_stands_below_it() {
        Document picture = picture(HandMade.small(), SENTENCE);
        assertThat(words(picture, "last")).singleElement().asString().contains("used.idx -> 1");
        assertThat(ofClass(picture, "failure")).hasSize(1);
        assertThat(words(picture, "sentence")).containsExactly(SENTENCE);
    }

    @Test
    void a_long_sentence_is_broken_between_words() {
        String sentence = (SENTENCE + "; ").repeat(12).strip();
        List<String> lines = words(picture(HandMade.small(), sentence), "sentence");
        assertThat(lines).hasSizeGreaterThan(3);
        assertThat(String.join(" ", lines)).isEqualTo(sentence);
    }

    @Test
    void a_long_trace_has_a_row_of_its_own_for_each_step_and_names_the_agents_again() {
        Document picture = picture(HandMade.longOne(300), SENTENCE);
        List<Integer> rows = ofClass(picture, "number").stream().map(n -> Integer.parseInt(n.getAttribute("y")))
                .toList();
        assertThat(rows).hasSize(300).isSorted().doesNotHaveDuplicates();
        int height = Integer.parseInt(picture.getDocumentElement().getAttribute("height"));
        assertThat(rows.getLast()).isLessThan(height);
        assertThat(ofClass(picture, "heading")).hasSize(12);
        assertThat(ofClass(picture, "arrow")).hasSize(99);
    }

    @Test
    void whatever_the_text_it_stays_text() {
        Document picture = picture(HandMade.hostile(), HandMade.HOSTILE);
        assertThat(picture.getElementsByTagName("script").getLength()).isZero();
        assertThat(words(picture, "step")).hasSize(3)
                .allSatisfy(step -> assertThat(step).contains("</text><script>alert(\"1\")</script> & ]]>}"));
    }

    @Test
    void the_picture_needs_no_other_file_and_runs_nothing() {
        String picture = svg(HandMade.small(), SENTENCE).replace("http://www.w3.org/2000/svg", "");
        assertThat(picture).contains("prefers-color-scheme: dark")
                .doesNotContain("http:", "https:", "href", "@import", "<script", "onload");
    }

    @Test
    void a_trace_without_steps_is_its_sentence() {
        Document picture = picture(HandMade.trace(List.of("driver"), List.of()), SENTENCE);
        assertThat(words(picture, "step")).isEmpty();
        assertThat(String.join(" ", words(picture, "sentence"))).isEqualTo(SENTENCE);
    }

    @Test
    void beside_a_real_trace_stands_memory_after_the_chosen_step() {
        Token token = Seeds.of("split-flags/toggle-v1/leaves/HL/q16i7.sc");
        Token.Outcome outcome = token.replay();
        Trace trace = outcome.replay().trace();
        int published = 1;
        while (!trace.steps().get(published - 1).what().equals("avail.idx = 8")) {
            published++;
        }
        Document picture = parse(TraceSvg.of(trace, token.cell().scenario(), SENTENCE, published));
        assertThat(ofClass(picture, "selected")).singleElement().extracting(band -> band.getAttribute("data-step"))
                .isEqualTo(Integer.toString(published));
        assertThat(words(picture, "wrote")).contains("8", "q0.rq0.header").doesNotContain("9");
        Element root = picture.getDocumentElement();
        Element memory = ofClass(picture, "memory").getFirst();
        assertThat(number(root, "width")).isEqualTo(number(memory, "x") + number(memory, "width"));
        assertThat(number(root, "height")).isGreaterThanOrEqualTo(number(memory, "height"));
        Document last = parse(TraceSvg.of(trace, token.cell().scenario(), SENTENCE, trace.steps().size()));
        assertThat(words(last, "box")).contains("9");
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
