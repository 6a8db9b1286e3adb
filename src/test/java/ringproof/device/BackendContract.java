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

    /// The two doors lead to the same content.
    @Test
    void what_goes_in_from_an_array_comes_out_to_guest_memory_and_back() {
        byte[] content = pattern(BYTES, 8);
        assertThat(backend.write(0, content, 0, BYTES)).isTrue();
        assertThat(readAll(backend)).isEqualTo(content);

        byte[] piece = pattern(3000, 9);
        assertThat(backend.write(777, piece, 100, 2000)).isTrue();
        System.arraycopy(piece, 100, content, 777, 2000);
        byte[] around = new byte[2202];
        assertThat(backend.read(700, around, 1, 2200)).isTrue();
        assertThat(around).startsWith(0).endsWith(0);
        assertThat(Arrays.copyOfRange(around, 1, 2201)).isEqualTo(Arrays.copyOfRange(content, 700, 2900));
        assertThat(readAll(backend)).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"0, 358400, true", "512, 1024, false", "512, 1024, true", "100, 300001, true", "0, 0, true",
        "357888, 512, false"})
    void zeros_are_exactly_where_they_were_asked_for(int offsetBytes, int lengthBytes, boolean mayUnmap) {
        byte[] expected = pattern(BYTES, 10);
        write(backend, 0, expected);
        assertThat(backend.writeZeroes(offsetBytes, lengthBytes, mayUnmap)).isTrue();
        Arrays.fill(expected, offsetBytes, offsetBytes + lengthBytes, (byte) 0);
        assertThat(readAll(backend)).isEqualTo(expected);
    }

    @Test
    void a_discard_keeps_what_is_around_it_and_the_range_can_be_written_again() {
        byte[] expected = pattern(BYTES, 11);
        write(backend, 0, expected);
        assertThat(backend.discard(10 * 512, 600 * 512)).isTrue();
        byte[] after = readAll(backend);
        assertThat(Arrays.copyOf(after, 10 * 512)).isEqualTo(Arrays.copyOf(expected, 10 * 512));
        assertThat(Arrays.copyOfRange(after, 610 * 512, BYTES))
                .isEqualTo(Arrays.copyOfRange(expected, 610 * 512, BYTES));
        write(backend, 0, expected);
        assertThat(readAll(backend)).isEqualTo(expected);
    }

    @Test
    void what_was_erased_is_gone_and_the_rest_is_not() {
        byte[] expected = pattern(BYTES, 12);
        write(backend, 0, expected);
        assertThat(backend.secureErase(512, 300 * 512)).isTrue();
        Arrays.fill(expected, 512, 301 * 512, (byte) 0);
        assertThat(readAll(backend)).isEqualTo(expected);
    }

    @Test
    void a_disk_that_grew_holds_its_content_and_zeros_behind_it() {
        byte[] content = pattern(BYTES, 13);
        write(backend, 0, content);
        assertThat(backend.resize(SECTORS - 10)).isTrue();
        assertThat(backend.capacitySectors()).isEqualTo(SECTORS - 10);
        assertThat(backend.resize(SECTORS + 5)).isTrue();
        assertThat(backend.capacitySectors()).isEqualTo(SECTORS + 5);
        byte[] after = new byte[BYTES + 5 * 512];
        assertThat(backend.read(0, after, 0, after.length)).isTrue();
        Arrays.fill(content, BYTES - 10 * 512, BYTES, (byte) 0);
        assertThat(after).isEqualTo(Arrays.copyOf(content, after.length));
        write(backend, BYTES, pattern(5 * 512, 14));
    }

    @Test
    void a_request_behind_the_end_of_a_disk_that_shrank_is_an_io_error() {
        assertThat(backend.resize(2)).isTrue();
        byte[] bytes = new byte[512];
        assertThat(backend.read(1024, memory, 0, 512)).isFalse();
        assertThat(backend.read(1024, bytes, 0, 512)).isFalse();
        assertThat(backend.write(1024, memory, 0, 512)).isFalse();
        assertThat(backend.write(1024, bytes, 0, 512)).isFalse();
        assertThat(backend.writeZeroes(1024, 512, true)).isFalse();
        assertThat(backend.read(512, memory, 0, 512)).isTrue();
        assertThat(backend.resize(-1)).isFalse();
        assertThat(backend.resize(Long.MAX_VALUE)).isFalse();
        assertThat(backend.capacitySectors()).isEqualTo(2);
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
        assertThat(readOnly.write(0, new byte[512], 0, 512)).isFalse();
        assertThat(readOnly.writeZeroes(0, 512, true)).isFalse();
        assertThat(readOnly.writeZeroes(0, 512, false)).isFalse();
        assertThat(readOnly.discard(0, 512)).isFalse();
        assertThat(readOnly.secureErase(0, 512)).isFalse();
        assertThat(readOnly.resize(1)).isFalse();
        assertThat(readOnly.canUnmap()).isFalse();
        assertThat(readOnly.flush()).isTrue();
        assertThat(readAll(readOnly)).isEqualTo(content);
    }

    @Test
    void a_tail_shorter_than_a_sector_is_no_part_of_the_disk() throws IOException {
        assertThat(newReadOnly(new byte[1535]).capacitySectors()).isEqualTo(2);
        assertThat(newReadOnly(new byte[511]).capacitySectors()).isZero();
    }
}
