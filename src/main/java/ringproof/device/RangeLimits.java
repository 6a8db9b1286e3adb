package ringproof.device;

/// What a device takes of DISCARD, WRITE_ZEROES or SECURE_ERASE in one request. Spec 5.2.4, 5.2.6.1.
///
/// @param maxSectors       of one segment, at least 1
/// @param maxSegments      of one request, 1 to 1024
/// @param alignmentSectors where segments had better begin and end, at least 1; a SECURE_ERASE must keep to it
public record RangeLimits(int maxSectors, int maxSegments, int alignmentSectors) {
    static final int MOST_SEGMENTS = 1024;

    /// As QEMU has them: any range, one segment.
    public static final RangeLimits DEFAULT = new RangeLimits(1 << 22, 1, 1);

    /// Throws [IllegalArgumentException] for a limit that lets nothing through.
    public RangeLimits {
        if (maxSectors < 1 || maxSegments < 1 || maxSegments > MOST_SEGMENTS || alignmentSectors < 1) {
            throw new IllegalArgumentException(
                    "a request has 1 to " + MOST_SEGMENTS
                            + " segments of at least a sector, aligned to at least a sector");
        }
    }
}
