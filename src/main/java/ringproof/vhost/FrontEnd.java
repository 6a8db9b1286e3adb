package ringproof.vhost;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device in another process, behind a vhost-user socket: what [ringproof.transport.InProcessTransport] needs to give it to our driver.
///
/// QEMU: hw/virtio/vhost-user.c. Somebody runs [#interrupts()] on a thread. Where the connection is lost, or the device does what it may not,
/// the transport is told that the device needs a reset, and no later start succeeds.
///
/// Thread-safe: one lock for conversations, another for who is notified.
public final class FrontEnd implements DeviceModel, AutoCloseable {
    /// A device may have to finish its requests before it answers.
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Of configuration spaces, the longest first: a device that has less gives nothing.
    private static final int[] CONFIG_BYTES = {BlkConfigLayout.BYTES, 60, 57, 36};
    private static final int CONFIG_HEADER_BYTES = 12;
    private static final int PACKED_BASE = PackedPosition.START | PackedPosition.START << 16;

    private final Channel channel;
    private final SharedMemory memory;
    private final FeatureSet offered;
    private final boolean acknowledges;
    private final int queueCount;
    private final int queueMaxSize;
    private final int configBytes;
    private final EventFd wake;
    private final EventFd[] kicks;
    private final EventFd[] calls;
    private final EventFd[] errs;

    private final Object conversation = new Object();
    private final Object delivery = new Object();
    /// Under `delivery`.
    private final @Nullable Event[] callbacks;
    private final boolean[] live;
    private @Nullable DeviceHost host;
    private volatile String lost = "";
    private volatile boolean closing;

    /// Connects to a device. `memory` is that of the driver's machine; `queueMaxSize`: the largest queue to be set up, which the protocol does not
    /// tell. Throws [IOException] with one sentence where there is no device that we can use.
    public static FrontEnd connect(Path path, SharedMemory memory, int queueMaxSize, Duration patience)
            throws IOException {
        Channel channel = new Channel(UnixSocket.connect(path), patience);
        List<EventFd> lines = new ArrayList<>();
        try {
            return new FrontEnd(channel, memory, queueMaxSize, lines);
        } catch (IOException e) {
            lines.forEach(EventFd::close);
            channel.close();
            throw e;
        }
    }

    private FrontEnd(Channel channel, SharedMemory memory, int queueMaxSize, List<EventFd> lines) throws IOException {
        this.channel = channel;
        this.memory = memory;
        this.queueMaxSize = queueMaxSize;
        long features = value(VhostRequest.GET_FEATURES);
        long protocol = (features & ProtocolFeature.OFFERED) == 0 ? 0
                : value(VhostRequest.GET_PROTOCOL_FEATURES);
        if (!ProtocolFeature.CONFIG.in(protocol)) {
            throw new IOException("the device behind the socket has no configuration space: it is no block device");
        }
        long agreed = protocol & (ProtocolFeature.MQ.mask() | ProtocolFeature.REPLY_ACK.mask()
                | ProtocolFeature.CONFIG.mask());
        channel.send(Message.request(VhostRequest.SET_PROTOCOL_FEATURES, Message.value(agreed)));
        this.acknowledges = ProtocolFeature.REPLY_ACK.in(agreed);
        long queues = ProtocolFeature.MQ.in(agreed) ? value(VhostRequest.GET_QUEUE_NUM) : 1;
        if (queues < 1 || queues > 0xFF) {
            throw new ProtocolException("the device says that it has " + queues + " queues");
        }
        this.queueCount = (int) queues;
        // Nothing but eventfds goes between the two beside memory; see Session.
        FeatureSet uncarried = FeatureSet.of(Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA,
                Feature.ACCESS_PLATFORM, Feature.SUSPEND);
        this.offered = new FeatureSet(features & ~ProtocolFeature.OFFERED & ~uncarried.bits());
        tell(VhostRequest.SET_OWNER, new byte[0], List.of());
        this.configBytes = findConfigBytes();
        this.callbacks = new Event[queueCount];
        this.live = new boolean[queueCount];
        this.kicks = lines(lines);
        this.calls = lines(lines);
        this.errs = lines(lines);
        this.wake = EventFd.create();
        lines.add(wake);
    }

    private EventFd[] lines(List<EventFd> all) throws IOException {
        EventFd[] lines = new EventFd[queueCount];
        for (int queue = 0; queue < queueCount; queue++) {
            lines[queue] = EventFd.create();
            all.add(lines[queue]);
        }
        return lines;
    }

