package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Limits;

/// The driver may split header, data and status anywhere. Spec 2.7.4.1.
final class RequestFramingTest extends ExecutorHarness {
    /// One request of 16 + 512 readable bytes and a status, cut at every place; then in pieces of a few
    /// bytes.
    @Test
    void out_means_the_same_wherever_the_driver_splits_it() {
        byte[] written = pattern(512, 3);
        int total = BlkRequestLayout.HEADER_BYTES + written.length;
        for (int cut = 0; cut <= total; cut++) {
            disk.fill(new byte[DISK_SECTORS * Limits.SECTOR_BYTES]);
            placeContiguousOut(written, 2);
            chain.clear().readable(HEADER, cut).readable(HEADER + cut, total - cut).writable(STATUS, 1);
            assertThat(executor.execute(chain)).isEqualTo(1);
            assertThat(status()).as("cut at %d", cut).isEqualTo(BlkStatus.OK);
            assertThat(disk.sectors(2, 1)).as("cut at %d", cut).isEqualTo(written);
        }
    }

    /// Header and data side by side from HEADER on.
    private void placeContiguousOut(byte[] data, long sector) {
        header(BlkRequestType.OUT.code(), sector);
        memory.write(HEADER + BlkRequestLayout.HEADER_BYTES, data, 0, data.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 15, 17, 100, 511})
    void out_may_come_in_pieces_of_any_size_with_empty_ones_between(int pieceBytes) {
        byte[] written = pattern(1024, 4);
        placeContiguousOut(written, 0);
        chain.clear();
        int total = BlkRequestLayout.HEADER_BYTES + written.length;
        for (int at = 0; at < total; at += pieceBytes) {
            chain.readable(HEADER + at, Math.min(pieceBytes, total - at)).readable(Long.MAX_VALUE, 0);
        }
        assertThat(executor.execute(chain.writable(Long.MAX_VALUE, 0).writable(STATUS, 1).writable(0, 0))).isEqualTo(1);
        assertThat(status()).isEqualTo(BlkStatus.OK);
        assertThat(disk.sectors(0, 2)).isEqualTo(written);
    }

    /// 512 data bytes and the status, cut at every place; the status is the last byte, in whichever
    /// piece.
    @Test
    void in_means_the_same_wherever_the_driver_splits_it() {
        byte[] stored = pattern(512, 5);
        disk.fillSector(1, stored);
        for (int cut = 0; cut <= 513; cut++) {
            header(BlkRequestType.IN.code(), 1);
            fillData(untouched(513));
            chain.clear().readable(HEADER, 7).readable(HEADER + 7, 9).writable(DATA, cut).writable(DATA + cut,
                    513 - cut);
            assertThat(executor.execute(chain)).isEqualTo(513);
            assertThat(guest(DATA, 512)).as("cut at %d", cut).isEqualTo(stored);
            assertThat(memory.get8(DATA + 512)).as("cut at %d", cut).isEqualTo(BlkStatus.OK.code());
        }
    }
}
