package ringproof.wire;

/// Offsets and sizes of the three areas of a split virtqueue. The only place that knows them.
///
/// Spec 2.7, 2.7.5, 2.7.6, 2.7.8. Linux: struct vring_desc, vring_avail, vring_used.
///
/// ```text
/// descriptor area (16 n bytes, aligned 16)   driver area (6 + 2 n, aligned 2)   device area (6 + 8 n, aligned 4)
/// +0  addr  le64                             +0      flags       le16           +0      flags        le16
/// +8  len   le32                             +2      idx         le16           +2      idx          le16
/// +12 flags le16                             +4      ring[n]     le16           +4      ring[n]      id le32, len le32
/// +14 next  le16                             +4+2n   used_event  le16           +4+8n   avail_event  le16
/// ```
public final class SplitLayout {
    public static final int DESCRIPTOR_BYTES = 16;
    public static final int DESCRIPTOR_ADDR = 0;
    public static final int DESCRIPTOR_LEN = 8;
    public static final int DESCRIPTOR_FLAGS = 12;
    public static final int DESCRIPTOR_NEXT = 14;

    public static final int AVAIL_FLAGS = 0;
    public static final int AVAIL_IDX = 2;
    public static final int AVAIL_RING = 4;
    public static final int AVAIL_ENTRY_BYTES = 2;

    public static final int USED_FLAGS = 0;
    public static final int USED_IDX = 2;
    public static final int USED_RING = 4;
    public static final int USED_ENTRY_BYTES = 8;
    public static final int USED_ENTRY_ID = 0;
    public static final int USED_ENTRY_LEN = 4;

    public static final int DESCRIPTOR_ALIGN = 16;
    public static final int DRIVER_ALIGN = 2;
    public static final int DEVICE_ALIGN = 4;

    /// Descriptor flags, spec 2.7.5.
    public static final int F_NEXT = 1;
    public static final int F_WRITE = 2;
    public static final int F_INDIRECT = 4;

    /// `flags` of the driver area: the driver does not want used buffer notifications, spec 2.7.6.
    public static final int AVAIL_F_NO_INTERRUPT = 1;
    /// `flags` of the device area: the device does not want available buffer notifications, spec 2.7.8.
    public static final int USED_F_NO_NOTIFY = 1;

    private SplitLayout() {
    }

    /// Bytes of the descriptor area of a queue of `size` descriptors.
    public static int descriptorAreaBytes(int size) {
        return DESCRIPTOR_BYTES * size;
    }

    /// Bytes of the driver area, `used_event` included.
    public static int driverAreaBytes(int size) {
        return AVAIL_RING + AVAIL_ENTRY_BYTES * size + 2;
    }

    /// Bytes of the device area, `avail_event` included.
    public static int deviceAreaBytes(int size) {
        return USED_RING + USED_ENTRY_BYTES * size + 2;
    }

    /// Offset of `used_event` in the driver area.
    public static int usedEventOffset(int size) {
        return AVAIL_RING + AVAIL_ENTRY_BYTES * size;
    }

    /// Offset of `avail_event` in the device area.
    public static int availEventOffset(int size) {
        return USED_RING + USED_ENTRY_BYTES * size;
    }
}
