package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.machine.Digest;

/// How long it pays to poll: what was learned from each wait, on a clock that is moved by hand.
final class AdaptivePollingTest {
    private static final long MAX = 32_000;

    private long now = 1_000_000;

    private AdaptivePolling polling(int grow, int shrink) {
        return new AdaptivePolling(() -> now, MAX, grow, shrink);
    }

    /// Work runs out, and comes again after so long.
    private void waitFor(AdaptivePolling polling, long nanos) {
        polling.goesOn();
        now += nanos;
        polling.foundWork();
    }

    private AdaptivePolling polledFor(int grow, int shrink, long limit) {
        AdaptivePolling polling = polling(grow, shrink);
        while (polling.limit() < limit) {
            waitFor(polling, polling.limit() + 1);
        }
        assertThat(polling.limit()).isEqualTo(limit);
        return polling;
    }

    @Test
    void at_first_it_does_not_poll_and_a_short_wait_makes_it_begin() {
        AdaptivePolling polling = polling(0, 0);
        assertThat(polling.goesOn()).isFalse();
        now += 10;
        polling.foundWork();
        assertThat(polling.limit()).isEqualTo(4000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 4000, 4000", "0, 0, 4001, 8000", "3, 0, 4001, 12000", "0, 0, 31999, 8000",
        // Neither short enough to be found nor too long.
        "0, 0, 32000, 4000", "0, 0, 32001, 0", "0, 2, 32001, 2000", "0, 4, 99999, 1000", "9, 0, 4001, 32000"})
    void what_a_wait_teaches(int grow, int shrink, long waited, long limit) {
        AdaptivePolling polling = polledFor(grow, shrink, 4000);
        waitFor(polling, waited);
        assertThat(polling.limit()).isEqualTo(limit);
    }

    @Test
    void it_polls_until_the_limit_and_no_longer() {
        AdaptivePolling polling = polledFor(2, 2, 8000);
        assertThat(polling.goesOn()).isTrue();
        now += 7999;
        assertThat(polling.goesOn()).isTrue();
        now += 1;
        assertThat(polling.goesOn()).isFalse();
        polling.foundWork();
        assertThat(polling.limit()).as("it was found in time").isEqualTo(8000);
        now += 50_000;
        assertThat(polling.goesOn()).as("a new wait").isTrue();
    }

    @Test
    void work_after_work_teaches_nothing() {
        AdaptivePolling polling = polledFor(2, 2, 8000);
        now += 1_000_000;
        polling.foundWork();
        assertThat(polling.limit()).isEqualTo(8000);
    }

    @Test
    void a_limit_near_the_end_of_time_does_not_overflow() {
        AdaptivePolling polling = new AdaptivePolling(() -> now, Long.MAX_VALUE, Integer.MAX_VALUE, 0);
        for (int i = 0; i < 10; i++) {
            waitFor(polling, polling.limit() == Long.MAX_VALUE ? 1 : polling.limit() + 1);
            assertThat(polling.limit()).isPositive();
        }
        assertThat(polling.limit()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void no_time_at_all_means_never() {
        assertThat(new AdaptivePolling(() -> now, 0, 0, 0).isOff()).isTrue();
        assertThat(polling(0, 0).isOff()).isFalse();
        assertThatThrownBy(() -> new AdaptivePolling(() -> now, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void its_digest_tells_what_it_has_learned_and_since_when_it_waits() {
        AdaptivePolling polling = polling(0, 0);
        long fresh = digest(polling);
        polling.goesOn();
        long waiting = digest(polling);
        now += 10;
        polling.foundWork();
        assertThat(digest(polling)).isNotEqualTo(fresh).isNotEqualTo(waiting);
        assertThat(waiting).isNotEqualTo(fresh);
    }

    private static long digest(AdaptivePolling polling) {
        return new Digest().add(polling).value();
    }
}
