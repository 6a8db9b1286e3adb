package ringproof.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What a command does where the program is interrupted: it stops in good order, and the program ends no sooner than this is closed.
final class Interruption implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private volatile @Nullable Runnable stop;
    private volatile boolean requested;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// What stops the command, from any thread; at once where that is wanted already.
    void stops(Runnable how) {
        stop = how;
        if (requested) {
            how.run();
        }
    }

    private void interrupted() {
        requested = true;
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // The program ends already, and the hook has nothing to wait for any more.
                requested = true;
            }
        }
    }
}
