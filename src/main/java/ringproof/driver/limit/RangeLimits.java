package ringproof.driver.limit;

/// What one DISCARD, WRITE_ZEROES or SECURE_ERASE request may hold.
///
/// Spec 5.2.4. Linux: max_discard_sectors, max_discard_segments, discard_granularity of struct queue_limits.
///
/// @param maxSectors       of one range
/// @param maxRanges        0: such requests cannot be sent
/// @param alignmentSectors where a larger range is best split; no rule
public record RangeLimits(long maxSectors, int maxRanges, long alignmentSectors) {
    /// The device has no such requests.
    public static final RangeLimits NONE = new RangeLimits(0, 0, 1);
}
