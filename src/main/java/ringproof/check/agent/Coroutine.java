package ringproof.check.agent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;
import ringproof.check.CoroutineKind;

/// A piece of code that can stop in the middle and go on later. One runs at a time.
public abstract class Coroutine {
    private boolean finished;

    static Coroutine of(CoroutineKind kind, Runnable body) {
        return switch (kind) {
            case CONTINUATION -> new OnContinuation(body);
            case THREAD -> new OnThread(body);
        };
    }

    /// Runs until the body suspends or ends.
    abstract void resume();

    /// Called from within the body: returns when resumed.
    abstract void suspend();

    /// Gives up on a body that has not ended; it never runs again.
    abstract void abandon();

    final boolean isFinished() {
        return finished;
    }

    final void run(Runnable body) {
        body.run();
        finished = true;
    }

    private static final class OnContinuation extends Coroutine {
        private static final ContinuationScope SCOPE = new ContinuationScope("ringproof");
        private final Continuation continuation;

        OnContinuation(Runnable body) {
            this.continuation = new Continuation(SCOPE, () -> run(body));
        }

        @Override
        void resume() {
            continuation.run();
        }

        @Override
        void suspend() {
            if (!Continuation.yield(SCOPE)) {
                throw new IllegalStateException("an agent suspended inside native code or a monitor");
            }
        }

        @Override
        void abandon() {
            // An unfinished continuation is garbage like any other object.
        }
    }

    private static final class OnThread extends Coroutine {
        private final Semaphore toBody = new Semaphore(0);
        private final Semaphore toCaller = new Semaphore(0);
        private final Thread thread;
        private volatile boolean abandoned;
        /// What the body threw.
        private @Nullable Throwable thrown;

        OnThread(Runnable body) {
            this.thread = Thread.ofPlatform().daemon().unstarted(() -> {
                toBody.acquireUninterruptibly();
                try {
                    if (!abandoned) {
                        run(body);
                    }
                } catch (Abandoned expected) {
                    // Nobody waits for this thread any more.
                    return;
                } catch (RuntimeException | Error e) {
                    thrown = e;
                }
                toCaller.release();
            });
            thread.start();
        }

        @Override
        void resume() {
            toBody.release();
            try {
                while (!toCaller.tryAcquire(1, TimeUnit.SECONDS)) {
                    if (thread.getState() == Thread.State.BLOCKED) {
                        throw new IllegalStateException("an agent waits for a monitor that another agent holds:"
                                + " what excludes agents must be a lock of the machine");
                    }
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while an agent was running", interrupted);
            }
            if (thrown != null) {
                throw OwnThread.again(thrown);
            }
        }

        @Override
        void suspend() {
            toCaller.release();
            toBody.acquireUninterruptibly();
            if (abandoned) {
                throw new Abandoned();
            }
        }

        @Override
        void abandon() {
            abandoned = true;
            toBody.release();
        }
    }

    /// Unwinds the thread of an abandoned body.
    static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("abandoned", null, false, false);
        }
    }
}
