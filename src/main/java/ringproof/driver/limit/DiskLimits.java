package ringproof.driver.limit;

import java.util.Arrays;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.transport.Transport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;
import ringproof.wire.ZoneModel;

/// What a block device can take: its configuration space, read at one moment, as far as the features say that it means something.
///
/// Spec 5.2.4, 5.2.5. Linux: virtblk_read_limits, struct queue_limits. What a feature that is missing would limit is not limited.
///
/// @param maxSegments     pieces of data in one request
/// @param maxSegmentBytes of each
/// @param mayUnmap        whether WRITE_ZEROES may give space back
public record DiskLimits(long capacitySectors, boolean isReadOnly, int queueCount, int maxSegments,
        long maxSegmentBytes, Topology topology, Geometry geometry, RangeLimits discard, RangeLimits writeZeroes,
        boolean mayUnmap, RangeLimits secureErase, ZoneLimits zones) {
    private static final int NO_SEGMENT_LIMIT = Limits.MAX_QUEUE_SIZE;
    private static final long NO_BYTE_LIMIT = 0xFFFF_FFFFL;
    private static final long MAX_RANGE_SECTORS = 0xFFFF_FFFFL;

    /// Reads them, never torn by a change meanwhile (2.5.1). After FEATURES_OK. Throws [NegotiationException] for values that no request
    /// can obey.
    public static DiskLimits read(Transport transport, FeatureSet features) {
        byte[] config = Arrays.copyOf(Handshake.readConfig(transport, BlkConfigLayout.fields(features)),
                BlkConfigLayout.BYTES);
        String fault = fault(config, features);
        if (!fault.isEmpty()) {
            throw Handshake.fail(transport,
                    "the device's configuration makes no sense, " + fault + ": mend the device");
        }
        return parse(config, features);
    }

    /// The capacity alone, now.
    public static long readCapacity(Transport transport) {
        return capacity(Handshake.readConfig64(transport, BlkConfigLayout.CAPACITY));
    }

    /// No device has more sectors than this; and so no sum of sectors overflows.
    private static long capacity(long said) {
        return Math.min(said < 0 ? Long.MAX_VALUE : said, Long.MAX_VALUE / Limits.SECTOR_BYTES);
    }

    /// What is wrong with a configuration space: one clause, or the empty string.
    private static String fault(byte[] config, FeatureSet features) {
        long blockBytes = le32(config, BlkConfigLayout.BLK_SIZE);
        if (features.has(Feature.BLK_BLK_SIZE)
                && (blockBytes < Limits.SECTOR_BYTES || Long.bitCount(blockBytes) != 1 || blockBytes > 1 << 30)) {
            return "blk_size " + blockBytes + " is no power of two from " + Limits.SECTOR_BYTES + " on";
        }
        if (features.has(Feature.BLK_SIZE_MAX) && le32(config, BlkConfigLayout.SIZE_MAX) == 0) {
            return "size_max is 0";
        }
        if (features.has(Feature.BLK_MQ) && le16(config, BlkConfigLayout.NUM_QUEUES) == 0) {
            return "num_queues is 0";
        }
        return features.has(Feature.BLK_ZONED) ? zoneFault(config) : "";
    }

    private static String zoneFault(byte[] config) {
        int code = Byte.toUnsignedInt(config[BlkConfigLayout.ZONE_MODEL]);
        ZoneModel model = ZoneModel.ofCode(code);
        if (model == null) {
            return "there is no zone model " + code;
        }
        if (model != ZoneModel.NONE && le32(config, BlkConfigLayout.ZONE_SECTORS) == 0) {
            return "zone_sectors is 0";
        }
        long granularity = le32(config, BlkConfigLayout.WRITE_GRANULARITY);
        return model != ZoneModel.NONE && (granularity == 0 || granularity % Limits.SECTOR_BYTES != 0)
                ? "write_granularity " + granularity + " is no multiple of " + Limits.SECTOR_BYTES : "";
    }

    private static DiskLimits parse(byte[] config, FeatureSet features) {
        long capacitySectors = capacity(LittleEndian.get(config, BlkConfigLayout.CAPACITY, Long.BYTES));
        return new DiskLimits(capacitySectors, features.has(Feature.BLK_RO),
                features.has(Feature.BLK_MQ) ? le16(config, BlkConfigLayout.NUM_QUEUES) : 1,
                features.has(Feature.BLK_SEG_MAX) ? segments(le32(config, BlkConfigLayout.SEG_MAX)) : NO_SEGMENT_LIMIT,
                features.has(Feature.BLK_SIZE_MAX) ? le32(config, BlkConfigLayout.SIZE_MAX) : NO_BYTE_LIMIT,
                topology(config, features), geometry(config, features, capacitySectors),
                features.has(Feature.BLK_DISCARD) ? ranges(config, BlkConfigLayout.MAX_DISCARD_SECTORS,
                        BlkConfigLayout.MAX_DISCARD_SEG, BlkConfigLayout.DISCARD_SECTOR_ALIGNMENT) : RangeLimits.NONE,
                features.has(Feature.BLK_WRITE_ZEROES) ? ranges(config, BlkConfigLayout.MAX_WRITE_ZEROES_SECTORS,
                        BlkConfigLayout.MAX_WRITE_ZEROES_SEG, -1) : RangeLimits.NONE,
                features.has(Feature.BLK_WRITE_ZEROES) && config[BlkConfigLayout.WRITE_ZEROES_MAY_UNMAP] != 0,
                features.has(Feature.BLK_SECURE_ERASE) ? ranges(config, BlkConfigLayout.MAX_SECURE_ERASE_SECTORS,
                        BlkConfigLayout.MAX_SECURE_ERASE_SEG, BlkConfigLayout.SECURE_ERASE_SECTOR_ALIGNMENT)
                        : RangeLimits.NONE,
                zones(config, features));
    }

    /// 0 is taken for 1, as Linux does: without a single piece no sector could be moved.
    private static int segments(long max) {
        return Math.clamp(max, 1, NO_SEGMENT_LIMIT);
    }

    /// 0 sectors mean "nothing said", as Linux takes them.
    private static RangeLimits ranges(byte[] config, int sectorsAt, int rangesAt, int alignmentAt) {
        long sectors = le32(config, sectorsAt);
        long alignment = alignmentAt < 0 ? 1 : le32(config, alignmentAt);
        return new RangeLimits(sectors == 0 ? MAX_RANGE_SECTORS : sectors,
                (int) Math.min(le32(config, rangesAt), Integer.MAX_VALUE), Math.max(alignment, 1));
    }

    private static Topology topology(byte[] config, FeatureSet features) {
        int block = features.has(Feature.BLK_BLK_SIZE) ? (int) le32(config, BlkConfigLayout.BLK_SIZE)
                : Limits.SECTOR_BYTES;
        if (!features.has(Feature.BLK_TOPOLOGY)) {
            return new Topology(block, block, 0, 0, 0);
        }
        int exp = Math.min(Byte.toUnsignedInt(config[BlkConfigLayout.PHYSICAL_BLOCK_EXP]), Integer.SIZE - 1);
        return new Topology(block, (long) block << exp,
                (long) block * Byte.toUnsignedInt(config[BlkConfigLayout.ALIGNMENT_OFFSET]),
                (long) block * le16(config, BlkConfigLayout.MIN_IO_SIZE),
                block * le32(config, BlkConfigLayout.OPT_IO_SIZE));
    }

    private static Geometry geometry(byte[] config, FeatureSet features, long capacitySectors) {
        return features.has(Feature.BLK_GEOMETRY)
                ? new Geometry(le16(config, BlkConfigLayout.GEOMETRY_CYLINDERS),
                        Byte.toUnsignedInt(config[BlkConfigLayout.GEOMETRY_HEADS]),
                        Byte.toUnsignedInt(config[BlkConfigLayout.GEOMETRY_SECTORS]))
                : Geometry.of(capacitySectors);
    }

    private static ZoneLimits zones(byte[] config, FeatureSet features) {
        ZoneModel model = features.has(Feature.BLK_ZONED)
                ? ZoneModel.ofCode(Byte.toUnsignedInt(config[BlkConfigLayout.ZONE_MODEL])) : null;
        return model == null || model == ZoneModel.NONE ? ZoneLimits.NONE
                : new ZoneLimits(model, le32(config, BlkConfigLayout.ZONE_SECTORS),
                        le32(config, BlkConfigLayout.MAX_OPEN_ZONES), le32(config, BlkConfigLayout.MAX_ACTIVE_ZONES),
                        le32(config, BlkConfigLayout.MAX_APPEND_SECTORS),
                        le32(config, BlkConfigLayout.WRITE_GRANULARITY));
    }

    private static int le16(byte[] config, int offset) {
        return (int) LittleEndian.get(config, offset, Short.BYTES);
    }

    private static long le32(byte[] config, int offset) {
        return LittleEndian.get(config, offset, Integer.BYTES);
    }

    /// Whether a request that obeys these limits obeys the others, capacity apart.
    public boolean isSameBut(DiskLimits other) {
        return new DiskLimits(other.capacitySectors, isReadOnly, queueCount, maxSegments, maxSegmentBytes, topology,
                other.geometry, discard, writeZeroes, other.mayUnmap, secureErase, zones).equals(other);
    }

    /// The same for another capacity.
    public DiskLimits withCapacity(long sectors) {
        return new DiskLimits(sectors, isReadOnly, queueCount, maxSegments, maxSegmentBytes, topology, geometry,
                discard, writeZeroes, mayUnmap, secureErase, zones);
    }
}
