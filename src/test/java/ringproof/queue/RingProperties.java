package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/// Both sides of a ring against [RingModel], over generated operations; its heirs say of which format, and add seeded bugs that must be
/// found.
abstract class RingProperties {
    private static final int TRIES = 5_000;
    private static final int MAX_OPS = 120;
    /// Tries of [#TRIES] that must come across each interesting case; each does in far more.
    private static final int ENOUGH = 100;

    /// What rings there are, and where they begin.
    @Provide
    abstract Arbitrary<RingSetup> setups();

    /// What rings of the format must come across.
    abstract Set<Reached> interesting();

    @Property(seed = "20210603", tries = TRIES)
    void behaves_as_the_model_says(@ForAll("setups") RingSetup setup, @ForAll("operations") List<RingOp> ops) {
        Set<Reached> reached = RingRun.run(setup, new RingRun.Sides(), ops);
        for (Reached what : interesting()) {
            Statistics.label(what.name()).collect(reached.contains(what))
                    .coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
        }
        assertThat(reached).isSubsetOf(interesting());
    }

    /// Every kind of ring of a format: the one place where configurations come from.
    static Arbitrary<RingSetup> setups(RingFormat format, Arbitrary<Integer> sizes, Arbitrary<Integer> startIdx) {
        return Combinators.combine(sizes, Arbitraries.of(false, true), Arbitraries.of(DisableCallback.class), startIdx,
                Arbitraries.of(false, true), indirect().injectNull(0.4))
                .as((size, eventIdx, style, start, inOrder, indirect) -> new RingSetup(format, size, eventIdx, style,
                        start, inOrder, indirect));
    }

    private static Arbitrary<RingSetup.Indirect> indirect() {
        return Combinators.combine(Arbitraries.of(1, 1, 2, 3, 4), Arbitraries.of(1, 2, 4, 8, 16, 16))
                .as(RingSetup.Indirect::new);
    }

    @Provide
    Arbitrary<List<RingOp>> operations() {
        Arbitrary<RingOp> add = Combinators.combine(pieceCounts(), pieceCounts()).as(RingOp.Add::new);
        Arbitrary<RingOp> use = Combinators
                .combine(Arbitraries.integers().between(0, 15),
                        Arbitraries.oneOf(Arbitraries.just(1000), Arbitraries.integers().between(0, 1000)),
                        Arbitraries.of(true, true, false))
                .as(RingOp.Use::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, add),
                Tuple.of(7, use),
                Tuple.of(6, Arbitraries.of(RingOp.Simple.TAKE)),
                Tuple.of(4, Arbitraries.of(RingOp.Simple.TAKE_USED)),
                Tuple.of(9, Arbitraries.of(RingOp.Simple.class)))
                .list().ofMaxSize(MAX_OPS);
    }

    private static Arbitrary<Integer> pieceCounts() {
        return Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.integers().between(0, 2)),
                Tuple.of(1, Arbitraries.integers().between(0, 16)));
    }

    /// The model must find the bug, and say so with these words: the same each time.
    void assertFinds(RingRun.Sides seeded, String how) {
        RandomGenerator<Throwable> runs = Combinators.combine(setups(), operations())
                .as((setup, ops) -> catchThrowable(() -> RingRun.run(setup, seeded, ops))).generator(TRIES);
        Random random = new Random(20210603);
        Throwable found = null;
        for (int i = 0; i < TRIES && found == null; i++) {
            found = runs.next(random).value();
        }
        assertThat(found).isInstanceOf(AssertionError.class).hasMessageContaining(how);
    }

    static Set<Reached> allBut(Reached... others) {
        EnumSet<Reached> all = EnumSet.allOf(Reached.class);
        all.removeAll(List.of(others));
        return all;
    }
}
