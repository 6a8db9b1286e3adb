package ringproof.wire;

/// The 32-bit value of an available buffer notification when NOTIFICATION_DATA was negotiated.
///
/// Spec 2.9, 4.1.5.2. Linux: vring_notification_data.
///
/// ```text
/// bits 0..15   queue index, or what the device supplied in its place (NOTIF_CONFIG_DATA)
/// bits 16..30  next_off: split ring, the low 15 bits of the available index; packed ring, slot of the next available descriptor
/// bit  31      next_wrap: split ring, bit 15 of the available index; packed ring, the wrap counter of that descriptor
/// ```
public final class NotificationData {
    private static final int NEXT_SHIFT = 16;
    private static final int FIELD_MASK = 0xFFFF;
    private static final int OFF_MASK = 0x7FFF;
    private static final int WRAP_SHIFT = 31;

    private NotificationData() {
    }

    /// The value to be written; `next` is both upper fields as 16 bits.
    public static int word(int queueIndex, int next) {
        return (next & FIELD_MASK) << NEXT_SHIFT | (queueIndex & FIELD_MASK);
    }

    public static int queueIndex(int word) {
        return word & FIELD_MASK;
    }

    /// Both upper fields; in the split ring, the available index.
    public static int next(int word) {
        return word >>> NEXT_SHIFT;
    }

    public static int nextOff(int word) {
        return next(word) & OFF_MASK;
    }

    public static boolean nextWrap(int word) {
        return word >>> WRAP_SHIFT != 0;
    }
}
