package ringproof.driver;

import ringproof.wire.BlkStatus;

/// How a request ended, for its submitter: what the device said, or why the driver ended it. Linux: blk_status_t.
public enum Outcome {
    OK,
    /// The device says so, or it was reset while it had the request.
    IOERR, UNSUPP, ZONE_INVALID_CMD, ZONE_UNALIGNED_WP, ZONE_OPEN_RESOURCE, ZONE_ACTIVE_RESOURCE,
    /// It took too long. Its buffers are the device's until [Request#isReturned()].
    TIMED_OUT,
    /// It breaks a rule of the device, so it was never sent: see [Request#fault()].
    INVALID,
    /// The disk is gone.
    REMOVED;

    /// What the device's status means.
    static Outcome of(BlkStatus status) {
        return switch (status) {
            case OK -> OK;
            case IOERR -> IOERR;
            case UNSUPP -> UNSUPP;
            case ZONE_INVALID_CMD -> ZONE_INVALID_CMD;
            case ZONE_UNALIGNED_WP -> ZONE_UNALIGNED_WP;
            case ZONE_OPEN_RESOURCE -> ZONE_OPEN_RESOURCE;
            case ZONE_ACTIVE_RESOURCE -> ZONE_ACTIVE_RESOURCE;
        };
    }
}
