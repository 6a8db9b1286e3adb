package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The canary of [ScenarioProperties]: the same over a driver with a seeded bug.
final class ScenarioPropertiesTest {
    private static final Pattern MESSAGE = Pattern.compile("(\\S+) must be proved: .*\nreplay (\\S+)");

    @Test
    void over_a_seeded_bug_the_property_fails_with_a_small_scenario_and_a_token_that_replays() {
        List<Throwable> failures = EngineTestKit.engine("jqwik")
                .selectors(selectClass(ScenarioProperties.Seeded.class)).execute().testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow())
                .toList();
        assertThat(failures).hasSize(1);
        String message = String.valueOf(failures.getFirst().getMessage());
        Matcher matcher = MESSAGE.matcher(message);
        assertThat(matcher.find()).as(message).isTrue();
        Scenario shrunk = Cell.parse(matcher.group(1)).scenario();
        assertThat(shrunk.requestCount()).as("by jqwik: " + message).isLessThanOrEqualTo(2);
        Token token = Token.parse(matcher.group(2));
        assertThat(token.replay().reproduces()).as(message).isTrue();
    }
}
