package ringproof.vhost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import ringproof.machine.Event;

/// A notification line between processes. Spec of vhost-user: the kick, call and err descriptors of a queue.
///
/// Linux: eventfd(2). The peer may have it too and do to it what it likes, so nothing here waits for it but [#await()]. A signal to a line that
/// is closed goes nowhere. Thread-safe.
final class EventFd implements Event, AutoCloseable {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int SET_FLAGS = 4;
    private static final String KIND = "anon_inode:[eventfd]";
    private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1);
    private static final ThreadLocal<MemorySegment> COUNT = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(ValueLayout.JAVA_LONG));

    private final Fd fd;
    private boolean closed;

    private EventFd(Fd fd) {
        this.fd = fd;
    }

    /// A new line, not raised.
    static EventFd create() throws IOException {
        return new EventFd(
                new Fd((int) Libc.check(Libc.eventfd(CLOSE_ON_EXEC | NON_BLOCKING), "cannot make an eventfd")));
    }

    /// The line behind a descriptor that a peer has sent, which is closed with it. Throws [ProtocolException] where it is something else:
    /// a file that is always ready would keep its reader busy, and a pipe would make it wait.
    static EventFd received(Fd fd) throws ProtocolException {
        try {
            if (Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString().equals(KIND)) {
                Libc.check(Libc.fcntl(fd.number(), SET_FLAGS, NON_BLOCKING), "cannot set up an eventfd");
                return new EventFd(fd);
            }
        } catch (IOException e) {
            fd.close();
            throw new ProtocolException("a descriptor cannot be examined: " + e.getMessage());
        }
        fd.close();
        throw new ProtocolException("a descriptor for notifications is no eventfd");
    }

    /// For sending it; it stays this line's.
    Fd fd() {
        return fd;
    }

    int number() {
        return fd.number();
    }

    /// Where the counter is full the line is raised already.
    @Override
    public synchronized void signal() {
        if (!closed) {
            Libc.write(fd.number(), ONE);
        }
    }

    /// Lowers the line: whether it was raised.
    synchronized boolean take() {
        return !closed && Libc.read(fd.number(), COUNT.get()) > 0;
    }

    @Override
    public void await() {
        Poller poller = new Poller();
        int entry = poller.add(fd.number(), Poller.READABLE);
        while (!take()) {
            poller.await(Poller.FOREVER);
            if (poller.has(entry, Poller.INVALID)) {
                throw new IllegalStateException("the line was closed while somebody waited for it");
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        fd.close();
    }
}
