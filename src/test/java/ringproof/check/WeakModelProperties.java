package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import ringproof.check.SmallProgram.Kind;
import ringproof.check.SmallProgram.Op;

/// The weak model as the engine runs it, with views, comes to what its axioms allow of generated programs: neither less nor more.
class WeakModelProperties {
    private static final int MOST_OPS = 8;

    @Property(seed = "20170618", tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void the_engine_comes_to_what_the_axioms_allow(@ForAll("programs") LitmusProgram program) {
        Set<String> sc = SequentialOracle.outcomes(program);
        Set<String> weak = AxiomaticOracle.outcomes(program);
        assertThat(program.outcomes(MemoryModel.SC)).isEqualTo(sc);
        assertThat(program.outcomes(MemoryModel.WEAK)).isEqualTo(weak).containsAll(program.outcomes(MemoryModel.TSO));
        Statistics.label("weak").collect(!weak.equals(sc));
        Statistics.label("weak").coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    /// On cells, because they have exchanges. No volatile accesses: the engine takes them for more than they are.
    @Provide
    Arbitrary<LitmusProgram> programs() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(Kind.LOAD, Kind.STORE)),
                Tuple.of(1, Arbitraries.of(Kind.ACQUIRE_LOAD, Kind.RELEASE_STORE, Kind.ADD, Kind.COMPARE_AND_SET)),
                Tuple.of(1, Arbitraries.of(Kind.FENCE, Kind.ACQUIRE_FENCE, Kind.RELEASE_FENCE, Kind.STORE_STORE_FENCE,
                        Kind.LOAD_LOAD_FENCE)));
        Arbitrary<Integer> cells = Arbitraries.integers().between(SmallProgram.WORDS, SmallProgram.WORDS + 1);
        Arbitrary<Op> op = Combinators.combine(kinds, cells, Arbitraries.integers().between(1, 2)).as(Op::new);
        return op.list().ofMinSize(2).ofMaxSize(4).list().ofMinSize(2).ofMaxSize(3)
                .filter(agents -> agents.stream().mapToInt(List::size).sum() <= MOST_OPS)
                .map(agents -> new LitmusProgram(agents.toString(), agents,
                        List.of(SmallProgram.WORDS, SmallProgram.WORDS + 1)));
    }
}
