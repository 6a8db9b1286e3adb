package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;

/// A driver's queue with what the caller knows of it: which tokens are out, how many pieces and writable bytes each has.
final class HostedDriver {
    static final int MEMORY_BYTES = 8192;
    private static final long PIECE_BYTES = 3;

    final QueueLayout layout;
    final DriverQueue<RingRun.Token> driver;
    private final RingSetup setup;
    private final List<RingRun.Token> out = new ArrayList<>();
    private int nextNumber;
    private boolean returnedBatch;

    HostedDriver(PlainMemory memory, RingSetup setup) {
        this.setup = setup;
        GuestAllocator allocator = new GuestAllocator(memory, 0);
        this.layout = setup.format().allocate(setup.size(), allocator);
        this.driver = Virtqueues.newDriverQueue(new PlainMachine(memory), "q0", layout, setup.features(), setup.style(),
                setup.start(), setup.indirectUse(allocator));
    }

    private int pieceCount(RingRun.Token token) {
        return Math.min(1 + token.number() % 2, setup.size());
    }

    /// Adds until the ring is full: the queue must say so exactly when it is.
    void fill() {
        while (driver.breakage() == null) {
            RingRun.Token token = new RingRun.Token(nextNumber);
            int pieces = pieceCount(token);
            boolean fits = setup.descriptorCount(pieces) <= setup.size() - descriptorsOut();
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

    private int descriptorsOut() {
        int count = 0;
        for (RingRun.Token token : out) {
            count += setup.descriptorCount(pieceCount(token));
        }
        return count;
    }

    /// Takes all; returns how many. With IN_ORDER they come in the order in which they went.
    int drain() {
        int limit = out.size();
        int count = 0;
        driver.disableCallback();
        for (RingRun.Token token = driver.takeUsed(); token != null; token = driver.takeUsed()) {
            count++;
            assertThat(count).as("buffers taken").isLessThanOrEqualTo(limit);
            int place = out.indexOf(token);
            assertThat(place).as("place of %s among those in flight", token).isBetween(0, setup.inOrder() ? 0 : limit);
            out.remove(place);
            assertThat(driver.usedLengthBytes()).isBetween(0L, PIECE_BYTES * pieceCount(token));
            assertThat(driver.freeCount()).isEqualTo(setup.size() - descriptorsOut());
        }
        returnedBatch |= setup.inOrder() && count > 1;
        driver.callbackArrived();
        driver.enableCallback();
        driver.enableCallbackDelayed();
        checkStaysBroken();
        return count;
    }

    /// Whether several buffers came back at once with IN_ORDER.
    boolean returnedBatch() {
        return returnedBatch;
    }

    private void checkStaysBroken() {
        Breakage breakage = driver.breakage();
        if (breakage != null) {
            assertThat(driver.takeUsed()).isNull();
            assertThat(driver.add(new Chain().writable(0, 1), new RingRun.Token(-1)))
                    .isEqualTo(DriverQueue.Added.BROKEN);
            assertThat(driver.breakage()).isEqualTo(breakage);
            assertThat(driver.freeCount()).isEqualTo(setup.size() - descriptorsOut());
        }
    }
}
