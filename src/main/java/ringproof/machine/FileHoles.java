package ringproof.machine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Gives blocks of a file back to its file system, which Java alone cannot: fallocate(2) of Linux.
///
/// Opens the file a second time, since a channel does not tell its descriptor. Thread-safe: a close waits for calls under
/// way, lest they meet the file that gets the descriptor next.
public final class FileHoles implements AutoCloseable {
    /// What became of a request.
    public enum Outcome {
        DONE,
        /// Here it cannot be done: the file system has no such operation.
        UNSUPPORTED, FAILED
    }

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int ZERO_RANGE = 0x10;

    private static final int CLOSED = -1;
    private static final int EINTR = 4;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final @Nullable Calls CALLS = Calls.find();

    private final Calls calls;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private int descriptor;

    private FileHoles(Calls calls, int descriptor) {
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /// Opens a file for this. Null: this is not a Linux of 64 bits, or the file may not be written this way.
    public static @Nullable FileHoles open(Path file) {
        Calls calls = CALLS;
        if (calls == null || !file.getFileSystem().equals(FileSystems.getDefault())) {
            return null;
        }
        int descriptor = calls.open(file.toAbsolutePath().toString(), O_RDWR | O_CLOEXEC);
        return descriptor < 0 ? null : new FileHoles(calls, descriptor);
    }

    /// Makes the range a hole: it reads as zeros, and its whole blocks take no room any more. The size of the file stays.
    public Outcome punch(long offsetBytes, long lengthBytes) {
        return fallocate(PUNCH_HOLE | KEEP_SIZE, offsetBytes, lengthBytes);
    }

    /// Makes the range read as zeros while its blocks stay allocated.
    public Outcome zero(long offsetBytes, long lengthBytes) {
        return fallocate(ZERO_RANGE | KEEP_SIZE, offsetBytes, lengthBytes);
    }

    private Outcome fallocate(int mode, long offsetBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return Outcome.DONE;
        }
        int errno = underLock(mode, offsetBytes, lengthBytes);
        return switch (errno) {
            case 0 -> Outcome.DONE;
            case EOPNOTSUPP, ENOSYS -> Outcome.UNSUPPORTED;
            default -> Outcome.FAILED;
        };
    }

    private int underLock(int mode, long offsetBytes, long lengthBytes) {
        closing.readLock().lock();
        try {
            int errno = calls.fallocate(descriptor, mode, offsetBytes, lengthBytes);
            while (errno == EINTR) {
                errno = calls.fallocate(descriptor, mode, offsetBytes, lengthBytes);
            }
            return errno;
        } finally {
            closing.readLock().unlock();
        }
    }

    /// Later calls fail.
    @Override
    public void close() throws IOException {
        closing.writeLock().lock();
        try {
            if (descriptor != CLOSED && calls.close(descriptor) != 0) {
                throw new IOException("closing a file failed");
            }
        } finally {
            descriptor = CLOSED;
            closing.writeLock().unlock();
        }
    }

    /// The three functions of the C library.
    private record Calls(MethodHandle open, MethodHandle fallocate, MethodHandle close) {
        @SuppressWarnings("restricted") // the program runs with --enable-native-access
        static @Nullable Calls find() {
            boolean linux64 = System.getProperty("os.name", "").equals("Linux")
                    && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
            if (!linux64) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            Linker.Option errno = Linker.Option.captureCallState("errno");
            return new Calls(
                    linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                            Linker.Option.firstVariadicArg(2)),
                    linker.downcallHandle(linker.defaultLookup().findOrThrow("fallocate"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                            errno),
                    linker.downcallHandle(linker.defaultLookup().findOrThrow("close"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
        }

        int open(String path, int flags) {
            try (Arena arena = Arena.ofConfined()) {
                return (int) open.invokeExact(arena.allocateFrom(path, StandardCharsets.UTF_8), flags);
            } catch (Throwable broken) {
                throw unexpected(broken);
            }
        }

        /// 0, or the error number.
        int fallocate(int descriptor, int mode, long offsetBytes, long lengthBytes) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment captured = arena.allocate(CAPTURED);
                int result = (int) fallocate.invokeExact(captured, descriptor, mode, offsetBytes, lengthBytes);
                return result == 0 ? 0 : (int) ERRNO.get(captured, 0L);
            } catch (Throwable broken) {
                throw unexpected(broken);
            }
        }

        int close(int descriptor) {
            try {
                return (int) close.invokeExact(descriptor);
            } catch (Throwable broken) {
                throw unexpected(broken);
            }
        }

        /// A call declares that it throws anything; none of these does.
        private static IllegalStateException unexpected(Throwable broken) {
            return new IllegalStateException("a call of the C library threw", broken);
        }
    }
}
