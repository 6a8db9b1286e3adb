package ringproof.vhost;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.RegionMemory;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.FeatureRules;
import ringproof.transport.QueuePort;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A front-end's connection as the back-end sees it: what it has said, and the queues that are live through it.
///
/// vhost-user: ring states. A queue is live while it has memory, a size, a place and a kick and is enabled; who changes one of these stops it
/// first, and it goes on where it stood. Whatever the front-end may not say throws [ProtocolException], after which the session is closed.
///
/// - I1 no queue is live whose areas lie outside guest memory
/// - I2 the device is active exactly while one of its queues is live
///
/// One thread.
final class Session implements AutoCloseable {
    private static final int CONFIG_HEADER_BYTES = 12;
    private static final int MAX_CONFIG_BYTES = 256;
    private static final int QUEUE_MASK = 0xFF;
    private static final int NO_FD = 0x100;

    private final ServedDevice device;
    private final MemoryTable table;
    private final RegionMemory memory;
    private final Vring[] rings;
    private final DeviceHost host;
    private FeatureSet accepted = FeatureSet.NONE;
    private boolean protocolAgreed;
    private long protocol;
    private boolean active;

    /// `faults` hears, on the device's threads, why the device cannot go on.
    Session(ServedDevice device, RegionMemory memory, Consumer<String> faults) {
        this.device = device;
        this.memory = memory;
        this.table = new MemoryTable(memory);
        this.rings = new Vring[device.queueCount()];
        Arrays.setAll(rings, queue -> new Vring());
        this.host = new Host(faults);
    }

    /// What the live device may tell the front-end.
    private final class Host implements DeviceHost {
        private final Consumer<String> faults;

        Host(Consumer<String> faults) {
            this.faults = faults;
        }

        @Override
        public void needsReset(String why) {
            faults.accept(why);
            for (Vring ring : rings) {
                ring.signalErr();
            }
        }

        @Override
        public void configChanged() {
            faults.accept("the configuration has changed, which this front-end cannot be told");
        }
    }

    /// Does what a message asks. Returns what is to be sent back, or null. The message stays the caller's to close.
    @Nullable
    Message handle(Message message) throws IOException {
        VhostRequest request = VhostRequest.of(message.code());
        if (request == null || message.isReply() || !message.hasVersion()) {
            throw new ProtocolException("a message that is no request: number " + message.code() + ", flags "
                    + message.flags());
        }
        if (!request.hasLength(message.payload().length)) {
            throw new ProtocolException(request + " with " + message.payload().length + " bytes");
        }
        byte[] answer = perform(request, message);
        if (answer != null) {
            return message.reply(answer);
        }
        return message.needsReply() && ProtocolFeature.REPLY_ACK.in(protocol) ? message.reply(Message.value(0)) : null;
    }

    private byte @Nullable [] perform(VhostRequest request, Message message) throws IOException {
        switch (request) {
            case GET_FEATURES -> {
                return Message.value(offered().bits() | ProtocolFeature.OFFERED);
            }
            case GET_PROTOCOL_FEATURES -> {
                return Message.value(ProtocolFeature.all());
            }
            case GET_QUEUE_NUM -> {
                return Message.value(rings.length);
            }
            case GET_MAX_MEM_SLOTS -> {
                return Message.value(MemoryTable.MAX_REGIONS);
            }
            case GET_CONFIG -> {
                return readConfig(message);
            }
            case GET_VRING_BASE -> {
                return stop(message.int32(0));
            }
            case SET_OWNER -> {
                // There is one owner: who is connected.
            }
            case SET_FEATURES -> setFeatures(message.int64(0));
            case SET_PROTOCOL_FEATURES -> protocol = message.int64(0) & ProtocolFeature.all();
            case SET_CONFIG -> writeConfig(message);
            case RESET_OWNER, RESET_DEVICE -> reset();
            case SET_MEM_TABLE -> changeMemory(() -> table.replace(message));
            case ADD_MEM_REG -> changeMemory(() -> table.add(message));
            case REM_MEM_REG -> changeMemory(() -> table.remove(message));
            default -> setVring(request, message);
        }
        return null;
    }

