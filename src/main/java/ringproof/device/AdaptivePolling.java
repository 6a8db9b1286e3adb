package ringproof.device;

import java.util.function.LongSupplier;
import ringproof.machine.Digest;

/// Polls as long as has paid lately.
///
/// QEMU: adjust_polling_time in util/aio-posix.c. Each time that work comes, the time that it was waited for decides: not longer than was
/// polled, all is well; longer than polling may ever last, polling was in vain, so less of it; in between, a little more polling would have
/// found it, so more of it.
///
/// - I1 0 <= limit <= max
///
/// Not thread-safe.
public final class AdaptivePolling implements Polling {
    /// Where growing begins, in nanoseconds.
    private static final long FIRST = 4000;
    private static final int DEFAULT_GROW = 2;

    private final LongSupplier clock;
    private final long max;
    private final int grow;
    private final int shrink;
    private long limit;
    private boolean idle;
    private long idleSince;

    /// `clock`: nanoseconds. `max`: polls no longer than this. `grow`: factor, 0 means 2. `shrink`: divisor, 0 means to 0 at once.
    public AdaptivePolling(LongSupplier clock, long max, int grow, int shrink) {
        if (max < 0 || grow < 0 || shrink < 0) {
            throw new IllegalArgumentException("polling limits cannot be negative");
        }
        this.clock = clock;
        this.max = max;
        this.grow = grow == 0 ? DEFAULT_GROW : grow;
        this.shrink = shrink;
    }

    /// How long it polls now, in nanoseconds.
    public long limit() {
        return limit;
    }

    @Override
    public boolean isOff() {
        return max == 0;
    }

    @Override
    public boolean goesOn() {
        long now = clock.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        }
        return now - idleSince < limit;
    }

    @Override
    public void foundWork() {
        if (!idle) {
            return;
        }
        idle = false;
        long waited = clock.getAsLong() - idleSince;
        if (waited <= limit) {
            return;
        }
        if (waited > max) {
            limit = shrink == 0 ? 0 : limit / shrink;
        } else if (limit < max && waited < max) {
            limit = limit == 0 ? Math.min(FIRST, max) : limit > max / grow ? max : limit * grow;
        }
    }

    @Override
    public void digest(Digest digest) {
        digest.add(limit).add(idle).add(idleSince);
    }
}
