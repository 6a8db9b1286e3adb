package ringproof.wire;

/// Feature bits of the block device (0 to 23) and of every device (24 and up). Spec 2.2, 5.2.3, 6.
public enum Feature {
    BLK_SIZE_MAX(1), BLK_SEG_MAX(2), BLK_GEOMETRY(4), BLK_RO(5), BLK_BLK_SIZE(6), BLK_FLUSH(9), BLK_TOPOLOGY(10),
    BLK_CONFIG_WCE(11), BLK_MQ(12), BLK_DISCARD(13), BLK_WRITE_ZEROES(14), BLK_LIFETIME(15), BLK_SECURE_ERASE(16),
    BLK_ZONED(17), INDIRECT_DESC(28), EVENT_IDX(29), VERSION_1(32), ACCESS_PLATFORM(33), RING_PACKED(34), IN_ORDER(35),
    ORDER_PLATFORM(36), SR_IOV(37), NOTIFICATION_DATA(38), NOTIF_CONFIG_DATA(39), RING_RESET(40),
    ADMIN_VQ(41), SUSPEND(43);

    private final int bit;

    Feature(int bit) {
        this.bit = bit;
    }

    /// Number of the bit, 0 to 63.
    public int bit() {
        return bit;
    }

    public long mask() {
        return 1L << bit;
    }
}
