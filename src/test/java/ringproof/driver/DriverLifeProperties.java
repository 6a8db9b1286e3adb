package ringproof.driver;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import ringproof.driver.policy.Policy;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Any sequence of submissions, uses, interrupts, timeouts, freezes, resets and removals: every request ends exactly once and as it must, in
/// order, and nothing of it is used again while the device may touch it. See [LifeModel].
final class DriverLifeProperties {
    @Provide
    Arbitrary<LifeModel.Setup> setups() {
        return Combinators.combine(
                Arbitraries.of(Policy.INTERRUPT, Policy.NO_SUPPRESSION, Policy.TOGGLE_KEEP_IRQ, Policy.TOGGLE),
                Arbitraries.of(false, true), Arbitraries.of(false, true), Arbitraries.of(4, 16))
                .as((policy, packed, eventIdx, size) -> {
                    FeatureSet ring = packed ? FeatureSet.of(Feature.RING_PACKED) : FeatureSet.NONE;
                    return new LifeModel.Setup(policy, eventIdx ? ring.with(Feature.EVENT_IDX) : ring, size);
                });
    }

    @Provide
    Arbitrary<List<LifeModel.Step>> steps() {
        return Combinators.combine(Arbitraries.frequency(
                Tuple.of(10, LifeModel.Kind.SUBMIT),
                Tuple.of(2, LifeModel.Kind.SUBMIT_BATCH),
                Tuple.of(6, LifeModel.Kind.TAKE),
                Tuple.of(8, LifeModel.Kind.USE),
                Tuple.of(6, LifeModel.Kind.INTERRUPT),
                Tuple.of(2, LifeModel.Kind.POLL),
                Tuple.of(4, LifeModel.Kind.FREE),
                Tuple.of(2, LifeModel.Kind.TIME_OUT),
                Tuple.of(1, LifeModel.Kind.FREEZE),
                Tuple.of(2, LifeModel.Kind.RESTORE),
                Tuple.of(1, LifeModel.Kind.RESET_QUEUE),
                Tuple.of(1, LifeModel.Kind.RECOVER),
                Tuple.of(1, LifeModel.Kind.BREAK)), Arbitraries.integers().between(0, 31)).as(LifeModel.Step::new)
                .list().ofMaxSize(60);
    }

    @Property(seed = "20210603", tries = 1_500)
    void every_request_ends_once_and_as_it_must(@ForAll("setups") LifeModel.Setup setup,
            @ForAll("steps") List<LifeModel.Step> steps, @ForAll LifeModel.Ending ending) {
        Set<LifeModel.Reached> reached = new LifeModel(setup).run(steps, ending);
        for (LifeModel.Reached what : EnumSet.allOf(LifeModel.Reached.class)) {
            Statistics.label(what.name()).collect(reached.contains(what))
                    .coverage(cover -> cover.check(true).count(count -> count >= 20));
        }
    }
}
