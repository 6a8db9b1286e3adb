package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.wire.BlkRequestType;

/// How long a poller sleeps before it polls, by a clock of our own.
final class HybridPollingTest extends DriverHarness {
    private final HardwareQueue queue = start(OPTIONS).queues().getFirst();
    private final List<Long> sleeps = new ArrayList<>();
    private long now = 1_000_000;
    private final HybridPolling polling = new HybridPolling(() -> now, nanos -> {
        sleeps.add(nanos);
        now += nanos;
    });

    /// The request takes so long, or as long as its poller sleeps.
    private void send(BlkRequestType type, int bytes, long nanos) {
        Request request = prepare(queue, type, 0, bytes);
        long sent = now;
        polling.sleepFirst(request);
        now = Math.max(now, sent + nanos);
        polling.ended(request);
        queue.free(request);
    }

    @Test
    void it_sleeps_for_half_of_the_time_that_the_last_ones_took() {
        send(BlkRequestType.IN, 4096, 80_000);
        assertThat(sleeps).as("nothing is known yet").isEmpty();
        send(BlkRequestType.IN, 4096, 160_000);
        send(BlkRequestType.IN, 4096, 160_000);
        assertThat(sleeps).containsExactly(40_000L, 45_000L);
    }

    @Test
    void other_sizes_and_types_are_another_matter() {
        send(BlkRequestType.IN, 4096, 80_000);
        send(BlkRequestType.IN, 1024, 80_000);
        send(BlkRequestType.OUT, 4096, 80_000);
        assertThat(sleeps).isEmpty();
    }

    @Test
    void what_ends_sooner_than_it_slept_makes_it_sleep_less() {
        send(BlkRequestType.IN, 4096, 1_000_000);
        for (int i = 0; i < 100; i++) {
            send(BlkRequestType.IN, 4096, 10);
        }
        assertThat(sleeps).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(sleeps.getLast()).isLessThan(5_000L);
    }

    @Test
    void it_does_not_sleep_for_next_to_nothing() {
        send(BlkRequestType.IN, 4096, 3_000);
        send(BlkRequestType.IN, 4096, 3_000);
        assertThat(sleeps).isEmpty();
    }
}
