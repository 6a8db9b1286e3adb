package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// One queue served, with the driver's side moved by hand.
final class QueueWorkerTest {
    private static final int QUEUE_SIZE = 4;
    private static final long HEADER = 0x1000;
    private static final long DATA = 0x1100;
    private static final long STATUS = 0x1400;

    private final Machine machine = new NativeMachine(0x10000);
    private final GuestMemory memory = machine.memory();
    private final QueueLayout layout = QueueLayout.allocateSplit(QUEUE_SIZE, new GuestAllocator(memory, 0x4000));
    private final CountingEvent kick = new CountingEvent(machine.newEvent("kick"));
    private final CountingEvent callback = new CountingEvent(machine.newEvent("callback"));
    private final List<String> alarms = new ArrayList<>();
    private final MemoryBackend disk = new MemoryBackend(8);

    /// Counts signals on their way.
    private static final class CountingEvent implements Event {
        private final Event line;
        private int count;

        CountingEvent(Event line) {
            this.line = line;
        }

        @Override
        public void signal() {
            count++;
            line.signal();
        }

        @Override
        public void await() {
            line.await();
        }
    }

    private FeatureSet features(boolean eventIdx) {
        FeatureSet base = FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH);
        return eventIdx ? base.with(Feature.EVENT_IDX) : base;
    }

    private QueueWorker worker(boolean eventIdx) {
        return new QueueWorker(machine, new SplitDeviceQueue(machine, layout, features(eventIdx)),
                new RequestExecutor(memory, disk, "", features(eventIdx)), kick, callback, alarms::add);
    }

    private DriverQueue<Token> driver(boolean eventIdx) {
        return new SplitDriverQueue<>(machine, "q", layout, features(eventIdx), DisableCallback.SILENT);
    }

    private Chain readRequest(long sector) {
        memory.set32(HEADER + BlkRequestLayout.TYPE, BlkRequestType.IN.code());
        memory.set64(HEADER + BlkRequestLayout.SECTOR, sector);
        memory.set8(STATUS, 0xFF);
        return new Chain().readable(HEADER, 16).writable(DATA, 512).writable(STATUS, 1);
    }

    /// One request without data, two descriptors.
    private Chain flushRequest() {
        memory.set32(HEADER + BlkRequestLayout.TYPE, BlkRequestType.FLUSH.code());
        return new Chain().readable(HEADER, 16).writable(STATUS, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_request_is_executed_returned_and_notified(boolean eventIdx) {
        QueueWorker worker = worker(eventIdx);
        DriverQueue<Token> driver = driver(eventIdx);
        Token token = new Token(1);
        assertThat(driver.add(readRequest(2), token)).isEqualTo(DriverQueue.Added.YES);
        assertThat(driver.kickPrepare()).isTrue();

        assertThat(worker.service()).isTrue();
        assertThat(driver.takeUsed()).isSameAs(token);
        assertThat(driver.usedLengthBytes()).isEqualTo(513);
        assertThat(memory.get8(STATUS)).isEqualTo(BlkStatus.OK.code());
        assertThat(callback.count).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_pass_the_driver_must_kick_again(boolean eventIdx) {
        QueueWorker worker = worker(eventIdx);
        DriverQueue<Token> driver = driver(eventIdx);
        for (int i = 0; i < 3 * QUEUE_SIZE; i++) {
            driver.add(flushRequest(), new Token(i));
            assertThat(driver.kickPrepare()).as("kick %d", i).isTrue();
            worker.service();
            assertThat(driver.takeUsed()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_driver_that_wants_no_notifications_gets_none(boolean eventIdx) {
        QueueWorker worker = worker(eventIdx);
        DriverQueue<Token> driver = driver(eventIdx);
        driver.disableCallback();
        driver.add(flushRequest(), new Token(1));
        worker.service();
        // With EVENT_IDX this style leaves the event at 0, which the first buffer passes.
        int first = eventIdx ? 1 : 0;
        assertThat(callback.count).isEqualTo(first);
        assertThat(driver.takeUsed()).isNotNull();
        driver.add(flushRequest(), new Token(2));
        worker.service();
        assertThat(callback.count).isEqualTo(first);
    }

    @Test
    void requests_are_served_in_order_and_all_in_one_pass() {
        QueueWorker worker = worker(true);
        DriverQueue<Token> driver = driver(true);
        Token first = new Token(1);
        Token second = new Token(2);
        driver.add(flushRequest(), first);
        driver.add(flushRequest(), second);
        worker.service();
        assertThat(driver.takeUsed()).isSameAs(first);
        assertThat(driver.takeUsed()).isSameAs(second);
        assertThat(driver.takeUsed()).isNull();
    }

    @Test
    void a_request_that_comes_while_the_worker_turns_notifications_on_is_served_in_the_same_pass() {
        DriverQueue<Token> driver = driver(false);
        Token late = new Token(1);
        SplitDeviceQueue queue = new SplitDeviceQueue(machine, layout, features(false)) {
            private boolean added;

            @Override
            public boolean enableNotification() {
                if (!added) {
                    added = true;
                    driver.add(flushRequest(), late);
                }
                return super.enableNotification();
            }
        };
        QueueWorker worker = new QueueWorker(machine, queue, new RequestExecutor(memory, disk, "", features(false)),
                kick,
                callback, alarms::add);
        worker.service();
        assertThat(driver.takeUsed()).isSameAs(late);
    }

    @Test
    void a_driver_that_never_stops_adding_cannot_keep_the_worker_from_stopping() {
        DriverQueue<Token> driver = driver(false);
        QueueWorker[] worker = new QueueWorker[1];
        int[] executed = {0};
        RequestExecutor adding = new RequestExecutor(memory, disk, "", features(false)) {
            @Override
            public long execute(Chain chain) {
                long usedLengthBytes = super.execute(chain);
                driver.takeUsed();
                driver.add(flushRequest(), new Token(0));
                if (++executed[0] == 5000) {
                    worker[0].stop();
                }
                return usedLengthBytes;
            }
        };
        worker[0] = new QueueWorker(machine, new SplitDeviceQueue(machine, layout, features(false)), adding, kick,
                callback, alarms::add);
        driver.add(flushRequest(), new Token(0));
        worker[0].service();
        assertThat(executed[0]).isEqualTo(5000);
        assertThat(alarms).isEmpty();
    }

    @Test
    void a_broken_queue_raises_the_alarm_once_and_is_not_served_again() {
        QueueWorker worker = worker(false);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, QUEUE_SIZE + 1);
        assertThat(worker.service()).isFalse();
        assertThat(worker.service()).isFalse();
        assertThat(alarms).hasSize(1);
        assertThat(memory.get16(layout.deviceArea() + SplitLayout.USED_IDX)).isZero();
        assertThat(callback.count).isZero();
    }

    @Test
    void a_request_without_a_status_byte_breaks_the_queue_and_those_before_it_are_returned() {
        QueueWorker worker = worker(false);
        DriverQueue<Token> driver = driver(false);
        Token good = new Token(1);
        driver.add(flushRequest(), good);
        driver.add(new Chain().readable(HEADER, 16), new Token(2));
        assertThat(worker.service()).isFalse();
        assertThat(alarms).containsExactly("a request has no room for its header or status");
        assertThat(driver.takeUsed()).isSameAs(good);
        assertThat(driver.takeUsed()).isNull();
    }

    @Test
    @Timeout(10)
    void on_a_thread_it_serves_each_kick_until_stopped() throws InterruptedException {
        QueueWorker worker = worker(true);
        DriverQueue<Token> driver = driver(true);
        Thread thread = Thread.ofPlatform().daemon().start(worker);
        for (int i = 0; i < 1000; i++) {
            Token token = new Token(i);
            driver.add(readRequest(i % 8), token);
            if (driver.kickPrepare()) {
                kick.signal();
            }
            callback.await();
            assertThat(driver.takeUsed()).isSameAs(token);
        }
        worker.stop();
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    @Timeout(10)
    void on_a_thread_it_ends_when_the_queue_breaks() throws InterruptedException {
        Thread thread = Thread.ofPlatform().daemon().start(worker(false));
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, QUEUE_SIZE + 1);
        kick.signal();
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        assertThat(alarms).hasSize(1);
    }
}
