package ringproof.check.agent;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Runs the engine on a thread of its own.
///
/// A thread that runs a continuation while it holds a monitor may release that monitor without waking those who wait for it
/// (JDK 25), and a caller may hold any. So the engine never runs on the caller's thread.
public final class OwnThread {
    private OwnThread() {
    }

    public static <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().name("ringproof").daemon().start(task);
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while exploring", interrupted);
        } catch (ExecutionException failed) {
            throw again(failed.getCause());
        }
    }

    /// Throws what another thread has thrown.
    public static RuntimeException again(@Nullable Throwable thrown) {
        switch (thrown) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(thrown);
        }
    }
}
