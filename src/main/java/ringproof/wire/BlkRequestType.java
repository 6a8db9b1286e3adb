package ringproof.wire;

import org.jspecify.annotations.Nullable;

/// The block requests, spec 5.2.6. Linux: VIRTIO_BLK_T_*.
public enum BlkRequestType {
    /// Read sectors into device-writable buffers.
    IN(0),
    /// Write sectors from device-readable buffers.
    OUT(1),
    /// Make completed writes durable.
    FLUSH(4),
    /// Read the 20-byte device ID string.
    GET_ID(8);

    private static final BlkRequestType[] ALL = values();

    private final int code;

    BlkRequestType(int code) {
        this.code = code;
    }

    /// The value of the header's `type` field.
    public int code() {
        return code;
    }

    /// The request with this `type` field, or null where it is none of ours: the device then answers UNSUPP.
    public static @Nullable BlkRequestType ofCode(int code) {
        for (BlkRequestType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
