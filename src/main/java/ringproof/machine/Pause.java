package ringproof.machine;

import java.util.concurrent.locks.LockSupport;

/// Lets real time pass, for whoever runs on a thread of the real world.
public final class Pause {
    private Pause() {
    }

    /// Sleeps for so many nanoseconds or a little longer. Whoever interrupts the thread does not shorten it.
    public static void nanos(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
