package ringproof.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.QueuePort;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device on paper: offers every feature of a block device and any configuration, takes what is available when it is told to, and says of it
/// what it is told. Its configuration is written by the offsets of 5.2.4, not by those of the code.
final class PaperDevice implements DeviceModel {
    static final int QUEUE_SIZE = 16;
    static final int CAPACITY = 0;
    static final int SEG_MAX = 12;
    static final int MAX_DISCARD_SEG = 40;
    static final int MAX_WRITE_ZEROES_SEG = 52;
    static final int MAX_SECURE_ERASE_SEG = 64;
    static final int MAX_APPEND_SECTORS = 84;
    static final int WRITE_GRANULARITY = 88;
    static final int MODEL = 92;
    private static final int CONFIG_BYTES = 96;

    /// A request that the device has taken.
    ///
    /// @param dataBytes on the side that the type names, header and status apart
    record Taken(int head, int type, long sector, long dataBytes, int readable, int writable, long statusAddr,
            List<Long> segmentFlags) {
    }

    final ByteBuffer config = ByteBuffer.allocate(CONFIG_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FeatureSet offered = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_SEG_MAX, Feature.BLK_BLK_SIZE,
            Feature.BLK_FLUSH, Feature.BLK_CONFIG_WCE, Feature.BLK_DISCARD, Feature.BLK_WRITE_ZEROES,
            Feature.BLK_LIFETIME,
            Feature.BLK_SECURE_ERASE, Feature.BLK_ZONED);
    private final QuietMachine machine;
    private @Nullable DeviceQueue queue;
    private @Nullable DeviceHost host;
    FeatureSet accepted = FeatureSet.NONE;

    /// 1024 sectors in host-aware zones of 128, two ranges and four segments at most.
    PaperDevice(QuietMachine machine) {
        this.machine = machine;
        config.putLong(CAPACITY, 1024);
        config.putInt(SEG_MAX, 4);
        config.putInt(20, 512);
        config.put(32, (byte) 1);
        config.putInt(36, 64).putInt(MAX_DISCARD_SEG, 2).putInt(44, 1);
        config.putInt(48, 64).putInt(MAX_WRITE_ZEROES_SEG, 2);
        config.putInt(60, 64).putInt(MAX_SECURE_ERASE_SEG, 2).putInt(68, 1);
        config.putInt(72, 128).putInt(76, 4).putInt(80, 8).putInt(MAX_APPEND_SECTORS, 8);
        config.putInt(WRITE_GRANULARITY, 1024).put(MODEL, (byte) 2);
    }

    /// The next request, or null.
    @Nullable
    Taken take() {
        DeviceQueue ring = queue();
        Chain chain = new Chain();
        if (ring.take(chain) != DeviceQueue.Taken.BUFFER) {
            return null;
        }
        AccessLog memory = machine.memory;
        long header = chain.addr(0);
        int last = chain.count() - 1;
        int type = (int) memory.peek(header, 4);
        long readable = chain.readableBytes() - 16;
        // A result, if there is one, lies before the status byte.
        long writable = chain.writableBytes() - chain.lengthBytes(last);
        List<Long> flags = type == 11 || type == 13 || type == 14 ? flags(chain) : List.of();
        return new Taken(ring.headId(), type, memory.peek(header + 8, 8), Math.max(readable, writable),
                chain.readableCount(),
                chain.count() - chain.readableCount(), chain.addr(last) + chain.lengthBytes(last) - 1, flags);
    }

    /// `flags` of each segment of DISCARD, WRITE_ZEROES or SECURE_ERASE, which lie in one piece behind the header.
    private List<Long> flags(Chain chain) {
        List<Long> flags = new ArrayList<>();
        for (long at = 0; at < chain.lengthBytes(1); at += 16) {
            flags.add(machine.memory.peek(chain.addr(1) + at + 12, 4));
        }
        return flags;
    }

    /// Returns a request with this status, and says that it has written so many bytes.
    void use(Taken taken, int status, long usedLengthBytes) {
        machine.memory.set8(taken.statusAddr(), status);
        useWithoutStatus(taken, usedLengthBytes);
    }

    void useWithoutStatus(Taken taken, long usedLengthBytes) {
        queue().use(taken.head(), usedLengthBytes);
    }

    DeviceHost host() {
        return Objects.requireNonNull(host);
    }

    private DeviceQueue queue() {
        return Objects.requireNonNull(queue, "the device is not live");
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
        return 1;
    }

    @Override
    public int queueMaxSize() {
        return QUEUE_SIZE;
    }

    @Override
    public GuestMemory memory(FeatureSet features) {
        return machine.memory;
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = offset + i < CONFIG_BYTES ? config.get(offset + i) : 0;
        }
    }

    @Override
    public void writeConfig(FeatureSet features, int offset, byte[] from) {
        config.put(offset, from);
    }

    @Override
    public int configGeneration() {
        return 0;
    }

    @Override
    public int notificationConfigData(int number) {
        return number;
    }

    @Override
    public void notified(int number, int next) {
        // It looks when it is told to.
    }

    @Override
    public void activate(FeatureSet features, List<QueuePort> ports, DeviceHost live) {
        accepted = features;
        host = live;
        for (QueuePort port : ports) {
            enableQueue(features, port, live);
        }
    }

    @Override
    public void reset() {
        queue = null;
    }

    @Override
    public void resetQueue(int number) {
        queue = null;
    }

    @Override
    public void enableQueue(FeatureSet features, QueuePort port, DeviceHost live) {
        queue = Virtqueues.newDeviceQueue(machine, port.layout(), features);
    }

    @Override
    public void suspend() {
        // Nothing is under way unless it is told so.
    }

    @Override
    public void resume() {
        // Likewise.
    }
}
