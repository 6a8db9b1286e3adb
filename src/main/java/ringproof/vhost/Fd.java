package ringproof.vhost;

import java.util.concurrent.atomic.AtomicInteger;

/// A file descriptor that is ours to close. Closing it again does nothing. Thread-safe.
final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /// Throws [IllegalStateException] once closed: the number may belong to somebody else by then.
    int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return open;
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            // Whatever it answers, the descriptor is gone.
            Libc.close(open);
        }
    }
}
