package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringproof.machine.Digest;

/// A raw image as a disk.
final class FileBackendTest extends BackendContract {
    @TempDir
    private Path directory;
    private FileBackend opened;

    @Override
    Backend newBackend() throws IOException {
        return open(new byte[BYTES], FileBackend.Access.READ_WRITE);
    }

    @Override
    Backend newReadOnly(byte[] content) throws IOException {
        return open(content, FileBackend.Access.READ_ONLY);
    }

    private Path image() {
        return directory.resolve("disk.img");
    }

    private FileBackend open(byte[] content, FileBackend.Access access) throws IOException {
        close();
        Files.write(image(), content);
        opened = FileBackend.open(image(), access);
        return opened;
    }

    @AfterEach
    void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void byte_n_of_the_disk_is_byte_n_of_the_file() throws IOException {
        Backend disk = newBackend();
        write(disk, 1000, pattern(200_000, 1));
        byte[] expected = new byte[BYTES];
        System.arraycopy(pattern(200_000, 1), 0, expected, 1000, 200_000);
        assertThat(Files.readAllBytes(image())).isEqualTo(expected);
    }

    @Test
    void the_tail_and_the_size_of_the_file_never_change() throws IOException {
        byte[] content = pattern(1535, 2);
        Backend disk = open(content, FileBackend.Access.READ_WRITE);
        write(disk, 0, new byte[1024]);
        assertThat(disk.flush()).isTrue();
        byte[] expected = content.clone();
        Arrays.fill(expected, 0, 1024, (byte) 0);
        assertThat(Files.readAllBytes(image())).isEqualTo(expected);
    }

    @Test
    void a_file_cut_short_behind_our_back_is_an_io_error() throws IOException {
        Backend disk = newBackend();
        try (FileChannel other = FileChannel.open(image(), StandardOpenOption.WRITE)) {
            other.truncate(1000);
        }
        assertThat(disk.read(0, memory, 0, 1000)).isTrue();
        assertThat(disk.read(512, memory, 0, 512)).isFalse();
    }

    @Test
    void a_closed_file_is_an_io_error() throws IOException {
        FileBackend disk = open(new byte[1024], FileBackend.Access.READ_WRITE);
        disk.close();
        assertThat(disk.read(0, memory, 0, 512)).isFalse();
        assertThat(disk.write(0, memory, 0, 512)).isFalse();
        assertThat(disk.flush()).isFalse();
        assertThat(disk.discard(0, 512)).isFalse();
        assertThat(disk.writeZeroes(0, 512, true)).isFalse();
        assertThat(disk.resize(1)).isFalse();
        disk.close();
    }

