package ringproof.vhost;

/// What two ends of vhost-user agree on beside the device's features.
enum ProtocolFeature {
    MQ(0), REPLY_ACK(3), CONFIG(9), RESET_DEVICE(13), CONFIGURE_MEM_SLOTS(15);

    /// Among the device's features: there are protocol features to be asked for.
    static final long OFFERED = 1L << 30;

    private final int bit;

    ProtocolFeature(int bit) {
        this.bit = bit;
    }

    boolean in(long bits) {
        return (bits >>> bit & 1) != 0;
    }

    long mask() {
        return 1L << bit;
    }

    /// All of them.
    static long all() {
        long bits = 0;
        for (ProtocolFeature feature : values()) {
            bits |= feature.mask();
        }
        return bits;
    }
}
