package ringproof.wire;

/// Offsets in the block device's configuration space, little-endian. Spec 5.2.4. Linux: struct virtio_blk_config.
public final class BlkConfigLayout {
    public static final int CAPACITY = 0;
    public static final int SIZE_MAX = 8;
    public static final int SEG_MAX = 12;
    public static final int BLK_SIZE = 20;
    public static final int NUM_QUEUES = 34;
    /// Bytes of the structure up to and with the zoned characteristics.
    public static final int BYTES = 96;

    private BlkConfigLayout() {
    }
}
