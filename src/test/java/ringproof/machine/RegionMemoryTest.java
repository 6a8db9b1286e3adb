package ringproof.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Memory in pieces: two that touch, a hole, and a third.
final class RegionMemoryTest {
    private static final int PAGE = RegionMemory.PAGE_BYTES;
    private final RegionMemory memory = new RegionMemory();

    private static RegionMemory.Region region(long guestAddr, int pages) {
        return new RegionMemory.Region(guestAddr, Arena.ofAuto().allocate((long) pages * PAGE, PAGE));
    }

    @BeforeEach
    void pieces() {
        memory.setRegions(List.of(region(8 * PAGE, 2), region(0, 1), region(PAGE, 1)));
    }

    @Test
    void ranges_lie_inside_where_every_byte_does() {
        assertThat(memory.sizeBytes()).isEqualTo(10 * PAGE);
        assertThat(memory.contains(0, 2 * PAGE)).isTrue();
        assertThat(memory.contains(PAGE - 1, 2)).isTrue();
        assertThat(memory.contains(0, 2 * PAGE + 1)).isFalse();
        assertThat(memory.contains(2 * PAGE, 1)).isFalse();
        assertThat(memory.contains(7 * PAGE, 2 * PAGE)).isFalse();
        assertThat(memory.contains(8 * PAGE, 2 * PAGE)).isTrue();
        assertThat(memory.contains(8 * PAGE, 2 * PAGE + 1)).isFalse();
        assertThat(memory.contains(-1, 1)).isFalse();
        assertThat(memory.contains(0, -1)).isFalse();
        assertThat(memory.contains(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void bytes_run_from_one_piece_into_the_next() {
        byte[] written = {1, 2, 3, 4};
        memory.write(PAGE - 2, written, 0, 4);
        byte[] read = new byte[4];
        memory.read(PAGE - 2, read, 0, 4);
        assertThat(read).isEqualTo(written);
        assertThat(memory.get16(PAGE - 2)).isEqualTo(0x0201);
        assertThat(memory.get16(PAGE)).isEqualTo(0x0403);
    }

    @Test
    void a_hole_cannot_be_touched() {
        assertThatThrownBy(() -> memory.get16(2 * PAGE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.set32(7 * PAGE, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.read(2 * PAGE - 1, new byte[2], 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void other_pieces_take_their_place() {
        memory.setRegions(List.of(region(2 * PAGE, 1)));
        assertThat(memory.contains(0, 1)).isFalse();
        assertThat(memory.contains(2 * PAGE, PAGE)).isTrue();
    }

    @Test
    void pieces_that_cannot_be() {
        assertThatThrownBy(() -> memory.setRegions(List.of(region(0, 2), region(PAGE, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> region(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
