package ringproof.wire;

import org.jspecify.annotations.Nullable;

/// What may be written where in a zone: `z_type`, spec 5.2.6. Linux: VIRTIO_BLK_ZT_*.
public enum ZoneType {
    /// Anything anywhere, like a disk without zones.
    CONVENTIONAL(1),
    /// At the write pointer only.
    SEQUENTIAL_WRITE_REQUIRED(2),
    /// At the write pointer if possible.
    SEQUENTIAL_WRITE_PREFERRED(3);

    private final int code;

    ZoneType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The type with this code, or null.
    public static @Nullable ZoneType ofCode(int code) {
        return switch (code) {
            case 1 -> CONVENTIONAL;
            case 2 -> SEQUENTIAL_WRITE_REQUIRED;
            case 3 -> SEQUENTIAL_WRITE_PREFERRED;
            default -> null;
        };
    }
}
