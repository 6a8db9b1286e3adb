package ringproof.queue;

import ringproof.wire.PackedLayout;

/// Arithmetic on places in a packed ring: the offset of a descriptor, and the wrap counter of the lap in bit 15. The only place that
/// compares two of them, and that knows what the two ring flags of a descriptor say about a lap.
///
/// Spec 2.8.1, 2.8.10. Linux: is_used_desc_packed, vring_need_event. Positions repeat every two laps, so two of them are less than
/// `2 * size` descriptors apart.
public final class PackedPosition {
    /// The first descriptor in the first lap.
    public static final int START = PackedLayout.WRAP;
    private static final int BOTH = PackedLayout.F_AVAIL | PackedLayout.F_USED;

    private PackedPosition() {
    }

    /// The position after `count` descriptors since [#START].
    public static int after(int count, int size) {
        int lap = count / size;
        return count % size | (lap % 2 == 0 ? PackedLayout.WRAP : 0);
    }

    /// The descriptor there: 0 to size - 1.
    public static int slot(int position) {
        return position & PackedLayout.OFFSET_MASK;
    }

    /// The wrap counter there.
    public static boolean wrap(int position) {
        return (position & PackedLayout.WRAP) != 0;
    }

    /// The position `count` descriptors on, `count` from 0 to `size`: a list that fills the ring ends where it began, a lap later.
    public static int advance(int position, int count, int size) {
        int slot = slot(position) + count;
        return slot < size ? position + count : (slot - size) | (~position & PackedLayout.WRAP);
    }

    /// How many descriptors `newPosition` is ahead of `oldPosition`, 0 to `2 * size - 1`.
    public static int distance(int newPosition, int oldPosition, int size) {
        return Math.floorMod(count(newPosition, size) - count(oldPosition, size), 2 * size);
    }

    /// Descriptors since [#START], but for whole pairs of laps.
    private static int count(int position, int size) {
        return slot(position) + (wrap(position) ? 0 : size);
    }

    /// Whether the peer, whose area of suppression reads `suppression`, wants to be told of one of the `count` descriptors before
    /// `newPosition`.
    ///
    /// What the peer may not write counts as "all": to be told once too often harms nobody.
    static boolean isWanted(int suppression, boolean eventIdx, int newPosition, int count, int size) {
        int event = suppression >> PackedLayout.EVENT_SHIFT & PackedLayout.EVENT_MASK;
        if (event == PackedLayout.EVENT_DISABLE) {
            return false;
        }
        int asked = suppression & (PackedLayout.WRAP | PackedLayout.OFFSET_MASK);
        if (event != PackedLayout.EVENT_DESC || !eventIdx || slot(asked) >= size) {
            return true;
        }
        int behind = distance(newPosition, asked, size);
        return count >= 2 * size || (behind > 0 && behind <= count);
    }

    /// The ring flags that make a descriptor available at a position.
    static int availableFlags(int position) {
        return wrap(position) ? PackedLayout.F_AVAIL : PackedLayout.F_USED;
    }

    /// The ring flags that make a descriptor used at a position.
    static int usedFlags(int position) {
        return wrap(position) ? BOTH : 0;
    }

    /// Whether a descriptor with these flags is available at a position. Anything else there means: nothing yet.
    public static boolean isAvailable(int flags, int position) {
        return (flags & BOTH) == availableFlags(position);
    }

    /// Whether a descriptor with these flags is used at a position. Anything else there means: nothing yet.
    public static boolean isUsed(int flags, int position) {
        return (flags & BOTH) == usedFlags(position);
    }
}