    private void setVring(VhostRequest request, Message message) throws ProtocolException {
        boolean line = request == VhostRequest.SET_VRING_KICK || request == VhostRequest.SET_VRING_CALL
                || request == VhostRequest.SET_VRING_ERR;
        int queue = line ? message.int32(0) & QUEUE_MASK : message.int32(0);
        Vring ring = ring(queue);
        switch (request) {
            case SET_VRING_NUM -> {
                halt(queue);
                ring.setSize(message.int32(4));
            }
            case SET_VRING_BASE -> {
                halt(queue);
                ring.setBase(message.int32(4));
            }
            case SET_VRING_ADDR -> {
                halt(queue);
                ring.place(message.int64(8), message.int64(24), message.int64(16));
            }
            case SET_VRING_ENABLE -> ring.enable(message.int32(4) != 0);
            case SET_VRING_ERR -> ring.setErr(line(message));
            case SET_VRING_KICK -> {
                EventFd kick = line(message);
                if (kick == null) {
                    throw new ProtocolException("a queue without a kick would have to be polled for ever");
                }
                ring.setKick(kick);
            }
            case SET_VRING_CALL -> {
                halt(queue);
                ring.setCall(line(message));
            }
            default -> throw new ProtocolException("no message for a queue: " + request);
        }
        update(queue);
        if (ring.isLive() && request == VhostRequest.SET_VRING_KICK) {
            // One that was sent over the line before may be lost with it.
            device.notified(queue, DeviceModel.NO_NEXT);
        }
    }

    private Vring ring(int queue) throws ProtocolException {
        if (queue < 0 || queue >= rings.length) {
            throw new ProtocolException("there is no queue " + queue + ", only " + rings.length);
        }
        return rings[queue];
    }

    /// The line that a message carries; null where it says that there is none.
    private static @Nullable EventFd line(Message message) throws ProtocolException {
        boolean none = (message.int32(0) & NO_FD) != 0;
        Fd fd = message.takeFd();
        if (fd == null ? !none : none) {
            if (fd != null) {
                fd.close();
            }
            throw new ProtocolException("message " + message.code() + " says otherwise about its descriptor");
        }
        return fd == null ? null : EventFd.received(fd);
    }

    private FeatureSet offered() {
        // Kicks come without data, guest addresses untranslated, and nobody can ask for a suspension.
        FeatureSet uncarried = FeatureSet.of(Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA,
                Feature.ACCESS_PLATFORM, Feature.SUSPEND);
        return new FeatureSet(
                device.offeredFeatures().and(FeatureRules.NOT_PCI).bits() & ~uncarried.bits());
    }

    private void setFeatures(long bits) throws ProtocolException {
        FeatureSet features = new FeatureSet(bits & ~ProtocolFeature.OFFERED);
        if (active && !features.equals(accepted)) {
            throw new ProtocolException("the features change while queues are live");
        }
        accepted = features;
        protocolAgreed = (bits & ProtocolFeature.OFFERED) != 0;
        if (!active && featureFault().isEmpty()) {
            device.agreed(accepted);
        }
    }

    private String featureFault() {
        String fault = FeatureRules.acceptFault(offered(), accepted);
        return fault.isEmpty() && !device.acceptsFeatures(accepted) ? "the device refuses " + accepted : fault;
    }

    private byte[] readConfig(Message message) throws ProtocolException {
        byte[] data = new byte[configLength(message)];
        device.readConfig(message.int32(0), data);
        byte[] answer = message.payload().clone();
        System.arraycopy(data, 0, answer, CONFIG_HEADER_BYTES, data.length);
        return answer;
    }

    private void writeConfig(Message message) throws ProtocolException {
        configLength(message);
        byte[] payload = message.payload();
        if (featureFault().isEmpty()) {
            device.writeConfig(accepted, message.int32(0),
                    Arrays.copyOfRange(payload, CONFIG_HEADER_BYTES, payload.length));
        }
    }

    private static int configLength(Message message) throws ProtocolException {
        int lengthBytes = message.payload().length - CONFIG_HEADER_BYTES;
        if (lengthBytes < 0 || lengthBytes > MAX_CONFIG_BYTES || message.int32(4) != lengthBytes
                || message.int32(0) < 0 || message.int32(0) > MAX_CONFIG_BYTES - lengthBytes) {
            throw new ProtocolException("a part of the configuration space that is none");
        }
        return lengthBytes;
    }

