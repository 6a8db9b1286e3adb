package ringproof.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import ringproof.device.Backend;
import ringproof.device.FileBackend;
import ringproof.wire.Limits;

/// A file that remembers what each of its sectors has held since it was forced to the storage: any of that may be found after a crash.
final class JournalledFile extends FileChannel implements PowerLoss {
    private final FileChannel file;
    private final FileBackend backend;
    /// By sector, the newest last.
    private final List<List<byte[]>> contents = new ArrayList<>();

    JournalledFile(Path path, int sectors) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(sectors * Limits.SECTOR_BYTES), 0);
        for (int i = 0; i < sectors; i++) {
            contents.add(new ArrayList<>(List.of(new byte[Limits.SECTOR_BYTES])));
        }
        this.backend = FileBackend.on(this);
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public List<byte[]> contentsOf(int sector) {
        return contents.get(sector);
    }

    @Override
    public void settle(int sectors) {
        // Whatever the page cache writes back is among the contents already.
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        int written = file.write(from, position);
        int first = (int) (position / Limits.SECTOR_BYTES);
        int last = (int) ((position + written - 1) / Limits.SECTOR_BYTES);
        for (int sector = first; sector <= last; sector++) {
            ByteBuffer content = ByteBuffer.allocate(Limits.SECTOR_BYTES);
            file.read(content, (long) sector * Limits.SECTOR_BYTES);
            contents.get(sector).add(content.array());
        }
        return written;
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        return file.read(to, position);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
        for (List<byte[]> sector : contents) {
            sector.subList(0, sector.size() - 1).clear();
        }
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "a file";
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the file backend has no use for this");
    }

    @Override
    public int read(ByteBuffer to) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer from) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw unused();
    }

    @Override
    public long position() {
        throw unused();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw unused();
    }

    @Override
    public FileChannel truncate(long size) {
        throw unused();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw unused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw unused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw unused();
    }
}
