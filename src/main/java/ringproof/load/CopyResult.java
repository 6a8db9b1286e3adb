package ringproof.load;

import ringproof.device.QueueStatistics;
import ringproof.wire.Limits;

/// What one copy took; costs are those of both disks together.
///
/// @param nanos      from the first request to the end of the last flush
/// @param kicks      available buffer notifications that woke a device thread
/// @param interrupts used buffer notifications sent
/// @param suppressionReads how often the devices looked whether one is wanted: for a hardware device, so many reads over the bus
/// @param polls      looks of the jobs at a ring, for requests that were polled for
public record CopyResult(long sectors, long nanos, long kicks, long interrupts, long suppressionReads,
        long polls) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEBIBYTE = 1 << 20;

    static CopyResult of(long sectors, long nanos, long polls, QueueStatistics devices) {
        return new CopyResult(sectors, nanos, devices.kicks(), devices.notificationsSent(),
                devices.suppressionReads(), polls);
    }

    /// How fast data went from one disk to the other.
    public double mebibytesPerSecond() {
        return sectors * Limits.SECTOR_BYTES / MEBIBYTE / (Math.max(1, nanos) / NANOS_PER_SECOND);
    }
}
