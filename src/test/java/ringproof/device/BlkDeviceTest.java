package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Handshake;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// The whole device behind its registers, with its agents on threads.
@Timeout(20)
final class BlkDeviceTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);
    private static final FeatureSet UNDERSTOOD = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH,
            Feature.BLK_MQ);
    private static final long HEADER = 0x1000;
    private static final long STATUS = 0x1010;

    private final Machine machine = new NativeMachine(0x40000);
    private final GuestMemory memory = machine.memory();
    private final GuestAllocator allocator = new GuestAllocator(memory, 0x4000);
    private final List<Thread> threads = new ArrayList<>();
    private BlkDevice device = new BlkDevice(machine, new MemoryBackend(100), BlkDeviceOptions.DEFAULT);
    private InProcessTransport transport = new InProcessTransport(machine, device);

    private void use(Backend backend, BlkDeviceOptions options) {
        device = new BlkDevice(machine, backend, options);
        transport = new InProcessTransport(machine, device);
    }

    private void startAgents() {
        for (int agent = 0; agent < device.agentCount(); agent++) {
            threads.add(Thread.ofPlatform().daemon().start(device.agent(agent)));
        }
    }

    @AfterEach
    void every_agent_ends_with_the_device() throws InterruptedException {
        device.end();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private DriverQueue<Token> setUp(int queue, FeatureSet features) {
        QueueLayout layout = Virtqueues.allocate(features, Virtqueues.largestSize(features, device.queueMaxSize()),
                allocator);
        transport.setUpQueue(queue, layout);
        return Virtqueues.newDriverQueue(machine, "q" + queue, layout, features, DisableCallback.SILENT, null);
    }

    private DriverQueue<Token> goLive() {
        FeatureSet features = Handshake.negotiate(transport, UNDERSTOOD, VERSION_1);
        DriverQueue<Token> queue = setUp(0, features);
        Handshake.driverOk(transport);
        return queue;
    }

    private Token add(DriverQueue<Token> queue) {
        memory.set32(HEADER + BlkRequestLayout.TYPE, BlkRequestType.FLUSH.code());
        memory.set8(STATUS, 0xFF);
        Token token = new Token(1);
        assertThat(queue.add(new Chain().readable(HEADER, 16).writable(STATUS, 1), token))
                .isEqualTo(DriverQueue.Added.YES);
        return token;
    }

    private void roundTrip(int index, DriverQueue<Token> queue) {
        Token token = add(queue);
        if (queue.kickPrepare()) {
            transport.kick(index).send(0);
        }
        transport.callback(index).await();
        assertThat(queue.takeUsed()).isSameAs(token);
        assertThat(memory.get8(STATUS)).isEqualTo(BlkStatus.OK.code());
    }

    @Test
    void from_reset_to_a_completed_request() {
        startAgents();
        DriverQueue<Token> queue = goLive();
        for (int i = 0; i < 100; i++) {
            roundTrip(0, queue);
        }
    }

    @Test
    void it_offers_what_its_options_and_its_backend_allow() {
        assertThat(device.offeredFeatures())
                .isEqualTo(FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH,
                        Feature.BLK_BLK_SIZE, Feature.BLK_SEG_MAX, Feature.BLK_CONFIG_WCE, Feature.BLK_DISCARD,
                        Feature.BLK_WRITE_ZEROES));
        use(MemoryBackend.readOnly(new byte[512]),
                BlkDeviceOptions.DEFAULT.withQueues(2, 16).withGenericFeatures(FeatureSet.NONE));
        assertThat(device.offeredFeatures())
                .isEqualTo(FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH, Feature.BLK_BLK_SIZE,
                        Feature.BLK_SEG_MAX, Feature.BLK_MQ, Feature.BLK_RO));
    }

    @Test
    void the_configuration_space_tells_capacity_limits_and_queues() {
        use(new MemoryBackend(1234), BlkDeviceOptions.DEFAULT.withQueues(3, 16));
        assertThat(Handshake.readConfig64(transport, BlkConfigLayout.CAPACITY)).isEqualTo(1234);
        assertThat(Handshake.readConfig32(transport, BlkConfigLayout.SEG_MAX)).isEqualTo(14);
        assertThat(Handshake.readConfig32(transport, BlkConfigLayout.BLK_SIZE)).isEqualTo(512);
        assertThat(Handshake.readConfig16(transport, BlkConfigLayout.NUM_QUEUES)).isEqualTo(3);
    }

    @Test
    void configuration_bytes_that_do_not_exist_read_as_zero() {
        byte[] bytes = {1, 1, 1, 1};
        for (int offset : new int[]{-4, BlkConfigLayout.BYTES, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            transport.readConfig(offset, bytes);
            assertThat(bytes).as("offset %d", offset).containsOnly(0);
        }
    }

    @Test
    void nothing_is_served_before_driver_ok_and_a_kick_that_came_too_early_is_not_lost() {
        startAgents();
        FeatureSet features = Handshake.negotiate(transport, UNDERSTOOD, VERSION_1);
        DriverQueue<Token> queue = setUp(0, features);
        Token token = add(queue);
        transport.kick(0).send(0);
        // Long enough for an agent that would serve it.
        sleepMillis(50);
        assertThat(queue.moreUsed()).isFalse();
        Handshake.driverOk(transport);
        transport.callback(0).await();
        assertThat(queue.takeUsed()).isSameAs(token);
    }

    private static void sleepMillis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_kick_before_the_agents_run_is_not_lost() {
        DriverQueue<Token> queue = goLive();
        Token token = add(queue);
        if (queue.kickPrepare()) {
            transport.kick(0).send(0);
        }
        startAgents();
        transport.callback(0).await();
        assertThat(queue.takeUsed()).isSameAs(token);
    }

    @Test
    void several_queues_are_served_each_on_its_own() {
        use(new MemoryBackend(100), BlkDeviceOptions.DEFAULT.withQueues(3, 8));
        startAgents();
        FeatureSet features = Handshake.negotiate(transport, UNDERSTOOD, VERSION_1.with(Feature.BLK_MQ));
        DriverQueue<Token> first = setUp(0, features);
        DriverQueue<Token> third = setUp(2, features);
        Handshake.driverOk(transport);
        roundTrip(2, third);
        roundTrip(0, first);
        roundTrip(2, third);
    }

    /// Spec 2.8.10.1: a packed ring has any size; a driver that does not take RING_PACKED finds a power of two below it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_ring_of_13_is_served_packed_and_one_of_8_split(boolean packed) {
        use(new MemoryBackend(100), BlkDeviceOptions.DEFAULT
                .withGenericFeatures(FeatureSet.of(Feature.EVENT_IDX, Feature.RING_PACKED)).withQueues(1, 13));
        startAgents();
        FeatureSet features = Handshake.negotiate(transport,
                packed ? UNDERSTOOD.with(Feature.RING_PACKED) : UNDERSTOOD, VERSION_1);
        DriverQueue<Token> queue = setUp(0, features);
        assertThat(queue.size()).isEqualTo(packed ? 13 : 8);
        Handshake.driverOk(transport);
        for (int i = 0; i < 100; i++) {
            roundTrip(0, queue);
        }
    }

    /// Spec 5.2.2.
    @Test
    void without_multiqueue_only_the_first_queue_is_served() {
        use(new MemoryBackend(100), BlkDeviceOptions.DEFAULT.withQueues(2, 8));
        startAgents();
        FeatureSet features = Handshake.negotiate(transport, UNDERSTOOD.without(Feature.BLK_MQ), VERSION_1);
        DriverQueue<Token> first = setUp(0, features);
        DriverQueue<Token> second = setUp(1, features);
        Handshake.driverOk(transport);
        add(second);
        transport.kick(1).send(0);
        roundTrip(0, first);
        sleepMillis(50);
        assertThat(second.moreUsed()).isFalse();
    }

    /// Spec 2.1.2: needs reset, and a configuration change notification. Then the driver starts over.
    @Test
    void a_broken_queue_needs_a_reset_and_the_device_lives_again_after_it() {
        startAgents();
        FeatureSet features = Handshake.negotiate(transport, UNDERSTOOD, VERSION_1);
        QueueLayout layout = QueueLayout.allocateSplit(8, allocator);
        transport.setUpQueue(0, layout);
        Handshake.driverOk(transport);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, 1000);
        transport.kick(0).send(0);
        transport.configChanged().await();
        assertThat(features.has(Feature.VERSION_1)).isTrue();
        assertThat(DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status())).isTrue();
        assertThat(transport.resetReason()).contains("available index");

        roundTrip(0, goLive());
        assertThat(DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status())).isFalse();
        assertThat(transport.resetReason()).isEmpty();
    }

    /// Spec 2.4.1.
    @Test
    void a_reset_waits_for_the_request_in_hand_and_then_touches_nothing() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingBackend inner = new RecordingBackend(8);
        use(new BlockingBackend(inner, entered, release), BlkDeviceOptions.DEFAULT);
        startAgents();
        DriverQueue<Token> queue = goLive();
        add(queue);
        transport.kick(0).send(0);
        entered.await();
        Thread resetter = Thread.ofPlatform().daemon().start(() -> transport.writeStatus(0));
        sleepMillis(50);
        assertThat(transport.status()).as("until it has stopped, the status stays").isNotZero();
        release.countDown();
        assertThat(resetter.join(Duration.ofSeconds(5))).isTrue();
        assertThat(transport.status()).isZero();
        assertThat(queue.moreUsed()).as("the request in hand was finished").isTrue();

        add(queue);
        transport.kick(0).send(0);
        sleepMillis(50);
        assertThat(inner.calls()).hasSize(1);
    }

    @Test
    void a_reset_of_a_device_that_nobody_runs_returns() {
        goLive();
        Handshake.reset(transport);
        assertThat(transport.status()).isZero();
    }

    @Test
    void options_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> BlkDeviceOptions.DEFAULT.withQueues(0, 8))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlkDeviceOptions.DEFAULT.withQueues(1, 12))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlkDeviceOptions.DEFAULT.withQueues(1, 65536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlkDeviceOptions.DEFAULT.withGenericFeatures(FeatureSet.of(Feature.SR_IOV)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("EVENT_IDX");
    }
}
