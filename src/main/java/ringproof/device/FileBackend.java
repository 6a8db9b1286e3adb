package ringproof.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;

/// A raw disk image: byte n of the disk is byte n of the file.
///
/// The capacity is the size at opening in whole sectors. A tail shorter than a sector is no part of the disk: it is
/// neither read nor written. The file never grows or shrinks. A flush returns when the data is on storage (fdatasync).
///
/// Thread-safe. Real world only: a file cannot be part of a state of the checker.
public final class FileBackend implements Backend, AutoCloseable {
    /// What the device may do with the file.
    public enum Access {
        READ_ONLY, READ_WRITE
    }

    private static final int COPY_BYTES = 1 << 17;
    /// Between guest memory and the file, one per thread that serves a queue.
    private static final ThreadLocal<Copy> COPY = ThreadLocal.withInitial(Copy::new);

    private final FileChannel file;
    private final long capacitySectors;
    private final boolean readOnly;

    private FileBackend(FileChannel file, long capacitySectors, boolean readOnly) {
        this.file = file;
        this.capacitySectors = capacitySectors;
        this.readOnly = readOnly;
    }

    /// Opens an image. Throws [IOException] with one sentence for people where that is impossible.
    public static FileBackend open(Path image, Access access) throws IOException {
        boolean readOnly = access == Access.READ_ONLY;
        if (!Files.exists(image)) {
            throw new IOException("there is no file " + image + "; create it, or name another");
        }
        if (Files.isDirectory(image)) {
            throw new IOException(image + " is a directory; name a raw disk image");
        }
        if (!Files.isRegularFile(image)) {
            throw new IOException(image + " is not a regular file; name a raw disk image");
        }
        if (!Files.isReadable(image)) {
            throw new IOException("may not read " + image + "; change its permissions, or name another");
        }
        if (!readOnly && !Files.isWritable(image)) {
            throw new IOException("may not write " + image + "; change its permissions, or open it read-only");
        }
        Set<? extends OpenOption> options = readOnly
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel file = FileChannel.open(image, options);
        try {
            return new FileBackend(file, file.size() / Limits.SECTOR_BYTES, readOnly);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long capacitySectors() {
        return capacitySectors;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        Copy copy = COPY.get();
        int done = 0;
        while (done < lengthBytes) {
            int count = readSome(copy.buffer(lengthBytes - done), offsetBytes + done);
            if (count <= 0) {
                return false;
            }
            memory.write(addr + done, copy.bytes, 0, count);
            done += count;
        }
        return true;
    }

    /// Bytes read, or -1: I/O error, or the file has been cut short behind our back.
    private int readSome(ByteBuffer to, long offsetBytes) {
        try {
            return file.read(to, offsetBytes);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        if (readOnly) {
            return false;
        }
        Copy copy = COPY.get();
        int done = 0;
        while (done < lengthBytes) {
            int count = Math.min(COPY_BYTES, lengthBytes - done);
            memory.read(addr + done, copy.bytes, 0, count);
            if (!writeAll(copy.buffer(count), offsetBytes + done)) {
                return false;
            }
            done += count;
        }
        return true;
    }

    private boolean writeAll(ByteBuffer from, long offsetBytes) {
        try {
            long at = offsetBytes;
            while (from.hasRemaining()) {
                at += file.write(from, at);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean flush() {
        if (readOnly) {
            return true;
        }
        try {
            file.force(false);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Closes the file; it does not flush. Requests that come later fail with an I/O error.
    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Throws [UnsupportedOperationException]: check with a [MemoryBackend].
    @Override
    public void digest(Digest digest) {
        throw new UnsupportedOperationException("a file cannot be part of a checked state; use a MemoryBackend");
    }

    /// The same bytes as guest memory and the file channel want them.
    private static final class Copy {
        final byte[] bytes = new byte[COPY_BYTES];
        private final ByteBuffer whole = ByteBuffer.wrap(bytes);

        /// The first `lengthBytes` of them, or all where that is more.
        ByteBuffer buffer(int lengthBytes) {
            return whole.clear().limit(Math.min(COPY_BYTES, lengthBytes));
        }
    }
}
