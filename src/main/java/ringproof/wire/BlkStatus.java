package ringproof.wire;

/// The status byte at the end of a block request, spec 5.2.6. Linux: VIRTIO_BLK_S_*.
public enum BlkStatus {
    OK(0),
    /// A device or driver error, and what every unknown status byte is taken for.
    IOERR(1),
    /// The device does not know the request.
    UNSUPP(2);

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
            default -> IOERR;
        };
    }
}
