package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringproof.driver.policy.Policy;
import ringproof.queue.DisableCallback;
import ringproof.transport.NegotiationException;
import ringproof.transport.WrappedTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Freeze and restore, resets, suspension, changes of the configuration and removal, step by step.
@Timeout(30)
final class DriverLifeTest extends DriverHarness {
    private static final BlkDriverOptions TWO_QUEUES = new BlkDriverOptions(Policy.INTERRUPT, 2, 16, false,
            DisableCallback.EVENT_ZERO);

    private final List<String> heard = new ArrayList<>();
    private final ConfigListener listener = new ConfigListener() {
        @Override
        public void resized(long fromSectors, long toSectors) {
            heard.add(fromSectors + " to " + toSectors);
        }

        @Override
        public void needsReset() {
            heard.add("needs reset");
        }
    };

    private Request read(HardwareQueue queue, long sector) {
        Request request = prepare(queue, BlkRequestType.IN, sector, 512);
        queue.queueRq(request, true);
        return request;
    }

    private List<Long> sectorsAt(int queue) {
        List<Long> sectors = new ArrayList<>();
        for (HandDevice.Taken taken : device.take(queue)) {
            sectors.add(taken.sector());
            device.use(taken, BlkStatus.OK);
        }
        return sectors;
    }

    private void interrupt(BlkDriver driver) {
        driver.queues().forEach(HardwareQueue::interrupt);
    }

    @Test
    void what_was_in_flight_when_it_froze_is_sent_again_in_order_on_each_queue() {
        BlkDriver driver = start(TWO_QUEUES);
        HardwareQueue first = driver.queues().get(0);
        HardwareQueue second = driver.queues().get(1);
        read(first, 1);
        read(second, 2);
        read(first, 3);
        device.take(0);
        assertThat(driver.freeze(false)).isTrue();
        assertThat(device.isLive(0)).isFalse();
        assertThat(driver.freeze(false)).as("it is already").isFalse();
        Request later = read(first, 4);
        assertThat(completions).isEmpty();
        assertThat(driver.restore()).isTrue();
        assertThat(sectorsAt(0)).containsExactly(1L, 3L, 4L);
        assertThat(sectorsAt(1)).containsExactly(2L);
        interrupt(driver);
        assertThat(completions).containsExactly("0 OK", "1 OK", "2 OK", "0 OK");
        assertThat(later.outcome()).isEqualTo(Outcome.OK);
        assertThat(driver.restore()).as("it is live").isFalse();
        assertThat(device.calls).containsExactly("reset", "activate", "reset", "reset", "activate",
                "writeConfig 32 [1]");
    }

