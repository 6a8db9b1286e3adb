package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A driver's queue with what the caller knows of it: which tokens are out, how many pieces and writable bytes each has.
final class HostedDriver {
    private static final long PIECE_BYTES = 3;

    final SplitDriverQueue<RingRun.Token> driver;
    private final List<RingRun.Token> out = new ArrayList<>();
    private int nextNumber;

    HostedDriver(PlainMemory memory, QueueLayout layout) {
        this.driver = new SplitDriverQueue<>(new PlainMachine(memory), "q0", layout,
                FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX),
                DisableCallback.EVENT_ZERO);
    }

    private static int pieceCount(RingRun.Token token) {
        return 1 + token.number() % 2;
    }

    /// Adds until the ring is full: the queue must say so exactly when it is.
    void fill() {
        while (driver.breakage() == null) {
            RingRun.Token token = new RingRun.Token(nextNumber);
            int pieces = Math.min(pieceCount(token), driver.size());
            boolean fits = pieces <= driver.size() - piecesOut();
            Chain chain = new Chain();
            for (int i = 0; i < pieces; i++) {
                chain.writable(0, PIECE_BYTES);
            }
            assertThat(driver.add(chain, token)).isEqualTo(fits ? DriverQueue.Added.YES : DriverQueue.Added.FULL);
            if (!fits) {
                break;
            }
            nextNumber++;
            out.add(token);
        }
        driver.kickPrepare();
    }

    private int piecesOut() {
        int count = 0;
        for (RingRun.Token token : out) {
            count += Math.min(pieceCount(token), driver.size());
        }
        return count;
    }

    /// Takes all; returns how many. Checks I1 to I3 as far as they are seen from outside.
    int drain() {
        int limit = out.size();
        int count = 0;
        driver.disableCallback();
        for (RingRun.Token token = driver.takeUsed(); token != null; token = driver.takeUsed()) {
            count++;
            assertThat(count).as("buffers taken").isLessThanOrEqualTo(limit);
            assertThat(out.remove(token)).as("%s is in flight", token).isTrue();
            assertThat(driver.usedLengthBytes()).isBetween(0L,
                    PIECE_BYTES * Math.min(pieceCount(token), driver.size()));
            assertThat(driver.freeCount()).isEqualTo(driver.size() - piecesOut());
        }
        driver.callbackArrived();
        driver.enableCallback();
        driver.enableCallbackDelayed();
        checkStaysBroken();
        return count;
    }

    private void checkStaysBroken() {
        Breakage breakage = driver.breakage();
        if (breakage != null) {
            assertThat(driver.takeUsed()).isNull();
            assertThat(driver.add(new Chain().writable(0, 1), new RingRun.Token(-1)))
                    .isEqualTo(DriverQueue.Added.BROKEN);
            assertThat(driver.breakage()).isEqualTo(breakage);
            assertThat(driver.freeCount()).isEqualTo(driver.size() - piecesOut());
        }
    }
}
