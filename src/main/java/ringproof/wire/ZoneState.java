package ringproof.wire;

import org.jspecify.annotations.Nullable;

/// The condition of a zone: `z_state`, spec 5.2.6. Linux: VIRTIO_BLK_ZS_*.
public enum ZoneState {
    /// Of conventional zones: it has no write pointer.
    NOT_WP(0),
    /// Nothing is written.
    EMPTY(1),
    /// Opened by a write; the device may close it when it needs the resource.
    IMPLICITLY_OPEN(2),
    /// Opened by ZONE_OPEN; only the driver closes it.
    EXPLICITLY_OPEN(3),
    /// Partly written, not open, still active.
    CLOSED(4),
    /// Failed for writing.
    READ_ONLY(13),
    /// Written up, or finished.
    FULL(14),
    /// Failed for reading and writing.
    OFFLINE(15);

    private final int code;

    ZoneState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// Whether it holds one of `max_open_zones`.
    public boolean isOpen() {
        return this == IMPLICITLY_OPEN || this == EXPLICITLY_OPEN;
    }

    /// Whether it holds one of `max_active_zones`.
    public boolean isActive() {
        return isOpen() || this == CLOSED;
    }

    /// The state with this code, or null.
    public static @Nullable ZoneState ofCode(int code) {
        return switch (code) {
            case 0 -> NOT_WP;
            case 1 -> EMPTY;
            case 2 -> IMPLICITLY_OPEN;
            case 3 -> EXPLICITLY_OPEN;
            case 4 -> CLOSED;
            case 13 -> READ_ONLY;
            case 14 -> FULL;
            case 15 -> OFFLINE;
            default -> null;
        };
    }
}