    @Test
    void a_freeze_that_drains_waits_for_the_device() throws InterruptedException {
        BlkDriver driver = start(TWO_QUEUES);
        Request request = read(driver.queues().get(1), 7);
        HandDevice.Taken taken = device.take(1).getFirst();
        Thread freezer = Thread.ofPlatform().start(() -> driver.freeze(true));
        Thread.sleep(20);
        assertThat(device.isLive(1)).isTrue();
        device.use(taken, BlkStatus.OK);
        driver.queues().get(1).interrupt();
        assertThat(freezer.join(Duration.ofSeconds(10))).isTrue();
        assertThat(device.isLive(1)).isFalse();
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void a_device_that_comes_back_with_less_is_refused_and_may_be_tried_again() {
        BlkDriver driver = start(TWO_QUEUES);
        Request request = read(driver.queues().get(0), 1);
        driver.freeze(false);
        byte[] before = config.clone();
        config[BlkConfigLayout.SEG_MAX] = 1;
        assertThatThrownBy(driver::restore).isInstanceOf(NegotiationException.class)
                .hasMessageContaining("other limits than before");
        assertThat(completions).isEmpty();
        System.arraycopy(before, 0, config, 0, before.length);
        assertThat(driver.restore()).isTrue();
        sectorsAt(0);
        interrupt(driver);
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void a_kept_request_that_a_smaller_disk_has_no_room_for_is_refused() {
        BlkDriver driver = start(TWO_QUEUES);
        Request atTheEnd = read(driver.queues().get(0), CAPACITY - 1);
        read(driver.queues().get(0), 0);
        driver.freeze(false);
        config[BlkConfigLayout.CAPACITY + 2] = 0;
        config[BlkConfigLayout.CAPACITY] = 100;
        assertThat(driver.restore()).isTrue();
        assertThat(driver.capacitySectors()).isEqualTo(100);
        assertThat(atTheEnd.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(sectorsAt(0)).containsExactly(0L);
    }

    @Test
    void a_device_that_needs_a_reset_is_told_of_and_goes_on_after_it() {
        BlkDriver driver = start(TWO_QUEUES);
        Request request = read(driver.queues().get(0), 1);
        device.host().needsReset("for a test");
        transport.configChanged().await();
        driver.configChanged(listener);
        assertThat(heard).containsExactly("needs reset");
        assertThat(driver.recover(true)).isTrue();
        assertThat(sectorsAt(0)).containsExactly(1L);
        interrupt(driver);
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
        driver.configChanged(listener);
        assertThat(heard).as("all is well").hasSize(1);
    }

    @Test
    void a_broken_queue_is_told_of_and_its_requests_may_fail() {
        BlkDriver driver = start(TWO_QUEUES);
        Request onBroken = read(driver.queues().get(1), 1);
        Request onOther = read(driver.queues().get(0), 2);
        memory.set16(device.port(1).layout().deviceArea() + 2, 500);
        driver.queues().get(1).poll();
        transport.configChanged().await();
        driver.configChanged(listener);
        assertThat(heard).containsExactly("needs reset");
        assertThat(driver.recover(false)).isTrue();
        assertThat(onBroken.outcome()).isEqualTo(Outcome.IOERR);
        assertThat(onOther.outcome()).isEqualTo(Outcome.IOERR);
        read(driver.queues().get(1), 3);
        assertThat(sectorsAt(1)).containsExactly(3L);
    }

    @Test
    void one_queue_is_reset_after_a_timeout_while_the_other_runs() {
        BlkDriver driver = start(TWO_QUEUES);
        HardwareQueue queue = driver.queues().get(0);
        Request slow = read(queue, 1);
        Request behind = read(queue, 2);
        Request elsewhere = read(driver.queues().get(1), 3);
        queue.timedOut(slow);
        assertThat(slow.isReturned()).isFalse();
        assertThat(driver.resetQueue(0, true)).isTrue();
        assertThat(slow.isReturned()).isTrue();
        assertThat(sectorsAt(0)).as("what timed out is not sent again").containsExactly(2L);
        assertThat(sectorsAt(1)).containsExactly(3L);
        interrupt(driver);
        assertThat(completions).containsExactly("0 TIMED_OUT", "1 OK", "0 OK");
        assertThat(device.calls).containsExactly("reset", "activate", "resetQueue 0");
        assertThat(behind.isReturned() && elsewhere.isReturned()).isTrue();
    }

    @Test
    void what_was_not_negotiated_cannot_be_asked_for() {
        BlkDriver driver = start(TWO_QUEUES
                .without(FeatureSet.of(Feature.RING_RESET, Feature.SUSPEND, Feature.BLK_CONFIG_WCE)));
        assertThatThrownBy(() -> driver.resetQueue(0, true)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reset the whole device");
        assertThatThrownBy(driver::suspend).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("freeze and restore instead");
        assertThatThrownBy(() -> driver.setWriteback(false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_suspended_device_forgets_nothing() {
        offer(EVERYTHING.with(Feature.SUSPEND));
        BlkDriver driver = start(TWO_QUEUES);
        read(driver.queues().get(0), 1);
        assertThat(driver.suspend()).isTrue();
        read(driver.queues().get(0), 2);
        assertThat(driver.resume()).isTrue();
        assertThat(sectorsAt(0)).containsExactly(1L, 2L);
        assertThat(device.calls).containsExactly("reset", "activate", "suspend", "resume");
    }

    @Test
    void a_resized_disk_is_told_of_and_binds_at_once() {
        BlkDriver driver = start(TWO_QUEUES);
        device.changeConfig(BlkConfigLayout.CAPACITY, capacity(10));
        transport.configChanged().await();
        driver.configChanged(listener);
        assertThat(heard).containsExactly(CAPACITY + " to 10");
        assertThat(driver.capacitySectors()).isEqualTo(10);
        assertThat(driver.limits().capacitySectors()).isEqualTo(10);
        assertThat(read(driver.queues().get(0), 10).outcome()).isEqualTo(Outcome.INVALID);
        device.changeConfig(BlkConfigLayout.CAPACITY, capacity(11));
        driver.configChanged(listener);
        assertThat(read(driver.queues().get(0), 10).isDone()).isFalse();
        assertThat(heard).containsExactly(CAPACITY + " to 10", "10 to 11");
    }

    private static byte[] capacity(long sectors) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(sectors).array();
    }

    @Test
    void a_flush_is_sent_until_one_has_ended_well_after_the_cache_became_writethrough() {
        BlkDriver driver = start(TWO_QUEUES);
        HardwareQueue queue = driver.queues().getFirst();
        assertThat(driver.isWriteback()).isTrue();
        assertThat(flush(queue)).isEqualTo(HardwareQueue.Queued.OK);
        assertThat(driver.setWriteback(false)).as("waits for nothing, since that flush has completed").isTrue();
        assertThat(device.calls).contains("writeConfig 32 [0]");
        assertThat(driver.isWriteback()).isFalse();
        Request failing = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        assertThat(queue.queueRq(failing, true)).isEqualTo(HardwareQueue.Queued.OK);
        device.use(device.take(0).getFirst(), BlkStatus.IOERR);
        queue.interrupt();
        assertThat(flush(queue)).as("the one before failed").isEqualTo(HardwareQueue.Queued.OK);
        assertThat(flush(queue)).as("nothing is volatile any more").isEqualTo(HardwareQueue.Queued.DONE);
        assertThat(driver.setWriteback(true)).isTrue();
        assertThat(flush(queue)).isEqualTo(HardwareQueue.Queued.OK);
    }

    private HardwareQueue.Queued flush(HardwareQueue queue) {
        Request request = prepare(queue, BlkRequestType.FLUSH, 0, 0);
        HardwareQueue.Queued queued = queue.queueRq(request, true);
        device.serveAll(0);
        queue.interrupt();
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
        queue.free(request);
        return queued;
    }

    @Test
    void the_cache_mode_outlives_a_reset() {
        BlkDriver driver = start(TWO_QUEUES);
        driver.setWriteback(false);
        flush(driver.queues().getFirst());
        driver.freeze(true);
        config[BlkConfigLayout.WRITEBACK] = 1;
        driver.restore();
        assertThat(driver.isWriteback()).isFalse();
        assertThat(config[BlkConfigLayout.WRITEBACK]).isZero();
        assertThat(flush(driver.queues().getFirst())).as("who knows what happened meanwhile")
                .isEqualTo(HardwareQueue.Queued.OK);
    }

    @Test
    void without_config_wce_the_cache_is_writeback_where_it_can_be_flushed() {
        BlkDriver driver = start(TWO_QUEUES.without(FeatureSet.of(Feature.BLK_CONFIG_WCE)));
        assertThat(driver.isWriteback()).isTrue();
        assertThat(flush(driver.queues().getFirst())).isEqualTo(HardwareQueue.Queued.OK);
    }

    @Test
    void a_removed_disk_ends_every_request_once_and_every_handler() throws InterruptedException {
        BlkDriver driver = start(TWO_QUEUES);
        List<Thread> handlers = List.of(Thread.ofPlatform().start(driver.interruptHandler(0)),
                Thread.ofPlatform().start(driver.interruptHandler(1)),
                Thread.ofPlatform().start(driver.configHandler(listener)));
        Request request = read(driver.queues().get(0), 1);
        Thread waiter = Thread.ofPlatform().start(request::await);
        driver.remove(false);
        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
        for (Thread handler : handlers) {
            assertThat(handler.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(request.outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(read(driver.queues().get(0), 2).outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(driver.isGone()).isTrue();
        driver.remove(true);
        assertThat(driver.freeze(true) || driver.restore() || driver.recover(true) || driver.resetQueue(0, true))
                .as("it is gone").isFalse();
        assertThat(completions).containsExactly("0 REMOVED", "1 REMOVED");
    }

    @Test
    void a_surprise_removal_ends_what_waits_for_a_device_that_never_answers() throws InterruptedException {
        BlkDriver driver = start(TWO_QUEUES);
        Request request = read(driver.queues().get(0), 1);
        Thread freezer = Thread.ofPlatform().start(() -> driver.freeze(true));
        Thread waiter = Thread.ofPlatform().start(request::await);
        Thread.sleep(20);
        assertThat(freezer.isAlive()).isTrue();
        driver.surpriseRemoved();
        assertThat(freezer.join(Duration.ofSeconds(10)) && waiter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(request.outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(request.isReturned()).isTrue();
        assertThat(driver.isGone()).isTrue();
    }

    @Test
    void a_device_that_does_not_even_reset_keeps_the_buffers() {
        AtomicBoolean stuck = new AtomicBoolean();
        BlkDriver driver = BlkDriver.start(machine, new WrappedTransport(transport) {
            @Override
            public int status() {
                return super.status() | (stuck.get() ? 1 : 0);
            }
        }, allocator, TWO_QUEUES, (request, outcome) -> completions.add(request.tag() + " " + outcome));
        Request request = read(driver.queues().get(0), 1);
        stuck.set(true);
        driver.remove(false);
        assertThat(request.outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(request.isReturned()).isFalse();
        assertThat(completions).containsExactly("0 REMOVED");
    }
}
