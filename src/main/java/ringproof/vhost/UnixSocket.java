package ringproof.vhost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream socket of this machine that carries descriptors beside its bytes. Linux: unix(7). One reader and one writer at a time.
///
/// ```text
/// sockaddr_un  +0 family u16  +2 path, 108 bytes
/// msghdr       +0 name  +8 name length  +16 pieces  +24 how many  +32 control  +40 its length  +48 flags
/// iovec        +0 address  +8 length
/// cmsghdr      +0 length  +8 level i32  +12 type i32  +16 descriptors, i32 each
/// ```
final class UnixSocket implements AutoCloseable {
    /// More descriptors in one message are the peer's fault.
    static final int MAX_FDS = 32;
    static final int NOTHING_YET = -1;
    static final int ENDED = 0;

    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int RIGHTS = 1;
    private static final int SOCKET_LEVEL = 1;
    private static final int DONT_WAIT = 0x40;
    private static final int NO_SIGNAL = 0x4000;
    private static final int RECEIVED_CLOSE_ON_EXEC = 0x40000000;
    private static final int CONTROL_TRUNCATED = 8;
    private static final int BOTH_WAYS = 2;
    private static final int PATH_BYTES = 108;
    private static final int PATH = 2;
    private static final int CONTROL_HEADER_BYTES = 16;
    private static final int MESSAGE_BYTES = 56;
    private static final int ECONNRESET = 104;

    private final Fd fd;
    private final @Nullable Path bound;

    private UnixSocket(Fd fd, @Nullable Path bound) {
        this.fd = fd;
        this.bound = bound;
    }

