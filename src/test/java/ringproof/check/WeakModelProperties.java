package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import ringproof.check.SmallProgram.Kind;
import ringproof.check.SmallProgram.Op;

/// The weak model as the engine runs it, with views, comes to what its axioms allow of generated programs: neither less nor more.
class WeakModelProperties {
    private static final int MOST_OPS = 8;

    @Property(seed = "20170618", tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void the_engine_comes_to_what_the_axioms_allow(@ForAll("programs") LitmusProgram program) {
        assertThat(program.outcomes(MemoryModel.SC)).isEqualTo(SequentialOracle.outcomes(program));
        assertThat(program.outcomes(MemoryModel.WEAK)).isEqualTo(AxiomaticOracle.outcomes(program))
                .containsAll(program.outcomes(MemoryModel.TSO));
        boolean isWeak = !program.outcomes(MemoryModel.WEAK).equals(program.outcomes(MemoryModel.TSO));
        Statistics.label("weak").collect(isWeak);
        Statistics.label("weak").coverage(c -> c.check(true).percentage(p -> p > 3));
    }

    /// On cells, because they have exchanges. No volatile accesses: the engine takes them for more than they are.
    @Provide
    Arbitrary<LitmusProgram> programs() {
        Arbitrary<Kind> kinds = Arbitraries.of(Kind.LOAD, Kind.STORE, Kind.ACQUIRE_LOAD, Kind.RELEASE_STORE, Kind.ADD,
                Kind.COMPARE_AND_SET, Kind.FENCE, Kind.ACQUIRE_FENCE, Kind.RELEASE_FENCE, Kind.STORE_STORE_FENCE,
                Kind.LOAD_LOAD_FENCE);
        Arbitrary<Op> access = Combinators.combine(Arbitraries.of(Kind.LOAD, Kind.STORE), cells(), values())
                .as(Op::new);
        Arbitrary<Op> any = Combinators.combine(kinds, cells(), values()).as(Op::new);
        return Arbitraries.oneOf(access, any).list().ofMinSize(2).ofMaxSize(4).list().ofMinSize(2).ofMaxSize(3)
                .filter(agents -> agents.stream().mapToInt(List::size).sum() <= MOST_OPS)
                .map(agents -> new LitmusProgram(agents.toString(), agents,
                        List.of(SmallProgram.WORDS, SmallProgram.WORDS + 1)));
    }

    private static Arbitrary<Integer> cells() {
        return Arbitraries.integers().between(SmallProgram.WORDS, SmallProgram.WORDS + 1);
    }

    private static Arbitrary<Integer> values() {
        return Arbitraries.integers().between(1, 2);
    }
}
