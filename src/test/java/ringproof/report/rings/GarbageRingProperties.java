package ringproof.report.rings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import ringproof.check.Access;
import ringproof.check.Replay;
import ringproof.check.Trace;
import ringproof.queue.PackedPosition;
import ringproof.queue.Virtqueues;
import ringproof.suite.QueueLabels;
import ringproof.suite.Scenario;
import ringproof.suite.Token;

/// Rings full of anything, as seeded bugs and hostile peers leave them: the picture ends, and says something of every field.
final class GarbageRingProperties {
    private static final int STEPS = 12;
    private static final int[] RING_FLAGS = {0x80, 0x81, 0x8000, 0x8001, 0x8080};
    private static final Trace SPLIT = start("split-eventnow/toggle-keep-irq-ignore/leaves/HL/q16i7.sc");
    private static final Trace PACKED = start("packed-event/toggle-keep-irq-ignore/leaves/HL/q16i7.sc");

    private static Trace start(String key) {
        Token token = Seeds.of(key);
        Replay replay = token.replay().replay();
        return replay.trace();
    }

    /// The same memory; steps of two agents that write what they like into the queue.
    private static Trace garbage(Trace real, long seed) {
        Random random = new Random(seed);
        QueueLabels.Named queue = QueueLabels.find(real.memory()).getFirst();
        int from = (int) queue.layout().descriptorArea();
        int bytes = (int) queue.layout().deviceArea() + 200 - from;
        List<Trace.Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            List<Access> accesses = new ArrayList<>();
            int agent = random.nextInt(real.agents().size());
            for (int j = 0; j < 40; j++) {
                // Small numbers are more often indices, and these are flags that make a descriptor available or used.
                long value = switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> RING_FLAGS[random.nextInt(RING_FLAGS.length)];
                    default -> random.nextInt(20);
                };
                accesses.add(
                        new Access(Access.Kind.STORE, Access.Target.WORD, agent, from + 2 * random.nextInt(bytes / 2),
                                2, value & 0xFFFF));
            }
            steps.add(new Trace.Step(agent, "writes", null, "", -1, accesses));
        }
        return new Trace(real.agents(), steps, real.memory());
    }

    @Property(seed = "20210603", tries = 150)
    void whatever_is_in_a_split_ring_the_picture_ends(@ForAll long seed) {
        assertDrawn(garbage(SPLIT, seed), "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Property(seed = "20210603", tries = 150)
    void whatever_is_in_a_packed_ring_the_picture_ends(@ForAll long seed, @ForAll @IntRange(max = 0xFFFF) int start) {
        assertDrawn(garbage(PACKED, seed), "packed-event/interrupt/none/LL/q16i" + start);
    }

    private static void assertDrawn(Trace trace, String scenario) {
        MemoryPicture picture = MemoryPicture.of(trace, Scenario.parse(scenario));
        boolean live = false;
        for (int step = 1; step <= STEPS; step++) {
            live |= picture.at(step).stream().anyMatch(drawn -> drawn.shown().marks().contains("live"));
        }
        Statistics.label("something is the device's").collect(live)
                .coverage(of -> of.check(true).percentage(p -> p > 20));
        assertThat(picture.frames()).hasSize(STEPS).allSatisfy(frame -> assertThat(frame).isNotEmpty());
        assertThat(picture.at(STEPS)).extracting(drawn -> drawn.shown().text()).noneMatch(text -> text.contains("+-"));
    }

    @Property(seed = "20210603", tries = 200)
    void positions_of_a_packed_ring_stay_within_it(@ForAll long seed, @ForAll @IntRange(max = 40) int count) {
        Trace trace = garbage(PACKED, seed);
        QueueLabels.Named queue = QueueLabels.find(trace.memory()).getFirst();
        int size = queue.layout().size();
        Scenario scenario = Scenario.parse("packed-event/interrupt/none/LL/q16i7");
        PackedRing ring = new PackedRing(queue.layout(),
                Virtqueues.startAfter(scenario.ring().features(), count, size));
        MemoryImage image = new MemoryImage(trace);
        for (Trace.Step step : trace.steps()) {
            image.apply(step);
            ring.follow(image);
            assertThat(PackedPosition.slot(ring.availPosition())).isLessThan(size);
            assertThat(PackedPosition.slot(ring.usedPosition())).isLessThan(size);
            assertThat(PackedPosition.distance(ring.availPosition(), ring.usedPosition(), size))
                    .isLessThanOrEqualTo(size);
        }
    }
}
