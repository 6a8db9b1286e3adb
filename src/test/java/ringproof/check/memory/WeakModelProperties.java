package ringproof.check.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import ringproof.check.MemoryModel;
import ringproof.check.memory.SmallProgram.Kind;
import ringproof.check.memory.SmallProgram.Op;

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

    @Property(seed = "20210409", tries = 400, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void volatile_accesses_have_one_order_and_order_nothing_else(@ForAll("volatilePrograms") LitmusProgram program) {
        Set<String> weak = AxiomaticOracle.outcomes(program);
        assertThat(program.outcomes(MemoryModel.WEAK)).isEqualTo(weak).containsAll(program.outcomes(MemoryModel.TSO));
        Statistics.label("weak").collect(!weak.equals(SequentialOracle.outcomes(program)));
        Statistics.label("weak").coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
        Statistics.label("ordered").collect(!weak.equals(AxiomaticOracle.outcomes(program.withReleasesAndAcquires())));
        Statistics.label("ordered").coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
    }

    /// On cells, because they have exchanges.
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

    /// On memory, because cells have no volatile loads and stores, with a rare exchange of a cell. Mostly an agent's accesses are to the
    /// two words in turn, since else little is weak; and each store stores something else, so that all can be told apart.
    @Provide
    Arbitrary<LitmusProgram> volatilePrograms() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(16, Arbitraries.of(Kind.VOLATILE_LOAD, Kind.VOLATILE_STORE)),
                Tuple.of(8, Arbitraries.of(Kind.LOAD, Kind.STORE)),
                Tuple.of(2, Arbitraries.of(Kind.ACQUIRE_LOAD, Kind.RELEASE_STORE)),
                Tuple.of(1, Arbitraries.of(Kind.FENCE, Kind.ACQUIRE_FENCE, Kind.RELEASE_FENCE)),
                Tuple.of(1, Arbitraries.of(Kind.ADD, Kind.COMPARE_AND_SET)));
        Arbitrary<Op> ops = Combinators.combine(kinds, Arbitraries.of(0, 0, 0, 0, 1))
                .as((kind, word) -> new Op(kind, word, 0));
        Arbitrary<List<Integer>> sizes = Arbitraries.of(List.of(2, 2), List.of(2, 2, 2), List.of(1, 2, 2),
                List.of(3, 2), List.of(3, 3), List.of(2, 2, 3), List.of(1, 1, 2, 2), List.of(4, 3));
        return Combinators.combine(sizes, ops.list().ofSize(MOST_OPS), Arbitraries.of(0, 1).list().ofSize(MOST_OPS))
                .as(WeakModelProperties::volatileProgram);
    }

    private static LitmusProgram volatileProgram(List<Integer> sizes, List<Op> ops, List<Integer> firstWords) {
        List<List<Op>> agents = new ArrayList<>();
        int next = 0;
        for (int agent = 0; agent < sizes.size(); agent++) {
            List<Op> own = new ArrayList<>();
            for (int i = 0; i < sizes.get(agent); i++) {
                Op op = ops.get(next++);
                boolean isExchange = op.kind() == Kind.ADD || op.kind() == Kind.COMPARE_AND_SET;
                int word = (firstWords.get(agent) + i + op.word()) % 2;
                own.add(new Op(op.kind(), isExchange ? SmallProgram.WORDS : word, next));
            }
            agents.add(own);
        }
        return new LitmusProgram(agents.toString(), agents, List.of(0, 1));
    }
}
