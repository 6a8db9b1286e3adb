package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// A trace as JSON.
final class TraceJsonTest {

    @Test
    void a_step_has_what_there_is_to_say_and_nothing_else() {
        JsonNode steps = TraceJson.of(HandMade.small()).path("steps");
        assertThat(steps).hasSize(6);
        assertThat(steps.get(1)).hasToString(
                "{\"step\":2,\"agent\":\"driver\",\"what\":\"signal kick\",\"source\":\"HardwareQueue.java:108\"}");
        assertThat(steps.get(5)).hasToString("{\"step\":6,\"agent\":\"driver\",\"what\":\"used.idx -> 1\","
                + "\"barrier\":\"SEE_USED\",\"observes\":5}");
    }
}
