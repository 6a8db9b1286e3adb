package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;

/// What every backend does.
abstract class BackendContract {
    /// Large enough for a file to need several copies per request.
    static final int SECTORS = 700;
    static final int BYTES = SECTORS * 512;

    final GuestMemory memory = new NativeMachine(1 << 20).memory();
    private Backend backend;

    /// A writable disk of [#SECTORS] that holds zeros.
    abstract Backend newBackend() throws IOException;

    /// A read-only disk with this content.
    abstract Backend newReadOnly(byte[] content) throws IOException;

    @BeforeEach
    void open() throws IOException {
        backend = newBackend();
    }

    static byte[] pattern(int lengthBytes, long seed) {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    byte[] readAll(Backend from) {
        byte[] bytes = new byte[BYTES];
        assertThat(from.read(0, memory, 0, BYTES)).isTrue();
        memory.read(0, bytes, 0, BYTES);
        return bytes;
    }

    void write(Backend to, int offsetBytes, byte[] bytes) {
        memory.write(64, bytes, 0, bytes.length);
        assertThat(to.write(offsetBytes, memory, 64, bytes.length)).isTrue();
    }

    @Test
    void a_new_disk_has_its_capacity_and_holds_zeros() {
        assertThat(backend.capacitySectors()).isEqualTo(SECTORS);
        assertThat(backend.isReadOnly()).isFalse();
        memory.write(0, pattern(BYTES, 1), 0, BYTES);
        assertThat(readAll(backend)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"0, 512", "0, 1", "511, 2", "1, 1023", "513, 300000", "0, 358400", "358399, 1", "100, 0"})
    void what_was_written_anywhere_reads_back_and_nothing_else_changes(int offsetBytes, int lengthBytes) {
        byte[] expected = pattern(BYTES, 2);
        write(backend, 0, expected);
        byte[] piece = pattern(lengthBytes, 3);
        write(backend, offsetBytes, piece);
        System.arraycopy(piece, 0, expected, offsetBytes, lengthBytes);
        assertThat(readAll(backend)).isEqualTo(expected);
    }

    @Test
    void a_read_writes_only_the_guest_bytes_that_it_was_given() {
        write(backend, 0, pattern(BYTES, 4));
        byte[] around = new byte[1000];
        Arrays.fill(around, (byte) 0x77);
        memory.write(0, around, 0, around.length);
        assertThat(backend.read(10, memory, 300, 400)).isTrue();
        memory.read(0, around, 0, around.length);
        assertThat(Arrays.copyOf(around, 300)).containsOnly(0x77);
        assertThat(Arrays.copyOfRange(around, 300, 700)).isEqualTo(Arrays.copyOfRange(pattern(BYTES, 4), 10, 410));
        assertThat(Arrays.copyOfRange(around, 700, 1000)).containsOnly(0x77);
    }

    @Test
    void flush_succeeds_and_changes_nothing() {
        byte[] content = pattern(BYTES, 5);
        write(backend, 0, content);
        assertThat(backend.flush()).isTrue();
        assertThat(readAll(backend)).isEqualTo(content);
    }

    @Test
    void a_read_only_disk_reads_and_flushes_but_refuses_writes() throws IOException {
        byte[] content = pattern(BYTES, 6);
        Backend readOnly = newReadOnly(content);
        assertThat(readOnly.isReadOnly()).isTrue();
        memory.write(0, pattern(512, 7), 0, 512);
        assertThat(readOnly.write(0, memory, 0, 512)).isFalse();
        assertThat(readOnly.flush()).isTrue();
        assertThat(readAll(readOnly)).isEqualTo(content);
    }

    @Test
    void a_tail_shorter_than_a_sector_is_no_part_of_the_disk() throws IOException {
        assertThat(newReadOnly(new byte[1535]).capacitySectors()).isEqualTo(2);
        assertThat(newReadOnly(new byte[511]).capacitySectors()).isZero();
    }
}
