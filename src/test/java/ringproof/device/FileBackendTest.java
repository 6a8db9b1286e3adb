package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
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
