package ringproof.check.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.check.Reduction;
import ringproof.check.memory.SmallProgram.Kind;
import ringproof.check.memory.SmallProgram.Op;

/// The reductions lose nothing: naive and reduced search reach the same outcomes of generated programs.
class ReductionProperties {
    private static final Set<Reduction> NONE = EnumSet.noneOf(Reduction.class);

    @Property(seed = "20210603", tries = 700, shrinking = ShrinkingMode.BOUNDED)
    void reduced_search_reaches_every_outcome_of_the_naive_one(@ForAll("programs") SmallProgram program,
            @ForAll MemoryModel model) {
        Configuration configuration = Configuration.of(model);
        Set<String> naive = program.outcomes(configuration.reducing(NONE));
        assertThat(program.outcomes(configuration)).isEqualTo(naive);
        if (!naive.iterator().next().startsWith("refuted")) {
            assertThat(naive).as("what random walks over the code itself come to")
                    .containsAll(program.walks(configuration, 5));
        }
        for (Reduction reduction : Reduction.values()) {
            assertThat(program.outcomes(configuration.reducing(EnumSet.of(reduction)))).as("only %s", reduction)
                    .isEqualTo(naive);
        }
        Statistics.label("outcomes").collect(naive.size() == 1 ? "one" : naive.size() < 10 ? "some" : "many");
        Statistics.label("outcomes").coverage(c -> c.check("many").percentage(p -> p > 0.8));
    }

    @Provide
    Arbitrary<SmallProgram> programs() {
        Arbitrary<Kind> plain = Arbitraries.of(Kind.PLAIN_LOAD, Kind.PLAIN_STORE);
        Arbitrary<Kind> others = Arbitraries.of(Kind.class)
                .filter(kind -> kind != Kind.PLAIN_LOAD && kind != Kind.PLAIN_STORE && kind != Kind.LOCK
                        && kind != Kind.UNLOCK);
        // Few plain accesses: a program that races has one outcome only.
        Arbitrary<Op> op = Combinators
                .combine(Arbitraries.frequencyOf(Tuple.of(15, others), Tuple.of(1, plain)),
                        Arbitraries.integers().between(0, SmallProgram.WORDS - 1),
                        Arbitraries.integers().between(1, 2))
                .as(Op::new);
        return op.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(2).ofMaxSize(3).map(SmallProgram::new);
    }

    @Example
    void store_buffering_is_seen_under_tso_and_not_under_sc() {
        SmallProgram program = new SmallProgram(List.of(List.of(new Op(Kind.STORE, 0, 1), new Op(Kind.LOAD, 1, 0)),
                List.of(new Op(Kind.STORE, 1, 1), new Op(Kind.LOAD, 0, 0))));
        String bothOld = "[[0, -1], [0, -1]] 1 1 0 cell 0 0 0 0";
        for (Set<Reduction> reductions : List.of(NONE, EnumSet.allOf(Reduction.class))) {
            assertThat(program.outcomes(Configuration.of(MemoryModel.SC).reducing(reductions))).hasSize(3)
                    .doesNotContain(bothOld);
            assertThat(program.outcomes(Configuration.of(MemoryModel.TSO).reducing(reductions))).hasSize(4)
                    .contains(bothOld);
        }
    }
}
