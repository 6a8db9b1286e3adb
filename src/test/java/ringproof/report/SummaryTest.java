package ringproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The counts and the headline.
final class SummaryTest {

    @Test
    void every_cell_is_counted_once() {
        Summary summary = Summary.of(
                List.of(Fabricated.proved(), Fabricated.unexpected(), Fabricated.inconclusive(), Fabricated.real()),
                Duration.ofMillis(1500));
        assertThat(summary.proved()).isOne();
        assertThat(summary.refuted()).isOne();
        assertThat(summary.unexpected()).isOne();
        assertThat(summary.inconclusive()).isOne();
        assertThat(summary.headline())
                .startsWith("4 cells: 1 proved, 1 refuted as expected, 1 unexpected, 1 inconclusive; 3,70")
                .contains(" in 1.5 s; chance that a hash collision hid a state: about 1.2e-07");
    }

    @Test
    void nothing_explored_is_no_odds() {
        assertThat(Summary.of(List.of(), Duration.ZERO).headline()).startsWith("0 cells: 0 proved").endsWith("about 0");
    }

    @Test
    void only_findings_that_are_as_expected_give_tokens() {
        CampaignReport report = Fabricated.report(Fabricated.proved(), Fabricated.unexpected(), Fabricated.real());
        assertThat(report.tokens().lines().filter(line -> !line.startsWith("#"))).singleElement().asString()
                .startsWith("RP1:" + Fabricated.real().cell().key() + ":");
    }
}
