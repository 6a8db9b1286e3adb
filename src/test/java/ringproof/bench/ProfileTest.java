package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.tool.ToolException;

final class ProfileTest {
    @Test
    void the_time_of_a_search_goes_to_methods_of_the_engine() throws ToolException {
        List<Profile.Share> shares = EngineChecker.profile(new RingSize(2, 4, 2));
        assertThat(shares).isNotEmpty().allSatisfy(share -> assertThat(share.part()).isBetween(0.0, 1.0))
                .isSortedAccordingTo((a, b) -> Double.compare(b.part(), a.part()));
        assertThat(shares.stream().mapToDouble(Profile.Share::part).sum()).isBetween(0.3, 1.0001);
    }

    @Test
    void what_is_none_of_the_engines_time_is_not_counted() throws ToolException {
        assertThat(Profile.of(() -> {
        }, 5)).isEmpty();
    }
}
