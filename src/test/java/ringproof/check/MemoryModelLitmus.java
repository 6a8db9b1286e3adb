package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.SmallProgram.Kind;
import ringproof.check.SmallProgram.Op;

/// The published litmus tests: the outcome in question is observed exactly where the model allows it.
///
/// Sources: Owens, Sarkar, Sewell 2009 (x86-TSO); Alglave, Maranget, Tautschnig 2014 (names).
class MemoryModelLitmus {
    /// `outcome`: what the loads return, agent by agent, and the final words where they are part of the question.
    record Litmus(String name, List<List<Op>> agents, String outcome, boolean underSc, boolean underTso) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Op FENCE = new Op(Kind.FENCE, 0, 0);

    private static Op write(int word, int value) {
        return new Op(Kind.STORE, word, value);
    }

    private static Op read(int word) {
        return new Op(Kind.LOAD, word, 0);
    }

    private static Litmus litmus(String name, String outcome, boolean underSc, boolean underTso,
            List<List<Op>> agents) {
        return new Litmus(name, agents, outcome, underSc, underTso);
    }

    static List<Litmus> litmusTests() {
        return List.of(
                litmus("SB", "[0][0]", false, true,
                        List.of(List.of(write(0, 1), read(1)), List.of(write(1, 1), read(0)))),
                litmus("SB+fence+fence", "[0][0]", false, false,
                        List.of(List.of(write(0, 1), FENCE, read(1)), List.of(write(1, 1), FENCE, read(0)))),
                litmus("SB+fence+po", "[0][0]", false, true,
                        List.of(List.of(write(0, 1), FENCE, read(1)), List.of(write(1, 1), read(0)))),
                litmus("SB+atomic+atomic", "[0, 0][0, 0]", false, false,
                        List.of(List.of(write(0, 1), new Op(Kind.ADD, 0, 0), read(1)),
                                List.of(write(1, 1), new Op(Kind.ADD, 0, 0), read(0)))),
                litmus("SB with own reads (n6)", "[1, 0][1, 0]", false, true,
                        List.of(List.of(write(0, 1), read(0), read(1)), List.of(write(1, 1), read(1), read(0)))),
                litmus("MP", "[][1, 0]", false, false,
                        List.of(List.of(write(0, 1), write(1, 1)), List.of(read(1), read(0)))),
                litmus("MP, the usual outcome", "[][1, 1]", true, true,
                        List.of(List.of(write(0, 1), write(1, 1)), List.of(read(1), read(0)))),
                litmus("LB", "[1][1]", false, false,
                        List.of(List.of(read(0), write(1, 1)), List.of(read(1), write(0, 1)))),
                litmus("CoRR", "[][1, 0]", false, false, List.of(List.of(write(0, 1)), List.of(read(0), read(0)))),
                litmus("CoWR", "[2][] 1", false, false, List.of(List.of(write(0, 1), read(0)), List.of(write(0, 2)))),
                litmus("CoWR, the usual outcome", "[2][] 2", true, true,
                        List.of(List.of(write(0, 1), read(0)), List.of(write(0, 2)))),
                litmus("IRIW", "[][][1, 0][1, 0]", false, false,
                        List.of(List.of(write(0, 1)), List.of(write(1, 1)), List.of(read(0), read(1)),
                                List.of(read(1), read(0)))),
                litmus("WRC", "[][1][1, 0]", false, false,
                        List.of(List.of(write(0, 1)), List.of(read(0), write(1, 1)), List.of(read(1), read(0)))),
                litmus("2+2W", "[][] 1 1", false, false,
                        List.of(List.of(write(0, 1), write(1, 2)), List.of(write(1, 1), write(0, 2)))),
                litmus("S", "[][1] 2", false, false,
                        List.of(List.of(write(0, 2), write(1, 1)), List.of(read(1), write(0, 1)))),
                litmus("R", "[][0] 1 2", false, true,
                        List.of(List.of(write(0, 1), write(1, 1)), List.of(write(1, 2), read(0)))),
                litmus("ISA2", "[][1][1, 0]", false, false,
                        List.of(List.of(write(0, 1), write(1, 1)), List.of(read(1), write(2, 1)),
                                List.of(read(2), read(0)))));
    }

    @ParameterizedTest
    @MethodSource("litmusTests")
    void the_outcome_is_observed_exactly_where_the_model_allows_it(Litmus litmus) {
        SmallProgram program = new SmallProgram(litmus.agents);
        assertThat(observed(program, MemoryModel.SC, litmus)).as("%s under SC: %s", litmus, litmus.outcome)
                .isEqualTo(litmus.underSc);
        assertThat(observed(program, MemoryModel.TSO, litmus)).as("%s under TSO: %s", litmus, litmus.outcome)
                .isEqualTo(litmus.underTso);
    }

    private static boolean observed(SmallProgram program, MemoryModel model, Litmus litmus) {
        Set<String> outcomes = new TreeSet<>();
        for (String outcome : program.outcomes(Configuration.of(model))) {
            outcomes.add(inLitmusForm(outcome));
        }
        List<String> starting = new ArrayList<>();
        for (String outcome : outcomes) {
            if ((outcome + " ").startsWith(litmus.outcome + " ")) {
                starting.add(outcome);
            }
        }
        return !starting.isEmpty();
    }

    /// From "[[1, -1], [-1]] 2 0 0 cell ..." to "[1][] 2 0 0".
    private static String inLitmusForm(String outcome) {
        String loads = outcome.substring(1, outcome.indexOf("]]") + 1).replace(", -1]", "]").replace("[-1]", "[]")
                .replace("], [", "][");
        String words = outcome.substring(outcome.indexOf("]]") + 2, outcome.indexOf(" cell"));
        return loads + words;
    }
}
