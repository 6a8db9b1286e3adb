package ringproof.wire;

/// A block request as it lies in the buffers of one descriptor chain.
///
/// Spec 5.2.6. Linux: struct virtio_blk_outhdr.
///
/// ```text
/// +0   type           le32   device-readable
/// +4   reserved       le32   device-readable
/// +8   sector         le64   device-readable
/// +16  data                  on the side that BlkRequestType.data() names
/// -9   append_sector  le64   device-writable, ZONE_APPEND only
/// -1   status         u8     device-writable
/// ```
/// The chain's framing is the driver's choice: none of these fields need begin or end a descriptor (2.7.4.1).
public final class BlkRequestLayout {
    public static final int HEADER_BYTES = 16;
    public static final int TYPE = 0;
    public static final int RESERVED = 4;
    public static final int SECTOR = 8;
    /// Where the data of a [BlkRequestType#ZONE_APPEND] was put; stands before the status.
    public static final int APPEND_SECTOR_BYTES = 8;
    public static final int STATUS_BYTES = 1;

    private BlkRequestLayout() {
    }
}
