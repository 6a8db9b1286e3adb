package ringproof.driver;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import ringproof.wire.BlkRequestType;

/// Sleeps before it polls: for half of the time that requests of the same kind and size have taken lately, so that a request that takes long
/// does not cost a processor for so long.
///
/// Linux 4.10 to 6.3: blk_mq_poll_hybrid, io_poll_delay 0. Until [HardwareQueue#pollBegin()] the request is notified like any other, so a
/// poller that oversleeps loses nothing. Not thread-safe: one for each job.
public final class HybridPolling {
    /// Sizes by their number of bits.
    private static final int SIZES = Long.SIZE + 1;
    /// The newest request counts so many times less than all before it.
    private static final int INERTIA = 8;
    /// Shorter sleeps take longer than they are meant to.
    private static final long SHORTEST_NANOS = 2_000;

    private final LongSupplier clock;
    private final LongConsumer sleep;
    private final long[][] meanNanos = new long[BlkRequestType.values().length][SIZES];
    private long startNanos;

    /// `clock` tells and `sleep` takes nanoseconds; a sleep may end early or late.
    public HybridPolling(LongSupplier clock, LongConsumer sleep) {
        this.clock = clock;
        this.sleep = sleep;
    }

    /// The request has just been submitted, and will be polled for: sleeps first, if it is known for how long.
    public void sleepFirst(Request request) {
        startNanos = clock.getAsLong();
        long nanos = meanNanos[request.type().ordinal()][size(request)] / 2;
        if (nanos >= SHORTEST_NANOS) {
            sleep.accept(nanos);
        }
    }

    /// The request that was slept for has ended.
    public void ended(Request request) {
        long took = clock.getAsLong() - startNanos;
        long[] means = meanNanos[request.type().ordinal()];
        int size = size(request);
        means[size] = means[size] == 0 ? took : means[size] + (took - means[size]) / INERTIA;
    }

    private static int size(Request request) {
        return Long.SIZE - Long.numberOfLeadingZeros(request.dataBytes());
    }
}
