package ringproof.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.transport.FeatureRules;
import ringproof.transport.Kick;
import ringproof.transport.Transport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device of which nothing is there but registers, and those answer anything.
///
/// In most respects they answer what they should, else no driver would come far.
final class GarbageRegisters implements Transport {
    private static final int[] QUEUE_SIZES = {0, 1, 2, 3, 4, 7, 16, 255, 32768, 32769, Integer.MAX_VALUE, -1};

    private final SplittableRandom random;
    private final Event line;
    private final FeatureSet offered;
    /// Of 256 answers so many are garbage.
    private final int share;
    private final boolean neverReset;
    private final boolean restless;
    private final byte[] config;
    private int status;
    private int generation;

    GarbageRegisters(Machine machine, long seed) {
        this.random = new SplittableRandom(seed);
        this.line = machine.newEvent("line");
        this.share = random.nextInt(3) == 0 ? 0 : 1 << random.nextInt(8);
        this.neverReset = random.nextInt(16) == 0;
        this.restless = random.nextInt(16) == 0;
        this.config = sound();
        // Each offers half of what there is; few are legacy devices.
        FeatureSet some = new FeatureSet(random.nextLong());
        this.offered = random.nextInt(8) == 0 ? some : some.with(Feature.VERSION_1).with(Feature.BLK_FLUSH);
    }

    /// A configuration space in which nothing is wrong.
    private static byte[] sound() {
        return ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(BlkConfigLayout.CAPACITY, 64)
                .putInt(BlkConfigLayout.SIZE_MAX, 4096)
                .putInt(BlkConfigLayout.SEG_MAX, 8)
                .putInt(BlkConfigLayout.BLK_SIZE, 512)
                .putShort(BlkConfigLayout.NUM_QUEUES, (short) 2)
                .putInt(BlkConfigLayout.MAX_DISCARD_SECTORS, 8)
                .putInt(BlkConfigLayout.MAX_DISCARD_SEG, 1)
                .array();
    }

    private boolean isGarbage() {
        return random.nextInt(256) < share;
    }

    @Override
    public FeatureSet carriedFeatures() {
        return FeatureRules.NOT_PCI;
    }

    @Override
    public FeatureSet deviceFeatures() {
        return isGarbage() ? new FeatureSet(random.nextLong()) : offered;
    }

    @Override
    public void writeDriverFeatures(FeatureSet features) {
        // Whatever.
    }

    @Override
    public int status() {
        return neverReset ? status | 1 : isGarbage() ? status ^ 1 << random.nextInt(Byte.SIZE) : status;
    }

    @Override
    public void writeStatus(int value) {
        boolean refuses = DeviceStatus.FEATURES_OK.in(value) && isGarbage();
        status = refuses ? value & ~DeviceStatus.FEATURES_OK.mask() : value;
    }

    @Override
    public int configGeneration() {
        return restless || isGarbage() ? ++generation : generation;
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = isGarbage() ? (byte) random.nextInt() : offset + i < config.length ? config[offset + i] : 0;
        }
    }

    @Override
    public void writeConfig(int offset, byte[] from) {
        // Whatever.
    }

    @Override
    public int queueMaxSize(int queue) {
        return isGarbage() || random.nextInt(8) == 0 ? QUEUE_SIZES[random.nextInt(QUEUE_SIZES.length)] : 16;
    }

    @Override
    public void setUpQueue(int queue, QueueLayout layout) {
        // Nobody serves it.
    }

    @Override
    public void setUpPolledQueue(int queue, QueueLayout layout) {
        // Likewise.
    }

    @Override
    public boolean isQueueEnabled(int queue) {
        return random.nextBoolean();
    }

    @Override
    public void resetQueue(int queue) {
        // Whatever.
    }

    @Override
    public boolean isQueueResetting(int queue) {
        return isGarbage();
    }

    @Override
    public Event callback(int queue) {
        return line;
    }

    @Override
    public Kick kick(int queue) {
        return Kick.to(line);
    }

    @Override
    public Event configChanged() {
        return line;
    }
}
