package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.wire.BlkStatus;

/// What the zones have answered to one request, beside its status. Reusable.
final class ZoneCall {
    private @Nullable RequestRule broken;
    private long sector;

    /// Before a request.
    void clear() {
        broken = null;
        sector = 0;
    }

    BlkStatus refuse(RequestRule rule) {
        broken = rule;
        return rule.status();
    }

    /// The data goes to this sector.
    BlkStatus place(long at) {
        sector = at;
        return BlkStatus.OK;
    }

    /// The rule that the request breaks, or null.
    @Nullable
    RequestRule broken() {
        return broken;
    }

    long sector() {
        return sector;
    }
}