    /// A socket that waits for connections at `path`, which must not exist; closing it removes it.
    static UnixSocket listen(Path path) throws IOException {
        if (Files.exists(path)) {
            throw new IOException("there is a file " + path + " already; remove it if nobody listens there");
        }
        UnixSocket socket = unconnected(path);
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(Libc.bind(socket.number(), address(path, arena)), "cannot make the socket " + path);
            Libc.check(Libc.listen(socket.number(), 1), "cannot listen at the socket " + path);
            return socket;
        } catch (IOException e) {
            socket.fd.close();
            throw e;
        }
    }

    static UnixSocket connect(Path path) throws IOException {
        UnixSocket socket = new UnixSocket(unconnected(path).fd, null);
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(Libc.connect(socket.number(), address(path, arena)),
                    "cannot connect to the socket " + path + ", start the device first");
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static UnixSocket unconnected(Path path) throws IOException {
        return new UnixSocket(new Fd((int) Libc.check(Libc.socket(UNIX, STREAM | CLOSE_ON_EXEC),
                "cannot make a socket")), path);
    }

    private static MemorySegment address(Path path, Arena arena) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_BYTES) {
            throw new IOException("the name " + path + " is too long for a socket: at most " + (PATH_BYTES - 1)
                    + " bytes");
        }
        MemorySegment address = arena.allocate(PATH + PATH_BYTES, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, PATH, name.length);
        return address;
    }

    /// The next connection to a socket that listens. Waits for it.
    UnixSocket accept() throws IOException {
        return new UnixSocket(new Fd((int) Libc.check(Libc.accept(number(), CLOSE_ON_EXEC),
                "cannot accept a connection")), null);
    }

    int number() {
        return fd.number();
    }

    /// Sends all of it, with descriptors, which stay the caller's. Gives up when the peer takes nothing for so long.
    void send(byte[] bytes, List<Fd> fds, int patienceMillis) throws ProtocolException {
        Poller poller = new Poller();
        poller.add(number(), Poller.WRITABLE);
        int sent = 0;
        while (sent < bytes.length) {
            long count = transfer(bytes, sent, bytes.length - sent, fds, sent == 0);
            if (count >= 0) {
                sent += (int) count;
            } else if (count == -Libc.EAGAIN) {
                poller.await(patienceMillis);
                if (!poller.has(0, -1)) {
                    throw new ProtocolException("the peer reads nothing");
                }
            } else if (count != -Libc.EINTR) {
                throw new ProtocolException("the peer has gone");
            }
        }
    }

    private long transfer(byte[] bytes, int offset, int lengthBytes, List<Fd> fds, boolean withFds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(lengthBytes);
            MemorySegment.copy(bytes, offset, data, ValueLayout.JAVA_BYTE, 0, lengthBytes);
            MemorySegment control = withFds && !fds.isEmpty() ? rights(fds, arena) : MemorySegment.NULL;
            return Libc.sendmsg(number(), message(data, control, arena), DONT_WAIT | NO_SIGNAL);
        }
    }

    private static MemorySegment rights(List<Fd> fds, Arena arena) {
        long lengthBytes = CONTROL_HEADER_BYTES + (long) fds.size() * Integer.BYTES;
        MemorySegment control = arena.allocate((lengthBytes + Long.BYTES - 1) & -Long.BYTES, Long.BYTES);
        control.set(ValueLayout.JAVA_LONG, 0, lengthBytes);
        control.set(ValueLayout.JAVA_INT, 8, SOCKET_LEVEL);
        control.set(ValueLayout.JAVA_INT, 12, RIGHTS);
        for (int i = 0; i < fds.size(); i++) {
            control.set(ValueLayout.JAVA_INT, CONTROL_HEADER_BYTES + (long) i * Integer.BYTES, fds.get(i).number());
        }
        return control;
    }

    private static MemorySegment message(MemorySegment data, MemorySegment control, Arena arena) {
        MemorySegment piece = arena.allocate(2 * Long.BYTES, Long.BYTES);
        piece.set(ValueLayout.JAVA_LONG, 0, data.address());
        piece.set(ValueLayout.JAVA_LONG, 8, data.byteSize());
        MemorySegment message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
        message.set(ValueLayout.JAVA_LONG, 16, piece.address());
        message.set(ValueLayout.JAVA_LONG, 24, 1);
        message.set(ValueLayout.JAVA_LONG, 32, control.address());
        message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
        return message;
    }

    /// Receives what has come, at most `lengthBytes`, and adds descriptors to `fds`, from then on the caller's. Returns how many bytes,
    /// [#ENDED] or [#NOTHING_YET]; does not wait.
    int receive(byte[] to, int offset, int lengthBytes, List<Fd> fds) throws ProtocolException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(lengthBytes);
            MemorySegment control = arena.allocate(CONTROL_HEADER_BYTES + MAX_FDS * Integer.BYTES, Long.BYTES);
            MemorySegment message = message(data, control, arena);
            long count = Libc.recvmsg(number(), message, DONT_WAIT | RECEIVED_CLOSE_ON_EXEC);
            if (count == -Libc.EAGAIN || count == -Libc.EINTR) {
                return NOTHING_YET;
            }
            if (count == -ECONNRESET) {
                return ENDED;
            }
            if (count < 0) {
                throw new ProtocolException("the socket answers error " + -count);
            }
            collect(control, message.get(ValueLayout.JAVA_LONG, 40), fds);
            if ((message.get(ValueLayout.JAVA_INT, 48) & CONTROL_TRUNCATED) != 0) {
                throw new ProtocolException("a message carries more than " + MAX_FDS + " descriptors");
            }
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, to, offset, (int) count);
            return (int) count;
        }
    }

    private static void collect(MemorySegment control, long filledBytes, List<Fd> fds) {
        long at = 0;
        while (at + CONTROL_HEADER_BYTES <= filledBytes) {
            long lengthBytes = control.get(ValueLayout.JAVA_LONG, at);
            if (control.get(ValueLayout.JAVA_INT, at + 8) == SOCKET_LEVEL
                    && control.get(ValueLayout.JAVA_INT, at + 12) == RIGHTS) {
                for (long fd = at + CONTROL_HEADER_BYTES; fd + Integer.BYTES <= at + lengthBytes; fd += Integer.BYTES) {
                    fds.add(new Fd(control.get(ValueLayout.JAVA_INT, fd)));
                }
            }
            at += (lengthBytes + Long.BYTES - 1) & -Long.BYTES;
        }
    }

    /// Ends the connection for both sides, whoever waits for it; the descriptor stays until it is closed.
    void shutdown() {
        // It may have ended already.
        Libc.shutdown(number(), BOTH_WAYS);
    }

    @Override
    public void close() throws IOException {
        fd.close();
        if (bound != null) {
            Files.deleteIfExists(bound);
        }
    }
}
