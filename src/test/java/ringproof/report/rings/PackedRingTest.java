package ringproof.report.rings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.check.Access;
import ringproof.check.Trace;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;

/// Positions and wrap counters, of which memory says nothing, on a ring of five descriptors.
final class PackedRingTest {
    private static final int SIZE = 5;
    private static final int AVAIL = PackedLayout.F_AVAIL;
    private static final int USED = PackedLayout.F_USED;

    private final QueueLayout layout = new QueueLayout(SIZE, 0, 80, 84);
    private final MemoryImage image = new MemoryImage(new Trace(List.of("driver"), List.of(),
            new Trace.Memory(java.util.Collections.nCopies(12, 0L), List.of())));
    private final PackedRing ring = new PackedRing(layout, PackedPosition.after(3, SIZE));

    private void write(int slot, int id, int flags) {
        int addr = PackedLayout.DESCRIPTOR_BYTES * slot;
        image.apply(new Trace.Step(0, "", null, "", -1, List.of(
                store(addr + PackedLayout.DESCRIPTOR_ID, id), store(addr + PackedLayout.DESCRIPTOR_FLAGS, flags))));
        ring.follow(image);
    }

    private static Access store(int addr, int value) {
        return new Access(Access.Kind.STORE, Access.Target.WORD, 0, addr, 2, value);
    }

    private void assertAt(int availSlot, boolean availWrap, int usedSlot, boolean usedWrap) {
        assertThat(PackedPosition.slot(ring.availPosition())).isEqualTo(availSlot);
        assertThat(PackedPosition.wrap(ring.availPosition())).isEqualTo(availWrap);
        assertThat(PackedPosition.slot(ring.usedPosition())).isEqualTo(usedSlot);
        assertThat(PackedPosition.wrap(ring.usedPosition())).isEqualTo(usedWrap);
    }

    @Test
    void a_list_counts_once_its_head_is_available_and_its_place_is_used_as_a_whole() {
        write(4, 7, AVAIL | PackedLayout.F_NEXT);
        write(0, 7, USED);
        assertAt(3, true, 3, true);
        assertThat(ring.deviceOwned().isEmpty()).isTrue();
        write(3, 7, AVAIL | PackedLayout.F_NEXT);
        assertAt(1, false, 3, true);
        assertThat(ring.deviceOwned()).hasToString("{0, 3, 4}");
        write(1, 8, USED);
        assertAt(2, false, 3, true);
        write(3, 7, AVAIL | USED);
        assertAt(2, false, 1, false);
        assertThat(ring.deviceOwned()).hasToString("{1}");
        write(1, 8, 0);
        assertAt(2, false, 2, false);
    }

    @Test
    void buffers_may_be_used_out_of_order() {
        write(4, 1, AVAIL);
        write(3, 0, AVAIL);
        assertAt(0, false, 3, true);
        write(3, 1, AVAIL | USED);
        assertAt(0, false, 4, true);
        assertThat(ring.deviceOwned()).hasToString("{3}");
        write(4, 0, AVAIL | USED);
        assertAt(0, false, 0, false);
    }

    @Test
    void a_full_ring_is_no_more_than_full() {
        for (int slot : List.of(4, 0, 1, 2)) {
            write(slot, 0, slot >= 3 ? AVAIL : USED);
        }
        write(3, 0, AVAIL);
        assertAt(3, false, 3, true);
        assertThat(ring.deviceOwned().cardinality()).isEqualTo(SIZE);
    }

    @Test
    void a_list_that_goes_on_for_ever_ends_where_the_ring_is_full() {
        write(4, 7, AVAIL);
        write(3, 7, AVAIL | PackedLayout.F_NEXT);
        assertAt(0, false, 3, true);
        for (int slot : List.of(1, 2, 0)) {
            write(slot, 8, USED | PackedLayout.F_NEXT);
        }
        assertAt(3, false, 3, true);
    }

    @Test
    void garbage_ends() {
        for (int slot = 0; slot < SIZE; slot++) {
            write(slot, 0xFFFF, 0xFFFF);
            write(slot, 0xFFFF, AVAIL | PackedLayout.F_NEXT);
            write(slot, 0, USED | PackedLayout.F_NEXT);
        }
        assertThat(ring.deviceOwned().cardinality()).isLessThanOrEqualTo(SIZE);
    }
}
