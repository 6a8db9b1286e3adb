package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ringproof.driver.policy.Policy;

/// How late other requests are while a poller is descheduled; `bench lateness` measures all rings and policies.
final class LatenessTest {
    private static final long AWAY = Lateness.STEPS.absence();
    /// A few times what a request takes when nobody is away.
    private static final long SOON = 50;

    private static Lateness.Row measure(Policy policy) {
        return Lateness.measure(Lateness.STEPS, RingProfile.SPLIT_FLAGS, policy);
    }

    @Test
    void under_the_patch_others_wait_for_the_poller_to_come_back() {
        Lateness.Row row = measure(Policy.TOGGLE_V1);
        assertThat(row.undisturbed().worst()).isLessThan(SOON);
        assertThat(row.byGuest().polling().worst()).isBetween(AWAY, AWAY + SOON);
        assertThat(row.byHost().polling().median()).isBetween(AWAY - SOON, AWAY + SOON);
    }

    @Test
    void under_our_policy_they_do_not_unless_the_poller_is_stopped_with_the_lock() {
        Lateness.Row row = measure(Policy.TOGGLE);
        assertThat(row.byGuest().polling().worst()).isLessThan(SOON);
        assertThat(row.byHost().polling().median()).isLessThan(SOON);
        assertThat(row.byHost().polling().worst()).isBetween(AWAY, AWAY + SOON);
    }

    @Test
    void a_queue_for_polling_alone_delays_nobody_else() {
        Lateness.Row row = measure(Policy.POLL_QUEUES);
        assertThat(row.byHost().polling().worst()).isEqualTo(row.undisturbed().worst());
        assertThat(row.byHost().submitting().worst()).isEqualTo(row.undisturbed().worst());
    }

    @Test
    void each_phase_of_the_poller_is_met() {
        Lateness.Row row = measure(Policy.TOGGLE);
        assertThat(row.byGuest().polling().runs()).isGreaterThan(20);
        assertThat(row.byHost().submitting().runs()).isGreaterThan(row.byGuest().submitting().runs() / 2).isPositive();
    }
}
