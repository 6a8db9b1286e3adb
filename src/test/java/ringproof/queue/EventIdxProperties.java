package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// [EventIdx#needsEvent] against the sentence of the specification: one of the entries is the one asked for. Spec 2.7.7.2, 2.7.10.1.
final class EventIdxProperties {
    private static final int INDICES = 65536;

    /// All distances and all places of the event, from one index: that the others are alike is the next property.
    @Example
    void an_event_is_needed_exactly_when_an_entry_passes_it() {
        int oldIdx = 65530;
        for (int count = 0; count < INDICES; count++) {
            int newIdx = (oldIdx + count) % INDICES;
            for (int ahead : new int[]{0, 1, count - 1, count, count + 1, INDICES - 1}) {
                if (ahead >= 0 && ahead < INDICES
                        && EventIdx.needsEvent((oldIdx + ahead) % INDICES, newIdx, oldIdx) != (ahead < count)) {
                    throw new AssertionError("event " + ahead + " ahead of " + oldIdx + ", " + count + " entries");
                }
            }
        }
    }

    @Property(seed = "20210603", tries = 3_000)
    void looking_at_each_entry_says_the_same(@ForAll @IntRange(max = 65535) int eventIdx,
            @ForAll @IntRange(max = 65535) int newIdx,
            @ForAll @IntRange(max = 65535) int oldIdx) {
        boolean passed = false;
        for (int entry = oldIdx; entry != newIdx; entry = (entry + 1) % INDICES) {
            passed |= entry == eventIdx;
        }
        assertThat(EventIdx.needsEvent(eventIdx, newIdx, oldIdx)).isEqualTo(passed);
    }

    @Property(seed = "20210603")
    void distance_undoes_advance(@ForAll @IntRange(max = 65535) int idx,
            @ForAll @IntRange(min = -65535, max = 65535) int count) {
        int advanced = EventIdx.advance(idx, count);
        assertThat(advanced).isBetween(0, 65535);
        assertThat(EventIdx.distance(advanced, idx)).isEqualTo(Math.floorMod(count, INDICES));
    }
}
