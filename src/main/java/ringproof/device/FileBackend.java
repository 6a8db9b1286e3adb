package ringproof.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.FileHoles;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;

/// A raw disk image: byte n of the disk is byte n of the file.
///
/// The capacity is the size at opening in whole sectors. A tail shorter than a sector is no part of the disk: it is
/// neither read nor written. The file grows or shrinks by [#resize] alone. A flush returns when the data is on storage
/// (fdatasync). What is discarded becomes a hole of the file where the file system has holes; elsewhere it stays.
///
/// Thread-safe; what is written while the disk becomes shorter may be lost. Real world only: a file cannot be part of a
/// state of the checker.
public final class FileBackend implements Backend, AutoCloseable {
    /// What the device may do with the file.
    public enum Access {
        READ_ONLY, READ_WRITE
    }

    private static final int COPY_BYTES = 1 << 17;
    private static final int PROBE_BYTES = 1 << 16;
    /// Between guest memory and the file, one per thread that serves a queue.
    private static final ThreadLocal<Copy> COPY = ThreadLocal.withInitial(Copy::new);

    private final FileChannel file;
    private final boolean readOnly;
    private final @Nullable FileHoles holes;
    private volatile long capacitySectors;

    private FileBackend(FileChannel file, long capacitySectors, boolean readOnly, @Nullable FileHoles holes) {
        this.file = file;
        this.capacitySectors = capacitySectors;
        this.readOnly = readOnly;
        this.holes = holes;
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
            long bytes = file.size();
            return new FileBackend(file, bytes / Limits.SECTOR_BYTES, readOnly,
                    readOnly ? null : holesOf(image, bytes));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// A disk on a channel that can be read and written, which becomes the backend's to close. It makes no holes.
    public static FileBackend on(FileChannel file) throws IOException {
        return new FileBackend(file, file.size() / Limits.SECTOR_BYTES, false, null);
    }

    /// Null where the file system has no holes: one beyond the end, which changes nothing, tells.
    private static @Nullable FileHoles holesOf(Path image, long bytes) throws IOException {
        FileHoles holes = FileHoles.open(image);
        if (holes != null && holes.punch(bytes, PROBE_BYTES) != FileHoles.Outcome.DONE) {
            holes.close();
            return null;
        }
        return holes;
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

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        ByteBuffer into = ByteBuffer.wrap(to, at, lengthBytes);
        while (into.hasRemaining()) {
            if (readSome(into, offsetBytes + into.position() - at) <= 0) {
                return false;
            }
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
        if (readOnly || !lies(offsetBytes, lengthBytes)) {
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

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        return !readOnly && lies(offsetBytes, lengthBytes)
                && writeAll(ByteBuffer.wrap(from, at, lengthBytes), offsetBytes);
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
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        if (readOnly || !lies(offsetBytes, lengthBytes)) {
            return false;
        }
        FileHoles.Outcome outcome = holes == null
                ? FileHoles.Outcome.UNSUPPORTED
                : mayUnmap ? holes.punch(offsetBytes, lengthBytes) : holes.zero(offsetBytes, lengthBytes);
        return switch (outcome) {
            case DONE -> true;
            case UNSUPPORTED -> Zeros.write(this, offsetBytes, lengthBytes);
            case FAILED -> false;
        };
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        if (readOnly || !lies(offsetBytes, lengthBytes)) {
            return false;
        }
        return holes == null || holes.punch(offsetBytes, lengthBytes) != FileHoles.Outcome.FAILED;
    }

    /// Writes over the old blocks, where a hole would leave their content on the storage.
    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        return !readOnly && lies(offsetBytes, lengthBytes) && Zeros.write(this, offsetBytes, lengthBytes) && flush();
    }

    /// Whether the disk still has the range.
    private boolean lies(long offsetBytes, long lengthBytes) {
        return file.isOpen() && offsetBytes + lengthBytes <= capacitySectors * Limits.SECTOR_BYTES;
    }

    @Override
    public boolean canUnmap() {
        return holes != null;
    }

    @Override
    public boolean resize(long sectors) {
        if (readOnly || sectors < 0 || sectors > Long.MAX_VALUE / Limits.SECTOR_BYTES) {
            return false;
        }
        long bytes = sectors * Limits.SECTOR_BYTES;
        try {
            // What lies behind the disk would else become part of it.
            file.truncate(Math.min(bytes, capacitySectors * Limits.SECTOR_BYTES));
            if (bytes > file.size()) {
                file.write(ByteBuffer.allocate(1), bytes - 1);
            }
            capacitySectors = sectors;
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
        if (!file.isOpen()) {
            return;
        }
        file.close();
        if (holes != null) {
            holes.close();
        }
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
