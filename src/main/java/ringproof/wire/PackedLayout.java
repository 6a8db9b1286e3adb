package ringproof.wire;

/// Offsets and sizes of the three areas of a packed virtqueue, and what their bits mean. The only place that knows them.
///
/// Spec 2.8.1, 2.8.10, 2.8.13, 2.8.14. Linux: struct vring_packed_desc, vring_packed_desc_event.
///
/// ```text
/// descriptor area (16 n bytes, aligned 16)   driver area, device area (4 bytes each, aligned 4)
/// +0  addr  le64                             bits 0..14   offset of a descriptor
/// +8  len   le32                             bit  15      wrap counter of that descriptor
/// +12 id    le16                             bits 16..17  which descriptors notify: all, none, that one
/// +14 flags le16                             bits 18..31  0
/// ```
/// The specification draws an area of suppression as two le16. They are one aligned le32 here: whoever stores it stores both halves at
/// once, and needs no order between them. A peer that takes them one by one, flags first, reads the same.
public final class PackedLayout {
    public static final int DESCRIPTOR_BYTES = 16;
    public static final int DESCRIPTOR_ADDR = 0;
    public static final int DESCRIPTOR_LEN = 8;
    public static final int DESCRIPTOR_ID = 12;
    public static final int DESCRIPTOR_FLAGS = 14;
    public static final int SUPPRESSION_BYTES = 4;

    public static final int DESCRIPTOR_ALIGN = 16;
    public static final int SUPPRESSION_ALIGN = 4;

    /// Descriptor flags, spec 2.8.1, 2.8.3, 2.8.6, 2.8.7.
    public static final int F_NEXT = 1;
    public static final int F_WRITE = 2;
    public static final int F_INDIRECT = 4;
    public static final int F_AVAIL = 1 << 7;
    public static final int F_USED = 1 << 15;

    /// Offset and wrap counter in 16 bits: in an area of suppression, and in a notification with NOTIFICATION_DATA.
    public static final int OFFSET_MASK = 0x7FFF;
    public static final int WRAP = 1 << 15;

    /// Which descriptors notify, spec 2.8.10. 3 is reserved.
    public static final int EVENT_ENABLE = 0;
    public static final int EVENT_DISABLE = 1;
    /// Only with EVENT_IDX.
    public static final int EVENT_DESC = 2;
    public static final int EVENT_SHIFT = 16;
    public static final int EVENT_MASK = 3;

    private PackedLayout() {
    }

    /// Bytes of the descriptor area of a queue of `size` descriptors.
    public static int descriptorAreaBytes(int size) {
        return DESCRIPTOR_BYTES * size;
    }

    /// An area of suppression: `event` is one of `EVENT_ENABLE`, `EVENT_DISABLE` and `EVENT_DESC`.
    public static int suppression(int event, int offsetAndWrap) {
        return event << EVENT_SHIFT | offsetAndWrap;
    }
}
