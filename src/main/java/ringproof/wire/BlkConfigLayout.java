package ringproof.wire;

import java.util.BitSet;

/// Offsets in the block device's configuration space, little-endian. Spec 5.2.4. Linux: struct virtio_blk_config.
///
/// ```text
/// +0  capacity                 le64  always                 +44 discard_sector_alignment      le32  DISCARD
/// +8  size_max                 le32  SIZE_MAX               +48 max_write_zeroes_sectors      le32  WRITE_ZEROES
/// +12 seg_max                  le32  SEG_MAX                +52 max_write_zeroes_seg          le32  WRITE_ZEROES
/// +16 geometry.cylinders       le16  GEOMETRY               +56 write_zeroes_may_unmap        u8    WRITE_ZEROES
/// +18 geometry.heads           u8    GEOMETRY               +57 unused1                       3 bytes, 0
/// +19 geometry.sectors         u8    GEOMETRY               +60 max_secure_erase_sectors      le32  SECURE_ERASE
/// +20 blk_size                 le32  BLK_SIZE               +64 max_secure_erase_seg          le32  SECURE_ERASE
/// +24 topology.physical_block  u8    TOPOLOGY               +68 secure_erase_sector_alignment le32  SECURE_ERASE
/// +25 topology.alignment       u8    TOPOLOGY               +72 zoned.zone_sectors            le32  ZONED
/// +26 topology.min_io_size     le16  TOPOLOGY               +76 zoned.max_open_zones          le32  ZONED
/// +28 topology.opt_io_size     le32  TOPOLOGY               +80 zoned.max_active_zones        le32  ZONED
/// +32 writeback                u8    CONFIG_WCE             +84 zoned.max_append_sectors      le32  ZONED
/// +33 unused0                  u8, 0                        +88 zoned.write_granularity       le32  ZONED, in bytes
/// +34 num_queues               le16  MQ                     +92 zoned.model                   u8    ZONED
/// +36 max_discard_sectors      le32  DISCARD                +93 unused2                       3 bytes, 0
/// +40 max_discard_seg          le32  DISCARD                +96
/// ```
/// Only `writeback` can be written by the driver.
public final class BlkConfigLayout {
    public static final int CAPACITY = 0;
    public static final int SIZE_MAX = 8;
    public static final int SEG_MAX = 12;
    public static final int GEOMETRY_CYLINDERS = 16;
    public static final int GEOMETRY_HEADS = 18;
    public static final int GEOMETRY_SECTORS = 19;
    public static final int BLK_SIZE = 20;
    /// Logarithm (base 2) of logical blocks in a physical one.
    public static final int PHYSICAL_BLOCK_EXP = 24;
    /// Offset of the first aligned logical block.
    public static final int ALIGNMENT_OFFSET = 25;
    /// In logical blocks, as is `OPT_IO_SIZE`.
    public static final int MIN_IO_SIZE = 26;
    public static final int OPT_IO_SIZE = 28;
    /// 0: writethrough, 1: writeback.
    public static final int WRITEBACK = 32;
    private static final int UNUSED_0 = 33;
    public static final int NUM_QUEUES = 34;
    public static final int MAX_DISCARD_SECTORS = 36;
    public static final int MAX_DISCARD_SEG = 40;
    public static final int DISCARD_SECTOR_ALIGNMENT = 44;
    public static final int MAX_WRITE_ZEROES_SECTORS = 48;
    public static final int MAX_WRITE_ZEROES_SEG = 52;
    public static final int WRITE_ZEROES_MAY_UNMAP = 56;
    private static final int UNUSED_1 = 57;
    public static final int MAX_SECURE_ERASE_SECTORS = 60;
    public static final int MAX_SECURE_ERASE_SEG = 64;
    public static final int SECURE_ERASE_SECTOR_ALIGNMENT = 68;
    public static final int ZONE_SECTORS = 72;
    public static final int MAX_OPEN_ZONES = 76;
    public static final int MAX_ACTIVE_ZONES = 80;
    public static final int MAX_APPEND_SECTORS = 84;
    /// In bytes.
    public static final int WRITE_GRANULARITY = 88;
    /// A [ZoneModel].
    public static final int ZONE_MODEL = 92;
    private static final int UNUSED_2 = 93;
    /// Bytes of the structure up to and with the zoned characteristics.
    public static final int BYTES = 96;

    private BlkConfigLayout() {
    }

    /// Offsets of the bytes that mean something with these features: the driver may read no others (2.5.1).
    public static BitSet fields(FeatureSet features) {
        BitSet fields = new BitSet(BYTES);
        fields.set(CAPACITY, SIZE_MAX);
        add(fields, features.has(Feature.BLK_SIZE_MAX), SIZE_MAX, SEG_MAX);
        add(fields, features.has(Feature.BLK_SEG_MAX), SEG_MAX, GEOMETRY_CYLINDERS);
        add(fields, features.has(Feature.BLK_GEOMETRY), GEOMETRY_CYLINDERS, BLK_SIZE);
        add(fields, features.has(Feature.BLK_BLK_SIZE), BLK_SIZE, PHYSICAL_BLOCK_EXP);
        add(fields, features.has(Feature.BLK_TOPOLOGY), PHYSICAL_BLOCK_EXP, WRITEBACK);
        add(fields, features.has(Feature.BLK_CONFIG_WCE), WRITEBACK, UNUSED_0);
        add(fields, features.has(Feature.BLK_MQ), NUM_QUEUES, MAX_DISCARD_SECTORS);
        add(fields, features.has(Feature.BLK_DISCARD), MAX_DISCARD_SECTORS, MAX_WRITE_ZEROES_SECTORS);
        add(fields, features.has(Feature.BLK_WRITE_ZEROES), MAX_WRITE_ZEROES_SECTORS, UNUSED_1);
        add(fields, features.has(Feature.BLK_SECURE_ERASE), MAX_SECURE_ERASE_SECTORS, ZONE_SECTORS);
        add(fields, features.has(Feature.BLK_ZONED), ZONE_SECTORS, UNUSED_2);
        return fields;
    }

    private static void add(BitSet to, boolean present, int from, int end) {
        if (present) {
            to.set(from, end);
        }
    }
}