    private int findConfigBytes() throws IOException {
        for (int bytes : CONFIG_BYTES) {
            if (config(bytes).length == bytes) {
                return bytes;
            }
        }
        throw new ProtocolException("the device gives nothing of its configuration space");
    }

    private byte[] config(int bytes) throws ProtocolException {
        byte[] payload = Arrays.copyOf(Message.numbers(Integer.BYTES, 0, bytes, 0), CONFIG_HEADER_BYTES + bytes);
        byte[] answer = ask(Message.request(VhostRequest.GET_CONFIG, payload)).payload();
        return answer.length < CONFIG_HEADER_BYTES ? new byte[0]
                : Arrays.copyOfRange(answer, CONFIG_HEADER_BYTES, answer.length);
    }

    private long value(VhostRequest request) throws ProtocolException {
        return valueOf(ask(Message.request(request, new byte[0])));
    }

    private static long valueOf(Message answer) throws ProtocolException {
        if (answer.payload().length != Long.BYTES) {
            throw new ProtocolException("the device answers with " + answer.payload().length + " bytes");
        }
        return answer.int64(0);
    }

    /// Sends a request that has no answer of its own, and waits until it is done, where the device tells.
    private void tell(VhostRequest request, byte[] payload, List<Fd> fds) throws ProtocolException {
        tell(Message.request(request, payload, fds));
    }

    private void tell(Message message) throws ProtocolException {
        synchronized (conversation) {
            if (!acknowledges) {
                channel.send(message);
            } else if (valueOf(ask(message.acknowledged())) != 0) {
                throw new ProtocolException("the device refuses message " + message.code());
            }
        }
    }

    /// Sends a request, and waits for its answer.
    private Message ask(Message request) throws ProtocolException {
        synchronized (conversation) {
            channel.send(request);
            Poller poller = new Poller();
            poller.add(channel.number(), Poller.READABLE);
            long deadline = System.nanoTime() + channel.patience().toNanos();
            while (true) {
                try (Message answer = channel.receive()) {
                    if (answer != null) {
                        if (!answer.isReply() || !answer.hasVersion() || answer.code() != request.code()) {
                            throw new ProtocolException("the device answers another message than it was sent");
                        }
                        return answer;
                    }
                }
                long leftNanos = deadline - System.nanoTime();
                if (channel.hasEnded() || leftNanos <= 0) {
                    throw new ProtocolException(channel.hasEnded() ? "the device has closed the connection"
                            : "the device does not answer message " + request.code());
                }
                poller.await((int) Duration.ofNanos(leftNanos).toMillis() + 1);
            }
        }
    }

    /// The connection is of no more use; the interrupt thread notices, and tells the transport.
    private void lose(String why) {
        if (lost.isEmpty()) {
            lost = why;
        }
        channel.shutdown();
    }

    /// Why the connection is of no more use, or the empty string.
    public String lossReason() {
        return lost;
    }

    @Override
    public FeatureSet offeredFeatures() {
        return offered;
    }

    @Override
    public boolean acceptsFeatures(FeatureSet accepted) {
        return lost.isEmpty();
    }

    @Override
    public void agreed(FeatureSet accepted) {
        attempt(() -> tell(VhostRequest.SET_FEATURES, Message.value(accepted.bits() | ProtocolFeature.OFFERED),
                List.of()));
    }

    /// A part of a conversation.
    private interface Talk {
        void run() throws ProtocolException;
    }

