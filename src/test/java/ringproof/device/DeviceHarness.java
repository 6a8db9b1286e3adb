package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Handshake;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device behind its registers, with its agents on threads, and a driver that is moved by hand. Its requests are flushes.
abstract class DeviceHarness {
    static final int QUEUE_SIZE = 8;
    private static final FeatureSet FEATURES = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH,
            Feature.BLK_MQ, Feature.RING_RESET, Feature.SUSPEND, Feature.NOTIFICATION_DATA);
    private static final int REQUEST_BYTES = 32;

    final Machine machine = new NativeMachine(0x40000);
    final GuestMemory memory = machine.memory();
    final GuestAllocator allocator = new GuestAllocator(memory, 0x4000);
    final List<Thread> threads = new ArrayList<>();
    BlkDevice device = new BlkDevice(machine, new MemoryBackend(8), options(1));
    InProcessTransport transport = new InProcessTransport(machine, device);
    FeatureSet features = FEATURES;

    static BlkDeviceOptions options(int queues) {
        return BlkDeviceOptions.DEFAULT.withQueues(queues, QUEUE_SIZE).withGenericFeatures(FeatureSet
                .of(Feature.EVENT_IDX, Feature.RING_RESET, Feature.SUSPEND, Feature.NOTIFICATION_DATA));
    }

    void use(BlkDevice other) {
        device = other;
        transport = new InProcessTransport(machine, device);
    }

    void startAgents() {
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

    /// Sets as many queues up and goes live.
    List<DriverQueue<Token>> goLive(int queues) {
        features = Handshake.negotiate(transport, features, FeatureSet.of(Feature.VERSION_1));
        List<DriverQueue<Token>> live = new ArrayList<>();
        for (int queue = 0; queue < queues; queue++) {
            live.add(setUp(queue));
        }
        Handshake.driverOk(transport);
        return live;
    }

    DriverQueue<Token> setUp(int queue) {
        QueueLayout layout = QueueLayout.allocateSplit(QUEUE_SIZE, allocator);
        transport.setUpQueue(queue, layout);
        return new SplitDriverQueue<>(machine, "q" + queue, layout, features, DisableCallback.SILENT);
    }

    /// Makes a flush available, and tells nobody.
    Token add(DriverQueue<Token> queue) {
        long request = allocator.allocate(REQUEST_BYTES, REQUEST_BYTES);
        memory.set32(request + BlkRequestLayout.TYPE, BlkRequestType.FLUSH.code());
        long status = request + BlkRequestLayout.HEADER_BYTES;
        memory.set8(status, 0xFF);
        Token token = new Token((int) status);
        assertThat(queue.add(new Chain().readable(request, BlkRequestLayout.HEADER_BYTES).writable(status, 1), token))
                .isEqualTo(DriverQueue.Added.YES);
        return token;
    }

    /// Tells the device if it wants to know. True: it did.
    boolean kick(int index, DriverQueue<Token> queue) {
        boolean wanted = queue.kickPrepare();
        if (wanted) {
            transport.kick(index).send(queue.notificationData());
        }
        return wanted;
    }

    /// Waits for the request, which is the next to come back. A notification may be left over from before a reset.
    void await(int index, DriverQueue<Token> queue, Token token) {
        Token used;
        do {
            transport.callback(index).await();
            used = queue.takeUsed();
        } while (used == null);
        assertThat(used).isSameAs(token);
        assertThat(memory.get8(token.number())).isEqualTo(BlkStatus.OK.code());
    }

    void roundTrip(int index, DriverQueue<Token> queue) {
        Token token = add(queue);
        kick(index, queue);
        await(index, queue, token);
    }

    static void sleepMillis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
