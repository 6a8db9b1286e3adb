package ringproof.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.ZoneModel;

/// The features and the configuration space of a block device: what follows from its backend, its queues and its limits.
///
/// Spec 5.2.3 to 5.2.5. QEMU: virtio_blk_update_config. Thread-safe: what changes is in cells of the [Machine].
final class ConfigSpace {
    /// Descriptors of a request that hold no data: header and status.
    private static final int REQUEST_OVERHEAD = 2;
    private static final int WRITEBACK = 1;

    private final Backend backend;
    private final BlkDeviceOptions options;
    private final FeatureSet offered;
    /// The features of the driver in hand, once they are agreed on; 0 before.
    private final Cell agreed;
    private final Cell writeback;
    private final Cell generation;

    ConfigSpace(Machine machine, Backend backend, BlkDeviceOptions options) {
        this.backend = backend;
        this.options = options;
        this.offered = features(backend, options);
        this.agreed = machine.newCell("config.agreed");
        this.writeback = machine.newCell("config.writeback");
        this.generation = machine.newCell("config.generation");
        checkZones();
        reset();
    }

    private static FeatureSet features(Backend backend, BlkDeviceOptions options) {
        BlkLimits limits = options.limits();
        boolean writable = !backend.isReadOnly();
        Zones zones = backend.zones();
        boolean anywhere = zones == null || zones.geometry().model() != ZoneModel.HOST_MANAGED;
        FeatureSet all = options.genericFeatures().with(Feature.VERSION_1).with(Feature.BLK_FLUSH)
                .with(Feature.BLK_BLK_SIZE).with(Feature.BLK_SEG_MAX);
        all = with(all, Feature.BLK_MQ, options.queueCount() > 1);
        all = with(all, Feature.BLK_RO, !writable);
        all = with(all, Feature.BLK_SIZE_MAX, limits.sizeMaxBytes() > 0);
        all = with(all, Feature.BLK_GEOMETRY, limits.geometry() != null);
        all = with(all, Feature.BLK_TOPOLOGY, limits.topology() != null);
        all = with(all, Feature.BLK_CONFIG_WCE, limits.configWce() && writable);
        all = with(all, Feature.BLK_DISCARD, limits.discard() != null && writable && anywhere);
        all = with(all, Feature.BLK_WRITE_ZEROES, limits.writeZeroes() != null && writable && anywhere);
        all = with(all, Feature.BLK_SECURE_ERASE, limits.secureErase() != null && writable);
        all = with(all, Feature.BLK_LIFETIME, backend.lifetime() != null);
        return with(all, Feature.BLK_ZONED, zones != null);
    }

    private static FeatureSet with(FeatureSet features, Feature feature, boolean present) {
        return present ? features.with(feature) : features;
    }

    /// What zones demand of the other limits, spec 5.2.5.2, 5.2.6.2.
    private void checkZones() {
        Zones zones = backend.zones();
        if (zones == null) {
            return;
        }
        RangeLimits erase = options.limits().secureErase();
        if (erase != null && erase.alignmentSectors() % zones.geometry().zoneSectors() != 0) {
            throw new IllegalArgumentException("what is erased of a zoned disk is aligned to its zones, of "
                    + zones.geometry().zoneSectors() + " sectors");
        }
        long most = (long) options.limits().sizeMaxBytes() * segMax() / Limits.SECTOR_BYTES;
        if (options.limits().sizeMaxBytes() > 0 && zones.geometry().maxAppendSectors() > most) {
            throw new IllegalArgumentException(
                    "no more can be appended to a zone than a request holds, " + most + " sectors");
        }
    }

    private int segMax() {
        int set = options.limits().segMax();
        return set > 0 ? set : Math.max(1, options.queueMaxSize() - REQUEST_OVERHEAD);
    }

    FeatureSet offered() {
        return offered;
    }

    /// A driver that knows nothing of zones cannot use a disk that must be written in order. Spec 5.2.5.2.
    boolean accepts(FeatureSet accepted) {
        Zones zones = backend.zones();
        boolean needsZones = zones != null && zones.geometry().model() == ZoneModel.HOST_MANAGED;
        return accepted.isSubsetOf(offered) && (!needsZones || accepted.has(Feature.BLK_ZONED));
    }

    /// FEATURES_OK: from here on the driver may read and write what its features have. Spec 5.2.5.2.
    void agree(FeatureSet accepted) {
        agreed.set(accepted.bits());
        writeback.set(accepted.has(Feature.BLK_FLUSH) ? WRITEBACK : 0);
    }

    void reset() {
        agreed.set(0);
        writeback.set(WRITEBACK);
    }

    /// Whether a write must be durable when it completes, cases 1 and 2 of 5.2.6.2.
    boolean isWriteThrough(FeatureSet accepted) {
        return accepted.has(Feature.BLK_CONFIG_WCE) ? writeback.get() == 0 : !accepted.has(Feature.BLK_FLUSH);
    }

    int generation() {
        return (int) generation.get();
    }

    /// The capacity is another one.
    void capacityChanged() {
        generation.getAndAdd(1);
    }

