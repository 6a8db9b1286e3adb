package ringproof.vhost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collections;

/// The C library's functions that the JDK has no door to.
///
/// Constants and layouts are those of Linux on x86-64 and aarch64, which agree on all that is used here. Every function returns what C's does,
/// and where that is -1 the error number, negated. Thread-safe.
final class Libc {
    static final int EINTR = 4;
    static final int EAGAIN = 11;

    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    /// Also for pointers, which are as wide.
    private static final ValueLayout LONG = ValueLayout.JAVA_LONG;
    private static final int NO_VARIADIC = -1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(CAPTURED));

    private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = function("bind", INT, INT, LONG, INT);
    private static final MethodHandle LISTEN = function("listen", INT, INT, INT);
    private static final MethodHandle ACCEPT4 = function("accept4", INT, INT, LONG, LONG, INT);
    private static final MethodHandle CONNECT = function("connect", INT, INT, LONG, INT);
    private static final MethodHandle SENDMSG = function("sendmsg", LONG, INT, LONG, INT);
    private static final MethodHandle RECVMSG = function("recvmsg", LONG, INT, LONG, INT);
    private static final MethodHandle SHUTDOWN = function("shutdown", INT, INT, INT);
    private static final MethodHandle CLOSE = function("close", INT, INT);
    private static final MethodHandle MEMFD_CREATE = function("memfd_create", INT, LONG, INT);
    private static final MethodHandle FTRUNCATE = function("ftruncate", INT, INT, LONG);
    private static final MethodHandle LSEEK = function("lseek", LONG, INT, LONG, INT);
    private static final MethodHandle MMAP = function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
    private static final MethodHandle MUNMAP = function("munmap", INT, LONG, LONG);
    private static final MethodHandle EVENTFD = function("eventfd", INT, INT, INT);
    private static final MethodHandle POLL = function("poll", INT, LONG, LONG, INT);
    private static final MethodHandle READ = function("read", LONG, INT, LONG, LONG);
    private static final MethodHandle WRITE = function("write", LONG, INT, LONG, LONG);
    private static final MethodHandle FCNTL = variadic("fcntl", 2, INT, INT, INT, INT);

    private Libc() {
    }

    private static MethodHandle function(String name, ValueLayout result, ValueLayout... parameters) {
        return variadic(name, NO_VARIADIC, result, parameters);
    }

    /// A handle that takes the captured state and all arguments as an array of longs.
    @SuppressWarnings("restricted")
    private static MethodHandle variadic(String name, int firstVariadic, ValueLayout result,
            ValueLayout... parameters) {
        MemorySegment symbol = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("this system's C library has no " + name));
        Linker.Option captured = Linker.Option.captureCallState("errno");
        Linker.Option[] options = firstVariadic == NO_VARIADIC ? new Linker.Option[]{captured}
                : new Linker.Option[]{captured, Linker.Option.firstVariadicArg(firstVariadic)};
        MethodHandle exact = LINKER.downcallHandle(symbol, FunctionDescriptor.of(result, parameters), options);
        MethodType wide = MethodType.methodType(long.class, MemorySegment.class)
                .appendParameterTypes(Collections.nCopies(parameters.length, long.class));
        return MethodHandles.explicitCastArguments(exact, wide).asSpreader(long[].class, parameters.length);
    }

    private static long call(MethodHandle function, long... arguments) {
        MemorySegment state = STATE.get();
        long result;
        try {
            result = (long) function.invokeExact(state, arguments);
        } catch (Throwable thrown) {
            throw new IllegalStateException("a call of C failed with " + Arrays.toString(arguments), thrown);
        }
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /// Throws [IOException] that says `what` could not be done, and why, where `result` is an error.
    static long check(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": error " + -result + " of the operating system");
        }
        return result;
    }

    static long socket(int domain, int type) {
        return call(SOCKET, domain, type, 0);
    }

    static long bind(int fd, MemorySegment address) {
        return call(BIND, fd, address.address(), address.byteSize());
    }

    static long listen(int fd, int backlog) {
        return call(LISTEN, fd, backlog);
    }

    static long accept(int fd, int flags) {
        return call(ACCEPT4, fd, 0, 0, flags);
    }

    static long connect(int fd, MemorySegment address) {
        return call(CONNECT, fd, address.address(), address.byteSize());
    }

    static long sendmsg(int fd, MemorySegment message, int flags) {
        return call(SENDMSG, fd, message.address(), flags);
    }

    static long recvmsg(int fd, MemorySegment message, int flags) {
        return call(RECVMSG, fd, message.address(), flags);
    }

    static long shutdown(int fd, int how) {
        return call(SHUTDOWN, fd, how);
    }

    static long close(int fd) {
        return call(CLOSE, fd);
    }

    static long memfdCreate(MemorySegment name, int flags) {
        return call(MEMFD_CREATE, name.address(), flags);
    }

    static long ftruncate(int fd, long lengthBytes) {
        return call(FTRUNCATE, fd, lengthBytes);
    }

    static long lseek(int fd, long offset, int whence) {
        return call(LSEEK, fd, offset, whence);
    }

    /// A new mapping wherever there is room, shared, to be read and written: its address.
    static long mapShared(int fd, long lengthBytes) {
        int readWrite = 3;
        int shared = 1;
        return call(MMAP, 0, lengthBytes, readWrite, shared, fd, 0);
    }

    static long munmap(long address, long lengthBytes) {
        return call(MUNMAP, address, lengthBytes);
    }

    static long eventfd(int flags) {
        return call(EVENTFD, 0, flags);
    }

    static long poll(MemorySegment entries, int count, int timeoutMillis) {
        return call(POLL, entries.address(), count, timeoutMillis);
    }

    static long read(int fd, MemorySegment to) {
        return call(READ, fd, to.address(), to.byteSize());
    }

    static long write(int fd, MemorySegment from) {
        return call(WRITE, fd, from.address(), from.byteSize());
    }

    static long fcntl(int fd, int command, int argument) {
        return call(FCNTL, fd, command, argument);
    }
}
