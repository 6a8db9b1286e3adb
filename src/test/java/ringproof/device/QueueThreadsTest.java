package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.Digest;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;
import ringproof.queue.SplitDeviceQueue;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceModel;
import ringproof.transport.Handshake;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// Queues that share threads, that are reset one by one, suspended and polled.
@Timeout(20)
final class QueueThreadsTest extends DeviceHarness {
    /// Polls until it is told to stop.
    private record Endless(AtomicBoolean stop) implements Polling {
        @Override
        public boolean goesOn() {
            return !stop.get();
        }

        @Override
        public void foundWork() {
            // Nothing to learn from.
        }

        @Override
        public void digest(Digest digest) {
            digest.add(stop.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void any_number_of_threads_serves_all_queues(int count) {
        use(new BlkDevice(machine, new MemoryBackend(8), options(3), Hosting.DEFAULT.withThreads(count)));
        assertThat(device.agentCount()).isEqualTo(Math.min(count, 3));
        startAgents();
        List<DriverQueue<Token>> queues = goLive(3);
        for (int i = 0; i < 30; i++) {
            roundTrip(i % 3, queues.get(i % 3));
        }
    }

    /// The driver of queue 0 makes a request available for each that is executed, for ever.
    @Test
    void a_queue_that_always_has_work_does_not_starve_another_on_its_thread() throws InterruptedException {
        int batch = 4;
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong executedOnBusyQueue = new AtomicLong();
        AtomicLong atServiceOfOther = new AtomicLong(-1);
        use(new BlkDevice(machine, new MemoryBackend(8), options(2), Hosting.DEFAULT.withThreads(1).withBatch(batch)) {
            @Override
            protected QueueServer newServer(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
                RequestExecutor executor = new RequestExecutor(memory, new MemoryBackend(8), "", accepted) {
                    @Override
                    public long execute(Chain chain) {
                        if (port.queue() == 0) {
                            executedOnBusyQueue.incrementAndGet();
                        } else {
                            atServiceOfOther.compareAndSet(-1, executedOnBusyQueue.get());
                        }
                        return super.execute(chain);
                    }
                };
                return new QueueServer(machine, new SplitDeviceQueue(machine, port.layout(), accepted), executor,
                        port.callback(), alarm, statistics(port.queue()));
            }
        });
        List<DriverQueue<Token>> queues = goLive(2);
        for (int i = 0; i < QUEUE_SIZE / 2; i++) {
            add(queues.get(0));
        }
        add(queues.get(1));
        Thread driver = Thread.ofPlatform().daemon().start(() -> {
            while (!enough.get()) {
                if (queues.get(0).takeUsed() != null) {
                    add(queues.get(0));
                }
            }
        });
        startAgents();
        transport.callback(1).await();
        assertThat(atServiceOfOther.get()).isBetween(0L, (long) batch);
        enough.set(true);
        assertThat(driver.join(Duration.ofSeconds(5))).isTrue();
        Handshake.reset(transport);
    }

    /// Spec 2.6.1, 4.1.4.3.
    @Test
    void a_queue_is_reset_and_set_up_elsewhere_while_the_other_runs() {
        for (int count : new int[]{1, 2}) {
            use(new BlkDevice(machine, new MemoryBackend(8), options(2), Hosting.DEFAULT.withThreads(count)));
            startAgents();
            List<DriverQueue<Token>> queues = goLive(2);
            roundTrip(0, queues.get(0));
            for (int i = 0; i < 20; i++) {
                DriverQueue<Token> old = queues.get(0);
                roundTrip(0, old);
                Handshake.resetQueue(transport, 0);
                add(old);
                transport.kick(0).send(old.notificationData());
                roundTrip(1, queues.get(1));
                assertThat(old.moreUsed()).as("a reset queue is not served").isFalse();
                queues.set(0, setUp(0));
            }
            roundTrip(0, queues.get(0));
            device.end();
        }
    }

    @Test
    void the_reset_of_a_queue_waits_for_the_request_in_hand_and_not_for_other_queues() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        use(new BlkDevice(machine, new BlockingBackend(new MemoryBackend(8), entered, release), options(2)));
        startAgents();
        List<DriverQueue<Token>> queues = goLive(2);
        add(queues.get(0));
        kick(0, queues.get(0));
        entered.await();
        Handshake.resetQueue(transport, 1);
        Thread resetter = Thread.ofPlatform().daemon().start(() -> transport.resetQueue(0));
        sleepMillis(30);
        assertThat(transport.isQueueResetting(0)).as("queue_reset reads 1").isTrue();
        Thread whole = Thread.ofPlatform().daemon().start(() -> transport.writeStatus(0));
        sleepMillis(30);
        assertThat(transport.status()).as("the reset of the device waits for that of the queue").isNotZero();
        release.countDown();
        assertThat(resetter.join(Duration.ofSeconds(5))).isTrue();
        assertThat(whole.join(Duration.ofSeconds(5))).isTrue();
        assertThat(transport.status()).isZero();
        assertThat(transport.isQueueResetting(0)).isFalse();
        roundTrip(0, goLive(2).get(0));
    }

    /// Spec 3.4.
    @Test
    void a_suspended_device_serves_nothing_and_goes_on_where_it_was() {
        use(new BlkDevice(machine, new MemoryBackend(8), options(2), Hosting.DEFAULT.withThreads(1)));
        startAgents();
        List<DriverQueue<Token>> queues = goLive(2);
        roundTrip(0, queues.get(0));
        for (int i = 0; i < 20; i++) {
            assertThat(Handshake.suspend(transport)).isTrue();
            Token token = add(queues.get(0));
            transport.kick(0).send(0);
            sleepMillis(1);
            assertThat(queues.get(0).moreUsed()).isFalse();
            assertThat(Handshake.resume(transport)).isTrue();
            await(0, queues.get(0), token);
            roundTrip(1, queues.get(1));
        }
    }

    @Test
    void a_suspended_device_is_reset_and_a_queue_of_it_too() {
        startAgents();
        goLive(1);
        Handshake.suspend(transport);
        Handshake.resetQueue(transport, 0);
        DriverQueue<Token> again = setUp(0);
        Token token = add(again);
        assertThat(Handshake.resume(transport)).isTrue();
        await(0, again, token);
        Handshake.suspend(transport);
        roundTrip(0, goLive(1).get(0));
    }

    /// S5: both sides may poll, and no kick is sent.
    @Test
    void a_thread_that_polls_needs_no_kicks_and_one_that_has_given_up_does() {
        AtomicBoolean stop = new AtomicBoolean();
        use(new BlkDevice(machine, new MemoryBackend(8), options(2),
                Hosting.DEFAULT.withThreads(1).withPolling(() -> new Endless(stop))));
        startAgents();
        List<DriverQueue<Token>> queues = goLive(2);
        roundTrip(0, queues.get(0));
        roundTrip(1, queues.get(1));
        for (int i = 0; i < 10; i++) {
            Token token = add(queues.get(i % 2));
            assertThat(kick(i % 2, queues.get(i % 2))).as("while it polls nobody kicks").isFalse();
            await(i % 2, queues.get(i % 2), token);
        }
        stop.set(true);
        sleepMillis(30);
        for (int i = 0; i < 10; i++) {
            Token token = add(queues.get(i % 2));
            assertThat(kick(i % 2, queues.get(i % 2))).as("when it sleeps it wants to be woken").isTrue();
            await(i % 2, queues.get(i % 2), token);
            sleepMillis(5);
        }
    }

    @Test
    void a_thread_that_polls_lets_go_of_its_queues_at_once() {
        use(new BlkDevice(machine, new MemoryBackend(8), options(2),
                Hosting.DEFAULT.withThreads(1).withPolling(() -> new Endless(new AtomicBoolean()))));
        startAgents();
        for (int i = 0; i < 20; i++) {
            List<DriverQueue<Token>> queues = goLive(2);
            roundTrip(0, queues.get(0));
            Handshake.resetQueue(transport, 1);
            DriverQueue<Token> again = setUp(1);
            roundTrip(1, again);
            Handshake.suspend(transport);
            Handshake.resume(transport);
            roundTrip(1, again);
        }
    }

    @Test
    void it_counts_what_serving_costs() {
        startAgents();
        DriverQueue<Token> queue = goLive(1).get(0);
        QueueStatistics counts = device.statistics(0);
        for (int i = 0; i < 10; i++) {
            roundTrip(0, queue);
        }
        queue.disableCallback();
        for (int i = 0; i < 5; i++) {
            add(queue);
            kick(0, queue);
            while (queue.takeUsed() == null) {
                Thread.onSpinWait();
            }
        }
        Handshake.reset(transport);
        assertThat(counts.requests()).isEqualTo(15);
        assertThat(counts.suppressionReads()).as("one look for each request").isEqualTo(15);
        assertThat(counts.notificationsSent()).isBetween(10L, 11L);
        assertThat(counts.notificationsSent() + counts.notificationsSuppressed()).isEqualTo(15);
        assertThat(counts.kicks()).isBetween(1L, 15L);
        assertThat(counts.lastNext()).as("NOTIFICATION_DATA says where the next buffer will be").isBetween(1, 15);
    }

    @Test
    void a_kick_is_for_its_queue_alone_and_only_once() {
        use(new BlkDevice(machine, new MemoryBackend(8), options(2), Hosting.DEFAULT.withThreads(1)));
        startAgents();
        List<DriverQueue<Token>> queues = goLive(2);
        for (int i = 0; i < 10; i++) {
            roundTrip(1, queues.get(1));
        }
        long kicks = device.statistics(1).kicks();
        for (int i = 0; i < 10; i++) {
            roundTrip(0, queues.get(0));
        }
        Handshake.reset(transport);
        assertThat(device.statistics(1).kicks()).isBetween(kicks, kicks + 1);
        assertThat(device.statistics(1).kicks() + device.statistics(0).kicks()).isLessThanOrEqualTo(20);
        assertThat(device.statistics(1).polls()).as("it is not looked at for the other's kicks")
                .isLessThanOrEqualTo(12);
    }

    @Test
    void kicks_of_queues_that_are_not_live_do_nothing() {
        startAgents();
        device.notified(0, DeviceModel.NO_NEXT);
        DriverQueue<Token> queue = goLive(1).get(0);
        for (int i = 0; i < 100; i++) {
            device.notified(0, i);
            roundTrip(0, queue);
        }
    }
}
