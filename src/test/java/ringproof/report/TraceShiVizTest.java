package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import ringproof.check.Trace;

/// The log as ShiViz reads it: the expression from the first line, for whole lines, over everything after the second.
final class TraceShiVizTest {

    private record Event(String host, JsonNode clock, String source, String text) {
    }

    private static List<Event> read(Trace trace) throws IOException {
        List<String> lines = TraceShiViz.of(trace).lines().toList();
        Pattern parser = Pattern.compile(lines.get(0));
        assertThat(lines.get(1)).isEmpty();
        List<Event> events = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            Matcher match = parser.matcher(line);
            assertThat(match.matches()).as(line).isTrue();
            events.add(new Event(match.group("host"), new ObjectMapper().readTree(match.group("clock")),
                    match.group("source"), match.group("event")));
        }
        return events;
    }

    @Test
    void clocks_follow_the_order_of_each_agent_and_what_it_observes() throws IOException {
        assertThat(read(HandMade.small())).extracting(event -> event.host() + " " + event.clock()).containsExactly(
                "driver {\"driver\":1}",
                "driver {\"driver\":2}",
                "device {\"driver\":2,\"device\":1}",
                "driver {\"driver\":3}",
                "device {\"driver\":2,\"device\":2}",
                "driver {\"driver\":4,\"device\":2}");
    }

    @Test
    void an_event_has_its_text_its_barrier_and_its_source() throws IOException {
        List<Event> events = read(HandMade.small());
        assertThat(events.get(0).text()).isEqualTo("avail.idx = 1  [PUBLISH_AVAILABLE]");
        assertThat(events.get(0).source()).isEqualTo("SplitDriverQueue.java:141");
        assertThat(events.get(5).text()).isEqualTo("used.idx -> 1  [SEE_USED]");
        assertThat(events.get(5).source()).isEmpty();
    }

    /// ShiViz refuses a log in which a host is not in its own clock, or its count does not go up by one.
    @Test
    void whatever_the_names_each_host_counts_its_own_events() throws IOException {
        for (Trace trace : List.of(HandMade.hostile(), HandMade.longOne(60))) {
            List<Event> events = read(trace);
            assertThat(events).hasSameSizeAs(trace.steps());
            assertThat(events.stream().map(Event::host).distinct()).hasSameSizeAs(trace.agents());
            for (Event event : events) {
                long own = events.subList(0, events.indexOf(event) + 1).stream()
                        .filter(e -> e.host().equals(event.host())).count();
                assertThat(event.clock().path(event.host()).asLong()).isEqualTo(own);
            }
        }
    }

    @Test
    void a_trace_without_steps_is_a_log_without_events() throws IOException {
        assertThat(read(HandMade.trace(List.of("driver"), List.of()))).isEmpty();
    }
}
