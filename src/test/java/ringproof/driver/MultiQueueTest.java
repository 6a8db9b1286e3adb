package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.queue.DisableCallback;
import ringproof.transport.NegotiationException;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;

/// Which queue takes a request, and how several are submitted at once.
final class MultiQueueTest extends DriverHarness {
    private static BlkDriverOptions options(Policy policy, int queues) {
        return new BlkDriverOptions(policy, queues, 0, true, DisableCallback.EVENT_ZERO);
    }

    private static List<HctxType> types(BlkDriver driver) {
        return driver.queues().stream().map(HardwareQueue::type).toList();
    }

    @Test
    void each_kind_of_request_has_its_queues_and_jobs_are_dealt_out() {
        BlkDriver driver = start(options(Policy.POLL_QUEUES, 4).withQueues(1, 1));
        List<HardwareQueue> queues = driver.queues();
        assertThat(types(driver)).containsExactly(HctxType.DEFAULT, HctxType.DEFAULT, HctxType.READ, HctxType.POLL);
        assertThat(driver.queueFor(BlkRequestType.OUT, false, 0)).isSameAs(queues.get(0));
        assertThat(driver.queueFor(BlkRequestType.FLUSH, false, 1)).isSameAs(queues.get(1));
        assertThat(driver.queueFor(BlkRequestType.OUT, false, 2)).isSameAs(queues.get(0));
        assertThat(driver.queueFor(BlkRequestType.IN, false, 1)).isSameAs(queues.get(2));
        assertThat(driver.queueFor(BlkRequestType.IN, true, 1)).isSameAs(queues.get(3));
        assertThat(driver.queueFor(BlkRequestType.OUT, true, 0)).isSameAs(queues.get(3));
    }

    @Test
    void a_queue_for_polling_is_never_notified() {
        BlkDriver driver = start(options(Policy.POLL_QUEUES, 2));
        assertThat(types(driver)).as("half of them, unless said otherwise").containsExactly(HctxType.DEFAULT,
                HctxType.POLL);
        assertThat(device.isNotified(0)).isTrue();
        assertThat(device.isNotified(1)).isFalse();
        HardwareQueue polled = driver.queues().get(1);
        Request request = polled.allocate().prepare(BlkRequestType.FLUSH, 0, true);
        polled.queueRq(request, true);
        device.serveAll(1);
        polled.await(request);
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void one_queue_takes_everything() {
        BlkDriver driver = start(options(Policy.POLL_QUEUES, 1));
        assertThat(types(driver)).containsExactly(HctxType.DEFAULT);
        assertThat(driver.queueFor(BlkRequestType.IN, true, 5).polls()).as("nobody would poll it").isFalse();
    }

    @Test
    void toggling_needs_no_queue_of_its_own() {
        BlkDriver driver = start(options(Policy.AUTO, 2));
        assertThat(driver.policy()).as("without ACCESS_PLATFORM").isEqualTo(Policy.TOGGLE);
        assertThat(types(driver)).containsExactly(HctxType.DEFAULT, HctxType.DEFAULT);
        assertThat(driver.queueFor(BlkRequestType.IN, true, 1)).isSameAs(driver.queues().get(1));
    }

    @Test
    void more_queues_than_the_device_has_are_refused() {
        assertThatThrownBy(() -> start(options(Policy.TOGGLE, 5))).isInstanceOf(NegotiationException.class)
                .hasMessageContaining("4 request queues, not 5");
        offer(EVERYTHING.without(Feature.BLK_MQ));
        assertThatThrownBy(() -> start(options(Policy.TOGGLE, 2))).as("num_queues means nothing without the feature")
                .hasMessageContaining("1 request queues, not 2");
    }

    @Test
    void queues_that_leave_none_for_the_rest_are_a_mistake() {
        assertThatThrownBy(() -> options(Policy.TOGGLE, 2).withQueues(1, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("leave none for the rest");
    }

    @Test
    void a_batch_is_notified_once() {
        HardwareQueue queue = start(options(Policy.INTERRUPT, 1)).queues().getFirst();
        queue.queueRqs(flushes(queue, 3));
        assertThat(device.kicks).containsExactly(0);
        device.serveAll(0);
        assertThat(queue.interrupt()).isTrue();
        assertThat(completions).containsExactly("0 OK", "1 OK", "2 OK");
    }

    @Test
    void what_does_not_fit_is_kept_in_order_and_what_breaks_a_rule_is_refused() {
        HardwareQueue queue = start(options(Policy.INTERRUPT, 1)).queues().getFirst();
        // A ring of 16 descriptors holds eight requests without data.
        List<Request> batch = flushes(queue, 11);
        batch.get(2).prepare(BlkRequestType.FLUSH, 1, false);
        queue.queueRqs(batch);
        assertThat(device.kicks).containsExactly(0);
        assertThat(completions).containsExactly("2 INVALID");
        List<HandDevice.Taken> first = device.take(0);
        assertThat(first).hasSize(8);
        device.use(first.get(5), BlkStatus.OK);
        queue.interrupt();
        List<HandDevice.Taken> rest = device.take(0);
        assertThat(rest).as("one was used, one fits").hasSize(1);
        device.use(first.get(0), BlkStatus.IOERR);
        device.use(first.get(1), BlkStatus.OK);
        queue.interrupt();
        assertThat(device.take(0)).hasSize(1);
        assertThat(completions).containsExactly("2 INVALID", "6 OK", "0 IOERR", "1 OK");
    }

    private static List<Request> flushes(HardwareQueue queue, int count) {
        List<Request> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(queue.allocate().prepare(BlkRequestType.FLUSH, 0, false));
        }
        return batch;
    }

    @Test
    void an_empty_batch_does_nothing() {
        HardwareQueue queue = start(options(Policy.INTERRUPT, 1)).queues().getFirst();
        queue.queueRqs(List.of());
        assertThat(device.kicks).isEmpty();
    }
}
