package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringproof.driver.policy.Policy;
import ringproof.queue.DisableCallback;
import ringproof.transport.Handshake;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// Timeout, quiescing, taking back and removal of one hardware queue, step by step.
final class HardwareQueueLifeTest extends DriverHarness {
    private static final BlkDriverOptions INTERRUPTS = new BlkDriverOptions(Policy.INTERRUPT, 1, 4, false,
            DisableCallback.EVENT_ZERO);

    private HardwareQueue queue() {
        return start(INTERRUPTS).queues().getFirst();
    }

    private Request submit(HardwareQueue queue) {
        Request request = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        queue.queueRq(request, true);
        return request;
    }

    /// What happens to the device's side when it is reset: the ring is dead memory.
    private void resetDevice() {
        Handshake.reset(transport);
    }

    @Test
    void a_request_that_times_out_ends_at_once_and_stays_the_devices() {
        HardwareQueue queue = queue();
        Request request = submit(queue);
        HandDevice.Taken taken = device.take(0).getFirst();
        assertThat(queue.timedOut(request)).isTrue();
        request.await();
        assertThat(request.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(request.isReturned()).isFalse();
        assertThat(queue.timedOut(request)).as("once").isFalse();
        queue.free(request);
        assertThat(queue.allocate()).as("its tag is not free").isNotSameAs(request);
        device.use(taken, BlkStatus.OK);
        queue.interrupt();
        assertThat(request.isReturned()).isTrue();
        assertThat(request.outcome()).as("for good").isEqualTo(Outcome.TIMED_OUT);
        assertThat(completions).containsExactly("0 TIMED_OUT");
        assertThat(queue.allocate()).as("now it is").isSameAs(request);
    }

    @Test
    void a_late_request_may_be_given_back_after_the_device_used_it_too() {
        HardwareQueue queue = queue();
        Request request = submit(queue);
        queue.timedOut(request);
        device.serveAll(0);
        queue.interrupt();
        queue.free(request);
        assertThat(queue.allocate()).isSameAs(request);
    }

    @Test
    void a_request_that_has_completed_does_not_time_out() {
        HardwareQueue queue = queue();
        Request request = submit(queue);
        device.serveAll(0);
        queue.interrupt();
        assertThat(queue.timedOut(request)).isFalse();
        assertThat(completions).containsExactly("0 OK");
        assertThatThrownBy(() -> {
            queue.free(request);
            queue.free(request);
        }).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_request_in_flight_cannot_be_given_back() {
        HardwareQueue queue = queue();
        Request request = submit(queue);
        assertThatThrownBy(() -> queue.free(request)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in flight");
    }

    @Test
    void a_request_that_the_ring_had_no_room_for_times_out_and_is_its_owners_at_once() {
        HardwareQueue queue = queue();
        Request first = submit(queue);
        Request second = submit(queue);
        Request third = submit(queue);
        Request fourth = submit(queue);
        assertThat(queue.timedOut(third)).isTrue();
        assertThat(third.isReturned()).isTrue();
        queue.free(third);
        device.serveAll(0);
        queue.interrupt();
        device.serveAll(0);
        queue.interrupt();
        assertThat(completions).containsExactly("2 TIMED_OUT", "0 OK", "1 OK", "3 OK");
        for (Request request : List.of(first, second, fourth)) {
            queue.free(request);
        }
    }

    @Test
    void a_quiesced_queue_keeps_requests_and_completes_those_it_has_sent() {
        HardwareQueue queue = queue();
        submit(queue);
        queue.quiesce();
        Request kept = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        assertThat(queue.queueRq(kept, true)).isEqualTo(HardwareQueue.Queued.REQUEUED);
        device.serveAll(0);
        queue.interrupt();
        assertThat(completions).containsExactly("0 OK");
        assertThat(device.take(0)).isEmpty();
        assertThat(queue.awaitIdle()).isTrue();
        device.kicks.clear();
        queue.unquiesce();
        assertThat(device.kicks).containsExactly(0);
        device.serveAll(0);
        queue.interrupt();
        assertThat(completions).containsExactly("0 OK", "1 OK");
        assertThat(kept.isReturned()).isTrue();
    }

    @Test
    void what_the_device_has_not_used_is_sent_again_in_order_before_what_was_kept() {
        HardwareQueue queue = queue();
        Request first = prepare(queue, BlkRequestType.IN, 10, 512);
        Request second = prepare(queue, BlkRequestType.IN, 20, 512);
        for (Request request : List.of(first, second)) {
            queue.queueRq(request, true);
        }
        device.take(0);
        queue.quiesce();
        Request third = prepare(queue, BlkRequestType.IN, 30, 512);
        queue.queueRq(third, true);
        resetDevice();
        queue.takeBack(true);
        queue.queueRq(prepare(queue, BlkRequestType.IN, 40, 512), true);
        assertThat(completions).isEmpty();
        restart();
        queue.unquiesce();
        for (int sector = 10; sector <= 40; sector += 10) {
            HandDevice.Taken taken = device.take(0).getFirst();
            assertThat(taken.sector()).isEqualTo(sector);
            device.use(taken, BlkStatus.OK);
            queue.interrupt();
        }
        assertThat(completions).containsExactly("0 OK", "1 OK", "2 OK", "3 OK");
    }

    /// The device goes live again, its ring where it was.
    private void restart() {
        BlkDriver other = start(INTERRUPTS);
        assertThat(other.queues()).hasSize(1);
        device.enableQueue(device.accepted(), Objects.requireNonNull(firstPort), device.host());
    }

    private @Nullable QueuePort firstPort;

    @Override
    BlkDriver start(BlkDriverOptions options) {
        BlkDriver driver = super.start(options);
        firstPort = firstPort == null ? device.port(0) : firstPort;
        return driver;
    }

    @Test
    void what_may_have_been_done_is_not_sent_twice_and_fails_instead() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        Request append = queue.allocate().prepare(BlkRequestType.ZONE_APPEND, 0, 0x1000, 1024, false);
        queue.queueRq(append, true);
        queue.quiesce();
        resetDevice();
        queue.takeBack(true);
        assertThat(append.outcome()).isEqualTo(Outcome.IOERR);
    }

    @Test
    void what_is_taken_back_may_fail_as_a_whole() {
        HardwareQueue queue = queue();
        submit(queue);
        Request late = submit(queue);
        queue.timedOut(late);
        queue.free(late);
        queue.quiesce();
        submit(queue);
        resetDevice();
        queue.takeBack(false);
        assertThat(completions).as("what was kept is kept").containsExactly("1 TIMED_OUT", "0 IOERR");
        assertThat(queue.allocate()).as("the late one's tag is free").isSameAs(late);
    }

    @Test
    void what_was_used_before_the_reset_has_completed() {
        HardwareQueue queue = queue();
        submit(queue);
        submit(queue);
        device.use(device.take(0).getFirst(), BlkStatus.OK);
        queue.quiesce();
        resetDevice();
        queue.takeBack(false);
        assertThat(completions).containsExactly("0 OK", "1 IOERR");
    }

    @Test
    void a_queue_that_sends_must_not_be_taken_back() {
        HardwareQueue queue = queue();
        assertThatThrownBy(() -> queue.takeBack(true)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("quiesced");
    }

    @Test
    void a_removed_disk_fails_everything_once() {
        HardwareQueue queue = queue();
        Request inRing = submit(queue);
        submit(queue);
        Request kept = submit(queue);
        queue.remove();
        assertThat(completions).containsExactly("2 REMOVED");
        assertThat(kept.fault()).contains("removed");
        Request later = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        assertThat(queue.queueRq(later, true)).isEqualTo(HardwareQueue.Queued.REFUSED);
        assertThat(later.outcome()).isEqualTo(Outcome.REMOVED);
        device.use(device.take(0).getFirst(), BlkStatus.OK);
        queue.interrupt();
        assertThat(inRing.outcome()).as("orderly: it still completes").isEqualTo(Outcome.OK);
        resetDevice();
        queue.takeBack(true);
        assertThat(completions).containsExactly("2 REMOVED", "3 REMOVED", "0 OK", "1 REMOVED");
        queue.unquiesce();
        queue.free(kept);
        assertThat(queue.queueRq(prepare(queue, BlkRequestType.FLUSH, 0, 0), true)).as("for good")
                .isEqualTo(HardwareQueue.Queued.REFUSED);
    }

    @Test
    void a_broken_queue_is_told_once_and_its_requests_wait_for_the_reset() {
        HardwareQueue queue = queue();
        Request request = submit(queue);
        // The device claims to have used more than it was given.
        memory.set16(device.port(0).layout().deviceArea() + 2, 500);
        assertThat(queue.poll()).isZero();
        assertThat(queue.isBroken()).isTrue();
        transport.configChanged().await();
        assertThat(request.isDone()).isFalse();
        Request next = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        assertThat(queue.queueRq(next, true)).isEqualTo(HardwareQueue.Queued.BROKEN);
        assertThat(next.outcome()).isEqualTo(Outcome.IOERR);
        assertThat(queue.awaitIdle()).as("it never will be").isFalse();
        queue.quiesce();
        resetDevice();
        queue.takeBack(true);
        assertThat(queue.isBroken()).isFalse();
        restart();
        queue.unquiesce();
        device.serveAll(0);
        queue.interrupt();
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
    }
}
