package ringproof.queue;

/// Arithmetic on free-running 16-bit indices. The only place that compares two of them.
///
/// Spec 2.7.7.2, 2.7.10.1. Linux: vring_need_event.
public final class EventIdx {
    private static final int MASK = 0xFFFF;

    private EventIdx() {
    }

    /// `idx + count`, wrapped to 16 bits.
    public static int advance(int idx, int count) {
        return idx + count & MASK;
    }

    /// How far `newIdx` is ahead of `oldIdx`, 0 to 65535.
    public static int distance(int newIdx, int oldIdx) {
        return newIdx - oldIdx & MASK;
    }

    /// Whether one of the entries `oldIdx` to `newIdx - 1` is the one that `eventIdx` asks to be told about.
    public static boolean needsEvent(int eventIdx, int newIdx, int oldIdx) {
        return distance(newIdx, advance(eventIdx, 1)) < distance(newIdx, oldIdx);
    }
}