    /// Something that is done to the regions of memory.
    private interface MemoryChange {
        void apply() throws IOException;
    }

    /// Live queues rest meanwhile, and must be where they were.
    private void changeMemory(MemoryChange change) throws IOException {
        QueueLayout[] before = new QueueLayout[rings.length];
        device.suspend();
        try {
            for (int queue = 0; queue < rings.length; queue++) {
                before[queue] = rings[queue].isLive() ? rings[queue].layout(table) : null;
            }
            change.apply();
            for (int queue = 0; queue < rings.length; queue++) {
                if (before[queue] != null && (!rings[queue].layout(table).equals(before[queue])
                        || !Virtqueues.layoutFault(accepted, before[queue], memory).isEmpty())) {
                    throw new ProtocolException("the memory of live queue " + queue + " is taken away");
                }
            }
        } catch (IOException e) {
            haltAll();
            throw e;
        }
        device.resume();
        for (int queue = 0; queue < rings.length; queue++) {
            update(queue);
        }
    }

    /// Brings the queue to life, or to rest, as what was said of it demands.
    private void update(int queue) throws ProtocolException {
        boolean due = rings[queue].isComplete(!protocolAgreed) && !table.isEmpty();
        if (due && !rings[queue].isLive()) {
            start(queue);
        } else if (!due) {
            halt(queue);
            resetWhereIdle();
        }
    }

    private void start(int queue) throws ProtocolException {
        Vring ring = rings[queue];
        QueueLayout layout = ring.layout(table);
        int start = ring.start(accepted.has(Feature.RING_PACKED));
        String fault = featureFault();
        if (fault.isEmpty()) {
            fault = layout.size() > device.queueMaxSize()
                    ? "its size " + layout.size() + " is above the limit " + device.queueMaxSize()
                    : Virtqueues.layoutFault(accepted, layout, memory);
        }
        if (!fault.isEmpty()) {
            throw new ProtocolException("queue " + queue + " cannot be set up: " + fault);
        }
        if (!active) {
            active = true;
            device.agreed(accepted);
            device.activate(accepted, List.of(), host);
        }
        device.startAt(queue, start);
        ring.setLive(true);
        device.enableQueue(accepted, new QueuePort(queue, layout, ring.call()), host);
    }

    /// The queue is not touched any more, and begins next where it stands now.
    private void halt(int queue) {
        Vring ring = rings[queue];
        if (ring.isLive()) {
            device.resetQueue(queue);
            ring.setLive(false);
            ring.stopAt(device.position(queue), accepted.has(Feature.RING_PACKED));
        }
    }

    /// GET_VRING_BASE: stops the queue for good, until it gets another kick.
    private byte[] stop(int queue) throws ProtocolException {
        Vring ring = ring(queue);
        halt(queue);
        ring.setKick(null);
        resetWhereIdle();
        return Message.vring(queue, ring.base());
    }

    private void resetWhereIdle() {
        for (Vring ring : rings) {
            if (ring.isLive()) {
                return;
            }
        }
        if (active) {
            active = false;
            device.reset();
        }
    }

    /// At once, whatever state the memory is in.
    private void haltAll() {
        device.reset();
        active = false;
        for (Vring ring : rings) {
            ring.setLive(false);
        }
    }

    private void reset() {
        haltAll();
        for (Vring ring : rings) {
            ring.reset();
        }
        accepted = FeatureSet.NONE;
    }

    /// Lets a poller watch the kicks.
    void addKicks(Poller poller) {
        for (Vring ring : rings) {
            EventFd kick = ring.kick();
            if (kick != null && ring.isLive()) {
                poller.add(kick.number(), Poller.READABLE);
            }
        }
    }

    /// Passes on the kicks that have come.
    void takeKicks() {
        for (int queue = 0; queue < rings.length; queue++) {
            EventFd kick = rings[queue].kick();
            if (kick != null && rings[queue].isLive() && kick.take()) {
                device.notified(queue, DeviceModel.NO_NEXT);
            }
        }
    }

    @Override
    public void close() {
        haltAll();
        table.close();
        for (Vring ring : rings) {
            ring.close();
        }
    }
}
