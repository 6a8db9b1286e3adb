package ringproof.wire;

/// The status byte at the end of a block request, spec 5.2.6. Linux: VIRTIO_BLK_S_*.
public enum BlkStatus {
    OK(0),
    /// A device or driver error, and what every unknown status byte is taken for.
    IOERR(1),
    /// The device does not know the request, or not the way it was asked.
    UNSUPP(2),
    /// What the request asks is impossible in this zone, or in its state.
    ZONE_INVALID_CMD(3),
    /// A write that begins elsewhere than at the write pointer, or ends off the write granularity.
    ZONE_UNALIGNED_WP(4),
    /// It would take one open zone more than the device can have.
    ZONE_OPEN_RESOURCE(5),
    /// It would take one active zone more than the device can have.
    ZONE_ACTIVE_RESOURCE(6);

    private final int code;

    BlkStatus(int code) {
        this.code = code;
    }

    /// The byte that stands in guest memory.
    public int code() {
        return code;
    }

    /// The status that this byte means to the driver. A byte that the specification does not name is an I/O error, never success.
    public static BlkStatus ofCode(int code) {
        return switch (code) {
            case 0 -> OK;
            case 2 -> UNSUPP;
            case 3 -> ZONE_INVALID_CMD;
            case 4 -> ZONE_UNALIGNED_WP;
            case 5 -> ZONE_OPEN_RESOURCE;
            case 6 -> ZONE_ACTIVE_RESOURCE;
            default -> IOERR;
        };
    }
}
