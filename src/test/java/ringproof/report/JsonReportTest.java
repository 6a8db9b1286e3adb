package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ringproof.suite.CellResult;

/// `campaign.json`, read back.
final class JsonReportTest {

    @Test
    void every_cell_says_what_was_expected_and_what_was_found() throws IOException {
        CellResult real = Fabricated.real();
        JsonNode root = new ObjectMapper().readTree(
                JsonReport.of(Fabricated.report(Fabricated.proved(), Fabricated.unexpected(), Fabricated.inconclusive(),
                        real)));
        assertThat(root.path("summary").path("unexpected").asInt()).isOne();
        JsonNode cells = root.path("cells");
        assertThat(cells).hasSize(4);

        JsonNode proved = cells.get(0);
        assertThat(proved.path("key").asText()).isEqualTo("split-flags/interrupt/none/LL/q16i7.sc");
        assertThat(proved.path("verdict").asText()).isEqualTo("proved");
        assertThat(proved.path("stats").path("states").asLong()).isEqualTo(1_234_567);
        assertThat(proved.has("token")).isFalse();

        JsonNode unexpected = cells.get(1);
        assertThat(unexpected.path("expectation").asText()).isEqualTo("proved");
        assertThat(unexpected.path("asExpected").asBoolean(true)).isFalse();
        assertThat(unexpected.path("failure").path("message").asText()).isEqualTo(Fabricated.MESSAGE);

        assertThat(cells.get(2).path("inconclusiveBecause").asText()).isEqualTo("time is up");
        assertThat(cells.get(3).path("token").asText()).isEqualTo(String.valueOf(real.token()));
        assertThat(cells.get(3).path("bug").asText()).isEqualTo("used-len-wrong");
    }

    @Test
    void a_finding_has_the_token_of_the_smaller_cell_in_which_the_same_goes_wrong() throws IOException {
        CellResult result = Fabricated.smaller();
        JsonNode cells = new ObjectMapper().readTree(JsonReport.of(Fabricated.report(result, Fabricated.proved())))
                .path("cells");
        CellResult smaller = Objects.requireNonNull(result.smaller());
        assertThat(cells.get(0).path("smaller").path("key").asText()).isEqualTo(smaller.cell().key());
        assertThat(cells.get(0).path("smaller").path("token").asText()).isEqualTo(String.valueOf(smaller.token()));
        assertThat(cells.get(1).has("smaller")).isFalse();
    }
}
