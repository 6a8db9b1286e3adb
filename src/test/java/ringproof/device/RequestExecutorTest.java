package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// What one request does to the disk, to guest memory, to the status byte and to the used length.
final class RequestExecutorTest extends ExecutorHarness {
    @Test
    void what_out_wrote_in_reads_back() {
        byte[] written = pattern(1024, 1);
        fillData(written);
        assertThat(execute(BlkRequestType.OUT, 3, 1024)).isEqualTo(1);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(disk.sectors(3, 2)).isEqualTo(written);

        fillData(untouched(1024));
        assertThat(execute(BlkRequestType.IN, 3, 1024)).isEqualTo(1025);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(guest(DATA, 1024)).isEqualTo(written);
    }

    @Test
    void only_the_sectors_named_are_written() {
        byte[] before = pattern(DISK_SECTORS * Limits.SECTOR_BYTES, 2);
        disk.fill(before);
        fillData(untouched(512));
        execute(BlkRequestType.OUT, 5, 512);
        System.arraycopy(untouched(512), 0, before, 5 * 512, 512);
        assertThat(disk.sectors(0, DISK_SECTORS)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"8, 512", "7, 1024", "0, 4608", "9, 0", "-1, 512", "9223372036854775807, 512",
        "-9223372036854775808, 512",
        "36028797018963968, 512"})
    void sectors_beyond_the_capacity_are_an_error_and_move_nothing(long sector, int dataBytes) {
        byte[] before = pattern(DISK_SECTORS * Limits.SECTOR_BYTES, 6);
        disk.fill(before);
        for (BlkRequestType type : new BlkRequestType[]{BlkRequestType.OUT, BlkRequestType.IN}) {
            fillData(untouched(dataBytes));
            execute(type, sector, dataBytes);
            assertThat(status()).as("%s", type).isEqualTo(BlkStatus.IOERR);
            assertThat(disk.sectors(0, DISK_SECTORS)).isEqualTo(before);
            assertThat(guest(DATA, dataBytes)).isEqualTo(untouched(dataBytes));
        }
    }

    @Test
    void the_last_sector_is_on_the_disk() {
        execute(BlkRequestType.OUT, DISK_SECTORS - 1, 512);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        execute(BlkRequestType.IN, 0, DISK_SECTORS * 512);
        assertThat(status()).isEqualTo(BlkStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 513, 1000})
    void data_that_is_not_whole_sectors_is_an_error_and_moves_nothing(int dataBytes) {
        fillData(untouched(dataBytes));
        execute(BlkRequestType.OUT, 0, dataBytes);
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
        assertThat(disk.calls()).isEmpty();

        assertThat(execute(BlkRequestType.IN, 0, dataBytes)).as("nothing before the status is written").isZero();
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
        assertThat(disk.calls()).isEmpty();
        assertThat(guest(DATA, dataBytes)).isEqualTo(untouched(dataBytes));
    }

    @Test
    void a_write_to_a_read_only_disk_is_an_error_and_a_read_is_not() {
        byte[] content = pattern(1024, 7);
        MemoryBackend readOnly = MemoryBackend.readOnly(content);
        RequestExecutor guarded = new RequestExecutor(memory, readOnly, "", WITH_FLUSH);
        header(BlkRequestType.OUT.code(), 0);
        guarded.execute(chain.clear().readable(HEADER, 16).readable(DATA, 512).writable(STATUS, 1));
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
        assertThat(readOnly.content()).isEqualTo(content);
        header(BlkRequestType.OUT.code(), 0);
        guarded.execute(chain.clear().readable(HEADER, 16).writable(STATUS, 1));
        assertThat(status()).as("even without data").isEqualTo(BlkStatus.IOERR);

        header(BlkRequestType.IN.code(), 0);
        guarded.execute(chain.clear().readable(HEADER, 16).writable(DATA, 512).writable(STATUS, 1));
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(guest(DATA, 512)).isEqualTo(Arrays.copyOf(content, 512));
    }

    @Test
    void a_read_that_fails_midway_counts_only_what_was_surely_written() {
        disk.failAfterCalls(1);
        header(BlkRequestType.IN.code(), 0);
        chain.clear().readable(HEADER, 16).writable(DATA, 300).writable(DATA + 300, 212).writable(STATUS, 1);
        assertThat(executor.execute(chain)).isEqualTo(300);
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
    }

    @Test
    void a_write_that_fails_is_an_error() {
        disk.failAfterCalls(0);
        assertThat(execute(BlkRequestType.OUT, 0, 512)).isEqualTo(1);
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
    }