    void read(int offset, byte[] to) {
        byte[] bytes = bytes();
        for (int i = 0; i < to.length; i++) {
            long at = (long) offset + i;
            to[i] = at >= 0 && at < bytes.length ? bytes[(int) at] : 0;
        }
    }

    /// Only `writeback` can be written, and by a driver that accepted CONFIG_WCE. QEMU: any value but 0 is a 1.
    void write(FeatureSet accepted, int offset, byte[] from) {
        long at = (long) BlkConfigLayout.WRITEBACK - offset;
        if (accepted.has(Feature.BLK_CONFIG_WCE) && at >= 0 && at < from.length) {
            writeback.set(from[(int) at] == 0 ? 0 : WRITEBACK);
        }
    }

    /// As it is now. A field whose feature is not offered is 0.
    private byte[] bytes() {
        BlkLimits limits = options.limits();
        ByteBuffer space = ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.putLong(BlkConfigLayout.CAPACITY, backend.capacitySectors());
        space.putInt(BlkConfigLayout.SIZE_MAX, limits.sizeMaxBytes());
        space.putInt(BlkConfigLayout.SEG_MAX, segMax());
        space.putInt(BlkConfigLayout.BLK_SIZE, limits.blockBytes());
        if (offered.has(Feature.BLK_CONFIG_WCE)) {
            space.put(BlkConfigLayout.WRITEBACK, (byte) writeback.get());
        }
        if (offered.has(Feature.BLK_MQ)) {
            space.putShort(BlkConfigLayout.NUM_QUEUES, (short) options.queueCount());
        }
        putShape(space, limits.geometry(), limits.topology());
        putRanges(space, limits);
        Zones zones = backend.zones();
        boolean hidden = agreed.get() != 0 && !new FeatureSet(agreed.get()).has(Feature.BLK_ZONED);
        if (zones != null && !hidden) {
            putZones(space, zones.geometry());
        }
        return space.array();
    }

    private static void putShape(ByteBuffer space, BlkLimits.@Nullable Geometry geometry,
            BlkLimits.@Nullable Topology topology) {
        if (geometry != null) {
            space.putShort(BlkConfigLayout.GEOMETRY_CYLINDERS, (short) geometry.cylinders());
            space.put(BlkConfigLayout.GEOMETRY_HEADS, (byte) geometry.heads());
            space.put(BlkConfigLayout.GEOMETRY_SECTORS, (byte) geometry.sectors());
        }
        if (topology != null) {
            space.put(BlkConfigLayout.PHYSICAL_BLOCK_EXP, (byte) topology.physicalBlockExp());
            space.put(BlkConfigLayout.ALIGNMENT_OFFSET, (byte) topology.alignmentOffset());
            space.putShort(BlkConfigLayout.MIN_IO_SIZE, (short) topology.minIoBlocks());
            space.putInt(BlkConfigLayout.OPT_IO_SIZE, topology.optIoBlocks());
        }
    }

    private void putRanges(ByteBuffer space, BlkLimits limits) {
        if (offered.has(Feature.BLK_DISCARD) && limits.discard() != null) {
            space.putInt(BlkConfigLayout.MAX_DISCARD_SECTORS, limits.discard().maxSectors());
            space.putInt(BlkConfigLayout.MAX_DISCARD_SEG, limits.discard().maxSegments());
            space.putInt(BlkConfigLayout.DISCARD_SECTOR_ALIGNMENT, limits.discard().alignmentSectors());
        }
        if (offered.has(Feature.BLK_WRITE_ZEROES) && limits.writeZeroes() != null) {
            space.putInt(BlkConfigLayout.MAX_WRITE_ZEROES_SECTORS, limits.writeZeroes().maxSectors());
            space.putInt(BlkConfigLayout.MAX_WRITE_ZEROES_SEG, limits.writeZeroes().maxSegments());
            space.put(BlkConfigLayout.WRITE_ZEROES_MAY_UNMAP, (byte) (backend.canUnmap() ? 1 : 0));
        }
        if (offered.has(Feature.BLK_SECURE_ERASE) && limits.secureErase() != null) {
            space.putInt(BlkConfigLayout.MAX_SECURE_ERASE_SECTORS, limits.secureErase().maxSectors());
            space.putInt(BlkConfigLayout.MAX_SECURE_ERASE_SEG, limits.secureErase().maxSegments());
            space.putInt(BlkConfigLayout.SECURE_ERASE_SECTOR_ALIGNMENT, limits.secureErase().alignmentSectors());
        }
    }

    private static void putZones(ByteBuffer space, ZoneGeometry geometry) {
        space.putInt(BlkConfigLayout.ZONE_SECTORS, geometry.zoneSectors());
        space.putInt(BlkConfigLayout.MAX_OPEN_ZONES, geometry.maxOpen());
        space.putInt(BlkConfigLayout.MAX_ACTIVE_ZONES, geometry.maxActive());
        space.putInt(BlkConfigLayout.MAX_APPEND_SECTORS, geometry.maxAppendSectors());
        space.putInt(BlkConfigLayout.WRITE_GRANULARITY, geometry.granularityBytes());
        space.put(BlkConfigLayout.ZONE_MODEL, (byte) geometry.model().code());
    }
}
