package ringproof.wire;

/// The numbers that the specification fixes.
public final class Limits {
    /// Unit of every sector number and of the block device's capacity, spec 5.2.4.
    public static final int SECTOR_BYTES = 512;
    /// Largest queue size of either ring format, spec 2.7 and 2.8.
    public static final int MAX_QUEUE_SIZE = 32768;
    /// A descriptor chain holds at most this many bytes in total, spec 2.7.5.2.
    public static final long MAX_CHAIN_BYTES = 1L << 32;
    /// Descriptors in an indirect table that a 16-bit `next` can name. The device takes no longer table (2.7.4.1); the chain in it is
    /// limited to the queue size all the same (2.7.5.3.1).
    public static final int MAX_INDIRECT_ENTRIES = 65536;
    /// Length of the device ID string of `GET_ID`, without terminator when full, spec 5.2.6.
    public static final int DEVICE_ID_BYTES = 20;

    /// Largest value of `device_lifetime_est_typ_a` and `_b` of GET_LIFETIME; what is above is reserved, spec 5.2.6.
    public static final int MAX_LIFETIME_EST = 11;

    private Limits() {
    }
}