    /// Spec 2.7.8.2: the length may be an underestimate, never more than what was written from the first byte on.
    @Test
    void bytes_that_out_was_given_to_write_into_and_did_not_are_not_counted() {
        fillData(untouched(600));
        header(BlkRequestType.OUT.code(), 0);
        chain.clear().readable(HEADER, 16).readable(DATA, 512).writable(DATA + 512, 10).writable(STATUS, 1);
        assertThat(executor.execute(chain)).isZero();
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(guest(DATA + 512, 10)).isEqualTo(untouched(10));
    }

    @Test
    void flush_reaches_the_backend_and_its_failure_the_driver() {
        header(BlkRequestType.FLUSH.code(), 0);
        chain.clear().readable(HEADER, 16).writable(STATUS, 1);
        assertThat(executor.execute(chain)).isEqualTo(1);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(disk.calls()).containsExactly("flush");

        disk.failAfterCalls(0);
        header(BlkRequestType.FLUSH.code(), 0);
        executor.execute(chain);
        assertThat(status()).isEqualTo(BlkStatus.IOERR);
    }

    /// Spec 5.2.6.2: stable once completed, where FLUSH was offered and not negotiated.
    @Test
    void without_flush_negotiated_each_write_is_flushed_before_it_completes() {
        RequestExecutor writeThrough = new RequestExecutor(memory, disk, "", FeatureSet.of(Feature.VERSION_1));
        header(BlkRequestType.OUT.code(), 1);
        chain.clear().readable(HEADER, 16).readable(DATA, 512).writable(STATUS, 1);
        writeThrough.execute(chain);
        assertThat(disk.calls()).containsExactly("write 512+512", "flush");

        disk.failAfterCalls(1);
        header(BlkRequestType.OUT.code(), 1);
        writeThrough.execute(chain);
        assertThat(status()).as("the write worked, the flush did not").isEqualTo(BlkStatus.IOERR);
    }

    @Test
    void with_flush_negotiated_a_write_is_not_flushed() {
        execute(BlkRequestType.OUT, 1, 512);
        assertThat(disk.calls()).containsExactly("write 512+512");
    }

    @ParameterizedTest
    @CsvSource({"20, 21", "5, 6", "0, 1", "30, 20"})
    void get_id_gives_the_padded_name_as_far_as_there_is_room(int room, long usedLengthBytes) {
        fillData(untouched(64));
        assertThat(execute(BlkRequestType.GET_ID, 0, room)).isEqualTo(usedLengthBytes);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        byte[] padded = Arrays.copyOf("disk-7".getBytes(StandardCharsets.US_ASCII), 20);
        assertThat(guest(DATA, Math.min(room, 20))).isEqualTo(Arrays.copyOf(padded, Math.min(room, 20)));
        assertThat(guest(DATA + Math.min(room, 20), 44)).isEqualTo(untouched(44));
    }

    @Test
    void a_name_of_twenty_characters_fits_and_a_longer_one_is_refused() {
        new RequestExecutor(memory, disk, "abcdefghijklmnopqrst", WITH_FLUSH);
        assertThatThrownBy(() -> new RequestExecutor(memory, disk, "abcdefghijklmnopqrstu", WITH_FLUSH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestExecutor(memory, disk, "größe", WITH_FLUSH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 11, 13, 16, 0x80000000, -1})
    void a_request_that_the_device_does_not_know_is_unsupported(int type) {
        header(type, 0);
        fillData(untouched(512));
        chain.clear().readable(HEADER, 16).writable(DATA, 512).writable(STATUS, 1);
        assertThat(executor.execute(chain)).isZero();
        assertThat(status()).isEqualTo(BlkStatus.UNSUPP);
        assertThat(guest(DATA, 512)).isEqualTo(untouched(512));
    }

    @ParameterizedTest
    @EnumSource(BlkRequestType.class)
    void without_a_whole_header_or_a_status_byte_nothing_is_done(BlkRequestType type) {
        header(type.code(), 0);
        assertThat(executor.execute(chain.clear().readable(HEADER, 15).writable(DATA, 513)))
                .isEqualTo(RequestExecutor.MALFORMED);
        assertThat(executor.execute(chain.clear().readable(HEADER, 16).readable(DATA, 512)))
                .isEqualTo(RequestExecutor.MALFORMED);
        assertThat(executor.execute(chain.clear().readable(HEADER, 16).readable(DATA, 512).writable(STATUS, 0)))
                .isEqualTo(RequestExecutor.MALFORMED);
        assertThat(executor.execute(chain.clear())).isEqualTo(RequestExecutor.MALFORMED);
        assertThat(disk.calls()).isEmpty();
        assertThat(memory.get8(STATUS)).isEqualTo(STATUS_NOT_WRITTEN);
    }

    @Test
    void one_request_leaves_nothing_behind_for_the_next() {
        execute(BlkRequestType.IN, 0, 1024);
        assertThat(execute(BlkRequestType.OUT, 0, 512)).isEqualTo(1);
        assertThat(execute(BlkRequestType.IN, 99, 512)).isZero();
    }
}
