package ringproof.wire;

/// A block request as it lies in the buffers of one descriptor chain.
///
/// Spec 5.2.6. Linux: struct virtio_blk_outhdr.
///
/// ```text
/// +0   type      le32   device-readable
/// +4   reserved  le32   device-readable
/// +8   sector    le64   device-readable
/// +16  data             device-readable (OUT) or device-writable (IN, GET_ID)
/// last status    u8     device-writable
/// ```
/// The chain's framing is the driver's choice: none of these fields need begin or end a descriptor (2.7.4.1).
public final class BlkRequestLayout {
    public static final int HEADER_BYTES = 16;
    public static final int TYPE = 0;
    public static final int RESERVED = 4;
    public static final int SECTOR = 8;
    public static final int STATUS_BYTES = 1;

    private BlkRequestLayout() {
    }
}
