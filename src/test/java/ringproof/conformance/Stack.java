package ringproof.conformance;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Handshake;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A whole device behind its registers, on one thread, with the real driver or one that is moved by hand.
final class Stack {
    static final int QUEUE_SIZE = 8;
    static final int SECTORS = 16;
    static final FeatureSet GENERIC = FeatureSet.of(Feature.EVENT_IDX, Feature.RING_RESET, Feature.SUSPEND,
            Feature.INDIRECT_DESC, Feature.IN_ORDER, Feature.NOTIFICATION_DATA);
    private static final int MEMORY_BYTES = 0x40000;
    private static final int SECTOR = 512;

    final QuietMachine machine = new QuietMachine(MEMORY_BYTES);
    final AccessLog memory = machine.memory;
    final GuestAllocator allocator = new GuestAllocator(memory, 0x1000);
    final MemoryBackend disk = new MemoryBackend(SECTORS);
    final BlkDevice device;
    final InProcessTransport transport;
    final RegisterLog registers;
    @Nullable
    QueueLayout layout;

    Stack() {
        this(BlkDeviceOptions.DEFAULT.withQueues(1, QUEUE_SIZE).withGenericFeatures(GENERIC));
    }

    Stack(BlkDeviceOptions options) {
        byte[] content = new byte[SECTORS * SECTOR];
        for (int sector = 0; sector < SECTORS; sector++) {
            Arrays.fill(content, sector * SECTOR, (sector + 1) * SECTOR, (byte) (sector + 1));
        }
        disk.write(0, content, 0, content.length);
        device = new BlkDevice(machine, disk, options);
        transport = new InProcessTransport(machine, device);
        registers = new RegisterLog(transport);
    }

    /// Brings the real driver up.
    BlkDriver start() {
        return start(1);
    }

    BlkDriver start(int queues) {
        return BlkDriver.start(machine, registers, allocator,
                new BlkDriverOptions(Policy.INTERRUPT, queues, 0, true, DisableCallback.EVENT_ZERO),
                (request, outcome) -> {
                });
    }

    /// Steps 1 to 6 by hand, with features that take nothing but a split ring.
    FeatureSet negotiate(Feature... more) {
        FeatureSet features = FeatureSet.of(more).with(Feature.VERSION_1).with(Feature.BLK_FLUSH);
        return Handshake.negotiate(transport, features, features);
    }

    /// Sets queue 0 up by hand.
    DriverQueue<Token> setUp(FeatureSet features) {
        layout = QueueLayout.allocateSplit(QUEUE_SIZE, allocator);
        transport.setUpQueue(0, layout);
        return new SplitDriverQueue<>(machine, "q0", layout, features, DisableCallback.SILENT);
    }

    /// All of it.
    DriverQueue<Token> goLive(Feature... more) {
        DriverQueue<Token> queue = setUp(negotiate(more));
        Handshake.driverOk(transport);
        return queue;
    }

    /// Makes a request to flush available and notifies, whether that is wanted or not. Returns where its status will be.
    long flush(DriverQueue<Token> queue) {
        long header = allocator.allocate(32, 32);
        memory.poke32(header, DeviceBench.FLUSH);
        memory.poke64(header + 8, 0);
        memory.poke16(header + 16, 0xFFFF);
        queue.add(new Chain().readable(header, 16).writable(header + 16, 1), new Token((int) header));
        transport.kick(0).send(queue.notificationData());
        return header + 16;
    }

    /// Lets the device do what it can.
    void serve() {
        for (int agent = 0; agent < device.agentCount(); agent++) {
            QuietMachine.run(device.agent(agent));
        }
    }

    /// What the device does when it is left to itself: whether it touches memory or notifies.
    boolean doesAnything() {
        QuietMachine.lower(transport.callback(0));
        memory.forget();
        serve();
        return !memory.accesses().isEmpty() || QuietMachine.lower(transport.callback(0));
    }

    /// A request of the real driver.
    Request prepare(BlkDriver driver, BlkRequestType type, long sector, int bytes) {
        Request request = Objects.requireNonNull(driver.queues().getFirst().allocate());
        long data = bytes == 0 ? 0 : allocator.allocate(bytes, 16);
        return request.prepare(type, sector, data, bytes, false);
    }

    QueueLayout layout() {
        return Objects.requireNonNull(layout);
    }
}
