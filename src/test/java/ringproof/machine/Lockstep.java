package ringproof.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Two real threads that meet again and again, and run at the same time in between: litmus tests on the processor at hand.
///
/// What one writes before a meeting the other sees after it.
public final class Lockstep {
    /// So many by night and by day.
    public static final int ROUNDS = Boolean.getBoolean("ringproof.nightly") ? 3_000_000 : 200;
    /// Busy waits before the processor is left to somebody else.
    private static final int SPINS = 2_000;
    /// Keeps the two counters in different cache lines.
    private static final int RIGHT = 32;

    private final AtomicIntegerArray met = new AtomicIntegerArray(2 * RIGHT);
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    private Lockstep() {
    }

    /// What one thread does.
    @FunctionalInterface
    public interface Side {
        /// `other` meets the other thread, which must do so just as often.
        void run(Runnable other);
    }

    /// Runs both sides to their ends, and throws what either has thrown.
    public static void run(Side left, Side right) {
        Lockstep steps = new Lockstep();
        Thread second = new Thread(() -> steps.side(right, RIGHT, 0), "right");
        second.start();
        steps.side(left, 0, RIGHT);
        try {
            second.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("nobody interrupts a litmus test", interrupted);
        }
        Throwable cause = steps.broken.get();
        if (cause != null) {
            throw new AssertionError(cause);
        }
    }

    /// That the outcome which fences forbid is seen without them: else a test that does not see it says nothing. By day there may be too few
    /// rounds for it, and the test counts as aborted.
    public static void assertSeen(String what, int count) {
        Consumer<Integer> judge = Boolean.getBoolean("ringproof.nightly")
                ? seen -> assertThat(seen).as("%s, of %d", what, ROUNDS).isPositive()
                : seen -> assumeThat(seen).as("%s, of %d", what, ROUNDS).isPositive();
        judge.accept(count);
    }

    private void side(Side side, int own, int other) {
        int[] count = new int[1];
        try {
            side.run(() -> meet(own, other, ++count[0]));
        } catch (Throwable thrown) {
            broken.compareAndSet(null, thrown);
        }
    }

    private void meet(int own, int other, int count) {
        met.set(own, count);
        for (int spins = 0; met.get(other) < count; spins++) {
            if (broken.get() != null) {
                throw new IllegalStateException("the other side has failed");
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }
}
