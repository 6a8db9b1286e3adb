package ringproof.wire;

import org.jspecify.annotations.Nullable;

/// How a zoned device wants to be used: `model` of the zoned characteristics, spec 5.2.4. Linux: VIRTIO_BLK_Z_*.
public enum ZoneModel {
    /// Not zoned, or only inside: used like any disk.
    NONE(0),
    /// Its sequential zones must be written in order.
    HOST_MANAGED(1),
    /// Its sequential zones had better be written in order.
    HOST_AWARE(2);

    private final int code;

    ZoneModel(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The model with this code, or null.
    public static @Nullable ZoneModel ofCode(int code) {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> HOST_MANAGED;
            case 2 -> HOST_AWARE;
            default -> null;
        };
    }
}