    /// Blocks of 512 bytes that the file takes on its storage: st_blocks.
    private static long blocks(Path file) throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String answer = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(answer);
    }

    private FileBackend sparse() throws IOException {
        FileBackend disk = open(new byte[0], FileBackend.Access.READ_WRITE);
        assumeThat(disk.canUnmap()).as("the file system of the tests has holes").isTrue();
        assertThat(disk.resize(4096)).isTrue();
        return disk;
    }

    @Test
    void what_is_discarded_or_zeroed_with_unmap_gives_its_blocks_back() throws IOException, InterruptedException {
        FileBackend disk = sparse();
        assertThat(blocks(image())).isLessThan(64);
        byte[] content = pattern(4096 * 512, 20);
        assertThat(disk.write(0, content, 0, content.length) && disk.flush()).isTrue();
        long full = blocks(image());
        assertThat(full).isGreaterThanOrEqualTo(4096);

        assertThat(disk.discard(1024 * 512, 1024 * 512) && disk.flush()).isTrue();
        assertThat(blocks(image())).isLessThanOrEqualTo(full - 1024);
        assertThat(disk.writeZeroes(2048 * 512, 1024 * 512, true) && disk.flush()).isTrue();
        assertThat(blocks(image())).isLessThanOrEqualTo(full - 2048);
        assertThat(Files.size(image())).isEqualTo(4096 * 512);

        assertThat(disk.writeZeroes(0, 512 * 512, false) && disk.flush()).isTrue();
        assertThat(blocks(image())).as("these keep theirs").isGreaterThanOrEqualTo(full - 2048 - 64);
        Arrays.fill(content, 0, 512 * 512, (byte) 0);
        Arrays.fill(content, 1024 * 512, 3072 * 512, (byte) 0);
        assertThat(Files.readAllBytes(image())).isEqualTo(content);
    }

    @Test
    void a_secure_erase_writes_over_the_blocks_instead_of_dropping_them() throws IOException, InterruptedException {
        FileBackend disk = sparse();
        byte[] content = pattern(4096 * 512, 21);
        assertThat(disk.write(0, content, 0, content.length) && disk.flush()).isTrue();
        long full = blocks(image());
        assertThat(disk.secureErase(0, 4096 * 512)).isTrue();
        assertThat(blocks(image())).isGreaterThanOrEqualTo(full);
        assertThat(Files.readAllBytes(image())).containsOnly(0);
    }

    @Test
    void the_bytes_behind_the_disk_are_not_its_content_when_it_grows() throws IOException {
        FileBackend disk = open(pattern(1535, 22), FileBackend.Access.READ_WRITE);
        assertThat(disk.resize(4)).isTrue();
        byte[] expected = Arrays.copyOf(Arrays.copyOf(pattern(1535, 22), 1024), 2048);
        assertThat(Files.readAllBytes(image())).isEqualTo(expected);
    }

    /// A file inside an archive: there fallocate is unknown.
    @Test
    void without_holes_zeros_are_written_and_discards_do_nothing() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("archive.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path image = files.getPath("disk.img");
            byte[] content = pattern(8 * 512, 23);
            Files.write(image, content);
            try (FileBackend disk = FileBackend.open(image, FileBackend.Access.READ_WRITE)) {
                assertThat(disk.canUnmap()).isFalse();
                assertThat(disk.discard(0, 512)).isTrue();
                assertThat(disk.writeZeroes(512, 512, true)).isTrue();
                assertThat(disk.writeZeroes(2048, 1024, false)).isTrue();
                assertThat(disk.secureErase(3584, 512)).isTrue();
                byte[] after = new byte[content.length];
                assertThat(disk.read(0, after, 0, after.length)).isTrue();
                Arrays.fill(content, 512, 1024, (byte) 0);
                Arrays.fill(content, 2048, 3072, (byte) 0);
                Arrays.fill(content, 3584, 4096, (byte) 0);
                assertThat(after).isEqualTo(content);
            }
        }
    }

    @Test
    void what_cannot_be_opened_is_named_in_one_sentence() {
        Path missing = directory.resolve("missing.img");
        assertThatThrownBy(() -> FileBackend.open(missing, FileBackend.Access.READ_ONLY))
                .isInstanceOf(IOException.class).hasMessageStartingWith("there is no file " + missing);
        assertThatThrownBy(() -> FileBackend.open(directory, FileBackend.Access.READ_ONLY))
                .isInstanceOf(IOException.class).hasMessageStartingWith(directory + " is a directory");
        assertThatThrownBy(() -> FileBackend.open(Path.of("/dev/null"), FileBackend.Access.READ_ONLY))
                .isInstanceOf(IOException.class).hasMessageStartingWith("/dev/null is not a regular file");
    }

    @Test
    void permissions_that_lack_are_named_in_one_sentence() throws IOException {
        Files.write(image(), new byte[512]);
        Files.setPosixFilePermissions(image(), PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(image())).as("root may do anything").isFalse();
        assertThatThrownBy(() -> FileBackend.open(image(), FileBackend.Access.READ_WRITE))
                .isInstanceOf(IOException.class).hasMessageStartingWith("may not write " + image());
    }

    @Test
    void a_file_refuses_to_be_part_of_a_checked_state() throws IOException {
        Backend disk = newBackend();
        assertThatThrownBy(() -> new Digest().add(disk)).isInstanceOf(UnsupportedOperationException.class);
    }
}
