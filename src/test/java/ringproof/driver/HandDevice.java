package ringproof.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.device.Hosting;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.MachineView;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;

/// A device that is moved by hand: takes what is available when it is told to, and uses it in any order with any status. Offers any features
/// and any configuration. Its queues are served by nobody else.
final class HandDevice implements DeviceModel {
    /// A request that the device has and has not used.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Taken(int queue, int head, BlkRequestType type, long sector, List<Long> readable, List<Long> writable,
            byte[] sent, long statusAddr, long writableBytes) {
    }

    static final int QUEUE_MAX_SIZE = 16;

    private final Machine machine;
    private final FeatureSet offered;
    final byte[] config;
    private final int queueCount;
    private final Hosting hosting;
    private int generation;
    private FeatureSet accepted = FeatureSet.NONE;
    private final @Nullable DeviceQueue[] queues;
    private final @Nullable QueuePort[] ports;
    private @Nullable DeviceHost host;
    /// Notifications that have arrived, by queue.
    final List<Integer> kicks = new ArrayList<>();
    final List<String> calls = new ArrayList<>();

    HandDevice(Machine machine, FeatureSet offered, byte[] config, int queueCount) {
        this(machine, offered, config, queueCount, Hosting.DEFAULT);
    }

    /// On a platform as `hosting` has it.
    HandDevice(Machine machine, FeatureSet offered, byte[] config, int queueCount, Hosting hosting) {
        this.hosting = hosting;
        this.machine = machine;
        this.offered = offered;
        this.config = config;
        this.queueCount = queueCount;
        this.queues = new DeviceQueue[queueCount];
        this.ports = new QueuePort[queueCount];
    }

    /// Takes everything that is available on a queue; the next request is notified.
    List<Taken> take(int queue) {
        DeviceQueue ring = Objects.requireNonNull(queues[queue], "the queue is not live");
        List<Taken> taken = new ArrayList<>();
        Chain chain = new Chain();
        do {
            while (ring.take(chain) == DeviceQueue.Taken.BUFFER) {
                taken.add(read(queue, ring.headId(), chain));
            }
        } while (!ring.enableNotification());
        if (ring.breakage() != null) {
            throw new AssertionError(ring.breakage().sentence());
        }
        return taken;
    }

    private Taken read(int queue, int head, Chain chain) {
        GuestMemory memory = memory(accepted);
        byte[] all = new byte[(int) chain.readableBytes()];
        List<Long> readable = new ArrayList<>();
        List<Long> writable = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < chain.count(); i++) {
            (i < chain.readableCount() ? readable : writable).add(chain.lengthBytes(i));
            if (i < chain.readableCount()) {
                memory.read(chain.addr(i), all, at, (int) chain.lengthBytes(i));
                at += (int) chain.lengthBytes(i);
            }
        }
        int last = chain.count() - 1;
        BlkRequestType type = BlkRequestType.ofCode((int) number(all, BlkRequestLayout.TYPE, Integer.BYTES));
        return new Taken(queue, head, Objects.requireNonNull(type), number(all, BlkRequestLayout.SECTOR, Long.BYTES),
                readable, writable, Arrays.copyOfRange(all, BlkRequestLayout.HEADER_BYTES, all.length),
                chain.addr(last) + chain.lengthBytes(last) - 1, chain.writableBytes());
    }

    static long number(byte[] bytes, int offset, int lengthBytes) {
        return LittleEndian.get(bytes, offset, lengthBytes);
    }

    /// Uses a request and notifies if the driver wants it. True: it did.
    boolean use(Taken taken, BlkStatus status) {
        DeviceQueue ring = Objects.requireNonNull(queues[taken.queue()], "the queue is not live");
        memory(accepted).set8(taken.statusAddr(), status.code());
        ring.stage(taken.head(), taken.writableBytes());
        ring.publish();
        QueuePort port = Objects.requireNonNull(ports[taken.queue()]);
        boolean notify = ring.needsNotification() && port.callback() != null;
        if (notify) {
            port.callback().signal();
        }
        return notify;
    }

    /// Serves a queue in order until nothing is left.
    void serveAll(int queue) {
        for (List<Taken> taken = take(queue); !taken.isEmpty(); taken = take(queue)) {
            taken.forEach(each -> use(each, BlkStatus.OK));
        }
    }

    /// Changes the configuration space and says so.
    void changeConfig(int offset, byte[] to) {
        System.arraycopy(to, 0, config, offset, to.length);
        generation++;
        host().configChanged();
    }

    DeviceHost host() {
        return Objects.requireNonNull(host, "the device is not live");
    }

    FeatureSet accepted() {
        return accepted;
    }

    boolean isLive(int queue) {
        return queues[queue] != null;
    }

    QueuePort port(int queue) {
        return Objects.requireNonNull(ports[queue], "the queue was never live");
    }

    /// Whether used buffer notifications of the queue have a line.
    boolean isNotified(int queue) {
        return port(queue).callback() != null;
    }

    @Override
    public FeatureSet offeredFeatures() {
        return offered;
    }

    @Override
    public boolean acceptsFeatures(FeatureSet features) {
        return features.isSubsetOf(offered);
    }

    @Override
    public int queueCount() {
        return queueCount;
    }

    @Override
    public int queueMaxSize() {
        return QUEUE_MAX_SIZE;
    }

    @Override
    public GuestMemory memory(FeatureSet features) {
        return hosting.view(machine.memory(), features);
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        System.arraycopy(config, offset, to, 0, to.length);
    }

    @Override
    public void writeConfig(FeatureSet features, int offset, byte[] from) {
        System.arraycopy(from, 0, config, offset, from.length);
        calls.add("writeConfig " + offset + " " + Arrays.toString(from));
    }

    @Override
    public int configGeneration() {
        return generation;
    }

    @Override
    public int notificationConfigData(int queue) {
        return queue;
    }

    @Override
    public void notified(int queue, int next) {
        kicks.add(queue);
    }

    @Override
    public void activate(FeatureSet features, List<QueuePort> all, DeviceHost hostOfTransport) {
        host = hostOfTransport;
        accepted = features;
        all.forEach(port -> enableQueue(features, port, hostOfTransport));
        calls.add("activate");
    }

    @Override
    public void enableQueue(FeatureSet features, QueuePort port, DeviceHost hostOfTransport) {
        queues[port.queue()] = Virtqueues.newDeviceQueue(new MachineView(machine, memory(features)), port.layout(),
                features);
        ports[port.queue()] = port;
    }

    @Override
    public void resetQueue(int queue) {
        queues[queue] = null;
        calls.add("resetQueue " + queue);
    }

    @Override
    public void reset() {
        Arrays.fill(queues, null);
        host = null;
        calls.add("reset");
    }

    @Override
    public void suspend() {
        calls.add("suspend");
    }

    @Override
    public void resume() {
        calls.add("resume");
    }
}