    private void attempt(Talk talk) {
        if (!lost.isEmpty()) {
            return;
        }
        try {
            talk.run();
        } catch (ProtocolException e) {
            lose(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int queueCount() {
        return queueCount;
    }

    @Override
    public int queueMaxSize() {
        return queueMaxSize;
    }

    @Override
    public GuestMemory memory(FeatureSet accepted) {
        return memory.memory();
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        attempt(() -> {
            byte[] all = config(configBytes);
            int count = Math.max(0, Math.min(to.length, all.length - offset));
            System.arraycopy(all, Math.min(offset, all.length), to, 0, count);
        });
    }

    @Override
    public void writeConfig(FeatureSet accepted, int offset, byte[] from) {
        byte[] payload = Arrays.copyOf(Message.numbers(Integer.BYTES, offset, from.length, 0),
                CONFIG_HEADER_BYTES + from.length);
        System.arraycopy(from, 0, payload, CONFIG_HEADER_BYTES, from.length);
        attempt(() -> tell(VhostRequest.SET_CONFIG, payload, List.of()));
    }

    /// The protocol has none: each read is one message, and so of one version.
    @Override
    public int configGeneration() {
        return 0;
    }

    @Override
    public int notificationConfigData(int queue) {
        return queue;
    }

    @Override
    public void notified(int queue, int next) {
        kicks[queue].signal();
    }

    @Override
    public void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost to) {
        synchronized (delivery) {
            host = to;
        }
        attempt(() -> tell(memory.table()));
        for (QueuePort port : ports) {
            enableQueue(accepted, port, to);
        }
    }

    @Override
    public void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost to) {
        int queue = port.queue();
        synchronized (delivery) {
            callbacks[queue] = port.callback();
            live[queue] = true;
        }
        attempt(() -> setUp(queue, port.layout(), accepted.has(Feature.RING_PACKED)));
    }

    private void setUp(int queue, QueueLayout layout, boolean packed) throws ProtocolException {
        tell(VhostRequest.SET_VRING_NUM, Message.vring(queue, layout.size()), List.of());
        tell(VhostRequest.SET_VRING_BASE, Message.vring(queue, packed ? PACKED_BASE : 0), List.of());
        tell(VhostRequest.SET_VRING_ADDR, Message.numbers(Long.BYTES, queue, memory.toUser(layout.descriptorArea()),
                memory.toUser(layout.deviceArea()), memory.toUser(layout.driverArea()), 0), List.of());
        byte[] index = Message.value(queue);
        tell(VhostRequest.SET_VRING_ERR, index, List.of(errs[queue].fd()));
        tell(VhostRequest.SET_VRING_CALL, index, List.of(calls[queue].fd()));
        tell(VhostRequest.SET_VRING_KICK, index, List.of(kicks[queue].fd()));
        tell(VhostRequest.SET_VRING_ENABLE, Message.vring(queue, 1), List.of());
    }

    @Override
    public void resetQueue(int queue) {
        boolean was;
        synchronized (delivery) {
            was = live[queue];
            live[queue] = false;
        }
        if (was) {
            attempt(() -> {
                tell(VhostRequest.SET_VRING_ENABLE, Message.vring(queue, 0), List.of());
                ask(Message.request(VhostRequest.GET_VRING_BASE, Message.vring(queue, 0)));
            });
        }
        synchronized (delivery) {
            callbacks[queue] = null;
            calls[queue].take();
        }
    }

    @Override
    public void reset() {
        for (int queue = 0; queue < queueCount; queue++) {
            resetQueue(queue);
        }
        synchronized (delivery) {
            host = null;
        }
    }

    /// Not offered.
    @Override
    public void suspend() {
        throw new IllegalStateException("vhost-user cannot suspend a device");
    }

    @Override
    public void resume() {
        throw new IllegalStateException("vhost-user cannot resume a device");
    }

    /// What passes the device's notifications on, and tells the transport when the device is lost: to be run by one thread, until [#close()].
    public Runnable interrupts() {
        return () -> {
            Poller poller = new Poller();
            boolean watching = true;
            while (!closing) {
                poller.clear();
                poller.add(wake.number(), Poller.READABLE);
                for (int queue = 0; queue < queueCount; queue++) {
                    poller.add(calls[queue].number(), Poller.READABLE);
                    poller.add(errs[queue].number(), Poller.READABLE);
                }
                int connection = watching ? poller.add(channel.number(), Poller.PEER_ENDED) : -1;
                poller.await(Poller.FOREVER);
                if (watching && !closing
                        && poller.has(connection, Poller.PEER_ENDED | Poller.HANG_UP | Poller.ERROR)) {
                    lose("the device has closed the connection");
                    raiseAlarm(lost);
                    watching = false;
                }
                deliver();
            }
        };
    }

    private void deliver() {
        for (int queue = 0; queue < queueCount; queue++) {
            synchronized (delivery) {
                Event callback = callbacks[queue];
                if (calls[queue].take() && callback != null) {
                    callback.signal();
                }
            }
            if (errs[queue].take()) {
                raiseAlarm("the device says that queue " + queue + " is broken");
            }
        }
    }

    private void raiseAlarm(String why) {
        DeviceHost to;
        synchronized (delivery) {
            to = host;
        }
        if (to != null) {
            to.needsReset(why);
        }
    }

    /// Makes [#interrupts()] return, so that it can be waited for before [#close()].
    public void stop() {
        closing = true;
        wake.signal();
    }

    /// Closes the connection, once the device is reset and the interrupt thread has ended.
    @Override
    public void close() throws IOException {
        stop();
        channel.close();
        for (int queue = 0; queue < queueCount; queue++) {
            kicks[queue].close();
            calls[queue].close();
            errs[queue].close();
        }
        wake.close();
    }
}
