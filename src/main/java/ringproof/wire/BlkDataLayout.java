package ringproof.wire;

/// The data of those block requests that carry structures instead of sectors, little-endian.
///
/// Spec 5.2.6. Linux: struct virtio_blk_discard_write_zeroes, virtio_blk_lifetime, virtio_blk_zone_report,
/// virtio_blk_zone_descriptor.
///
/// ```text
/// segment (16 bytes)         lifetime (6)                     zone report              zone descriptor (64)
/// +0  sector       le64      +0 pre_eol_info           le16   +0  nr_zones     le64    +0  z_cap     le64
/// +8  num_sectors  le32      +2 lifetime_est_typ_a     le16   +8  reserved     56      +8  z_start   le64
/// +12 flags        le32      +4 lifetime_est_typ_b     le16   +64 descriptors          +16 z_wp      le64
///                                                                                      +24 z_type    u8
///                                                                                      +25 z_state   u8
///                                                                                      +26 reserved  38
/// ```
public final class BlkDataLayout {
    /// Of DISCARD, WRITE_ZEROES and SECURE_ERASE.
    public static final int SEGMENT_BYTES = 16;
    public static final int SEGMENT_SECTOR = 0;
    public static final int SEGMENT_NUM_SECTORS = 8;
    public static final int SEGMENT_FLAGS = 12;
    /// The one flag that has a meaning: the device may deallocate what WRITE_ZEROES clears.
    public static final int FLAG_UNMAP = 1;

    public static final int LIFETIME_BYTES = 6;
    public static final int LIFETIME_PRE_EOL = 0;
    public static final int LIFETIME_EST_A = 2;
    public static final int LIFETIME_EST_B = 4;

    public static final int REPORT_HEADER_BYTES = 64;
    public static final int REPORT_NR_ZONES = 0;

    public static final int ZONE_BYTES = 64;
    public static final int ZONE_CAPACITY = 0;
    public static final int ZONE_START = 8;
    public static final int ZONE_WRITE_POINTER = 16;
    /// A [ZoneType].
    public static final int ZONE_TYPE = 24;
    /// A [ZoneState].
    public static final int ZONE_STATE = 25;

    private BlkDataLayout() {
    }
}
