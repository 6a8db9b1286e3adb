package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import ringproof.wire.PackedLayout;

/// [PackedPosition] against laps that are counted descriptor by descriptor. Spec 2.8.1, 2.8.10.
final class PackedPositionProperties {
    private static final int SIZES = 17;
    private static final int ENABLE = 0;
    private static final int DISABLE = 1;
    private static final int DESC = 2;

    /// All positions of a queue in the order in which they come, two laps; then they repeat.
    private static List<Integer> laps(int size) {
        List<Integer> laps = new ArrayList<>();
        for (int wrap = 1; wrap >= 0; wrap--) {
            for (int offset = 0; offset < size; offset++) {
                laps.add(wrap << 15 | offset);
            }
        }
        return laps;
    }

    @Example
    void positions_come_in_the_order_of_the_laps_at_every_small_size() {
        for (int size = 1; size <= SIZES; size++) {
            List<Integer> laps = laps(size);
            for (int from = 0; from < 2 * size; from++) {
                for (int count = 0; count < 2 * size; count++) {
                    int old = laps.get(from);
                    int there = laps.get((from + count) % (2 * size));
                    assertThat(PackedPosition.distance(there, old, size)).isEqualTo(count);
                    assertThat(PackedPosition.after(from + count, size)).isEqualTo(there);
                    if (count <= size) {
                        assertThat(PackedPosition.advance(old, count, size)).isEqualTo(there);
                    }
                }
            }
        }
    }

    @Property(seed = "20210603", tries = 2_000)
    void distance_undoes_advance_at_every_size(@ForAll @IntRange(min = 1, max = 32768) int size,
            @ForAll @IntRange(max = 1 << 20) int passed, @ForAll @IntRange(max = 32768) int count) {
        int from = PackedPosition.after(passed, size);
        int step = count % (size + 1);
        assertThat(PackedPosition.slot(from)).isLessThan(size);
        assertThat(PackedPosition.advance(from, step, size)).isEqualTo(PackedPosition.after(passed + step, size));
        assertThat(PackedPosition.distance(PackedPosition.advance(from, step, size), from, size)).isEqualTo(step);
    }

    /// The definition: one of the descriptors that were made available or used is the one asked for, in the lap asked for.
    @Example
    void a_descriptor_is_asked_for_exactly_when_it_was_passed() {
        int needed = 0;
        int spared = 0;
        for (int size = 1; size <= SIZES; size++) {
            List<Integer> laps = laps(size);
            for (int from = 0; from < 2 * size; from++) {
                Set<Integer> passed = new HashSet<>();
                for (int count = 0; count <= 2 * size + 1; count++) {
                    int now = laps.get((from + count) % (2 * size));
                    for (int asked : laps) {
                        boolean wanted = PackedPosition.isWanted(DESC << 16 | asked, true, now, count, size);
                        if (wanted != passed.contains(asked)) {
                            throw new AssertionError(
                                    "size " + size + ", " + count + " before " + Integer.toHexString(now)
                                            + ", asked for " + Integer.toHexString(asked) + ": " + wanted);
                        }
                        needed += wanted ? 1 : 0;
                        spared += wanted ? 0 : 1;
                    }
                    passed.add(now);
                }
            }
        }
        assertThat(needed).isGreaterThan(10_000);
        assertThat(spared).isGreaterThan(10_000);
    }

    @Property(seed = "20210603")
    void all_and_none_are_what_they_say_and_nonsense_means_all(@ForAll @IntRange(min = 1, max = 100) int size,
            @ForAll @IntRange(max = 300) int passed, @ForAll @IntRange(max = 200) int count,
            @ForAll @IntRange(max = 0x7FFF) int offset, @ForAll boolean eventIdx) {
        int now = PackedPosition.after(passed, size);
        assertThat(PackedPosition.isWanted(ENABLE << 16 | offset, eventIdx, now, count, size)).isTrue();
        assertThat(PackedPosition.isWanted(DISABLE << 16 | offset, eventIdx, now, count, size)).isFalse();
        assertThat(PackedPosition.isWanted(3 << 16 | offset, eventIdx, now, count, size)).isTrue();
        assertThat(PackedPosition.isWanted(DESC << 16 | offset, false, now, count, size)).isTrue();
        // Reserved bits are the peer's mistake, and mean nothing.
        assertThat(PackedPosition.isWanted(0xABCC0000 | DISABLE << 16, eventIdx, now, count, size)).isFalse();
        if (offset >= size) {
            assertThat(PackedPosition.isWanted(DESC << 16 | offset, true, now, count, size)).isTrue();
        }
    }

    /// Spec 2.8.1: available means AVAIL as the wrap counter and USED as its inverse; used means both as the wrap counter.
    @Example
    void ring_flags_tell_the_lap_and_whose_the_descriptor_is() {
        int[] ringFlags = {0, 1 << 7, 1 << 15, 1 << 7 | 1 << 15};
        for (boolean wrap : new boolean[]{false, true}) {
            int position = (wrap ? PackedLayout.WRAP : 0) | 5;
            for (int flags : ringFlags) {
                boolean avail = (flags & 1 << 7) != 0;
                boolean used = (flags & 1 << 15) != 0;
                for (int others : new int[]{0, PackedLayout.F_NEXT | PackedLayout.F_WRITE | PackedLayout.F_INDIRECT}) {
                    assertThat(PackedPosition.isAvailable(flags | others, position))
                            .isEqualTo(avail == wrap && used != wrap);
                    assertThat(PackedPosition.isUsed(flags | others, position))
                            .isEqualTo(avail == wrap && used == wrap);
                }
            }
        }
    }
}
