package ringproof.check.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.check.memory.LitmusCase.Grade;
import ringproof.check.memory.LitmusCase.Graded;

/// The published litmus tests: each model comes to exactly the outcomes that it allows.
///
/// Two oracles that know nothing of the engine say the same: every interleaving for SC, axioms for the weak model.
class MemoryModelLitmus {
    private static final String TABLE = "ringproof.litmus.table";

    static List<LitmusCase> litmusTests() {
        return LitmusCase.all();
    }

    @ParameterizedTest
    @MethodSource("litmusTests")
    void every_conceivable_outcome_has_one_grade(LitmusCase litmus) {
        for (String outcome : litmus.program().conceivableOutcomes()) {
            assertThat(litmus.outcomes().stream().filter(graded -> graded.covers(outcome))).as("grades of %s", outcome)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("litmusTests")
    void the_acceptable_outcomes_are_those_of_all_interleavings(LitmusCase litmus) {
        assertThat(litmus.acceptable()).isEqualTo(SequentialOracle.outcomes(litmus.program()));
    }

    @ParameterizedTest
    @MethodSource("litmusTests")
    void the_outcomes_allowed_by_the_weak_model_are_those_of_its_axioms(LitmusCase litmus) {
        if (!litmus.program().text().contains("next")) {
            assertThat(litmus.allowed(MemoryModel.WEAK)).isEqualTo(AxiomaticOracle.outcomes(litmus.program()));
        }
    }

    @ParameterizedTest
    @MethodSource("litmusTests")
    void each_model_observes_exactly_what_it_allows(LitmusCase litmus) {
        for (MemoryModel model : MemoryModel.values()) {
            assertThat(litmus.program().outcomes(model)).as("%s", model).isEqualTo(litmus.allowed(model));
        }
    }

    static List<Arguments> weakenedTests() {
        List<Arguments> all = new ArrayList<>();
        for (LitmusCase litmus : LitmusCase.all()) {
            for (Graded graded : litmus.outcomes()) {
                if (graded.byOrder()) {
                    litmus.program().weakened().forEach(weakened -> all.add(Arguments
                            .argumentSet(litmus.name() + " without the " + weakened.dropped(), weakened, graded)));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("weakenedTests")
    void each_fence_or_order_is_necessary_where_it_is(LitmusProgram.Weakened weakened, Graded prevented) {
        assertThat(weakened.program().outcomes(MemoryModel.WEAK)).containsAll(prevented.patterns());
    }

    @ParameterizedTest
    @CsvSource({"x=1; fence; r=y || y=1; fence; r=x, 0 0", "x=1; y=1 || y=2; fence; r=x -> y, 0 y=2",
        "x=1 || r=x; r=y || y=1; fence; r=x, 1 0 0"})
    void each_full_fence_is_necessary_under_tso(String text, String prevented) {
        LitmusProgram program = LitmusProgram.of(text);
        assertThat(program.outcomes(MemoryModel.TSO)).doesNotContain(prevented);
        assertThat(program.weakened()).isNotEmpty().allSatisfy(
                weakened -> assertThat(weakened.program().outcomes(MemoryModel.TSO)).contains(prevented));
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void an_ignored_lock_passes_no_message(MemoryModel model) {
        LitmusProgram program = LitmusProgram.of("x=1; lock; y=1; unlock || lock; r=y; unlock; r=x");
        Configuration configuration = Configuration.of(model).ignoringLock("lock");
        assertThat(program.outcomes(configuration).contains("1 0")).isEqualTo(model == MemoryModel.WEAK);
    }

    @Test
    @Disabled("Armv8 and Power let a load be overtaken by a later store, but the weak model makes no promises of stores to come.")
    void load_buffering_is_observed() {
        assertThat(LitmusProgram.of("r=x; y=1 || r=y; x=1").outcomes(MemoryModel.WEAK)).contains("1 1");
    }

    @Test
    @Disabled("It takes the same overtaking: the agent without fences stores z before it has loaded y.")
    void full_fences_with_an_unordered_agent_between_them_pass_no_message() {
        assertThat(LitmusProgram.of("x=1; fence; y=1 || r=y; z=1 || r=z; fence; r=x").outcomes(MemoryModel.WEAK))
                .contains("1 1 0");
    }

    @Test
    @EnabledIfSystemProperty(named = TABLE, matches = ".+")
    void the_table_is_written() throws IOException {
        List<String> lines = new ArrayList<>(List.of("# Litmus tests: what each memory model comes to", "",
                "`yes`: observed in an exhaustive search. `-`: in no execution. Sequentially consistent outcomes, observed under all "
                        + "three models, are only counted. In a program, `x=1` stores, `r=x` loads, both opaque; behind `->` are words "
                        + "whose final values count. `*` stands for any value.",
                "", "| Test | Program | Outcome | SC | TSO | WEAK | Grade | Why |",
                "|---|---|---|---|---|---|---|---|"));
        for (LitmusCase litmus : LitmusCase.all()) {
            lines.addAll(rows(litmus));
        }
        assertThat(Files.writeString(Path.of(System.getProperty(TABLE)), String.join("\n", lines) + "\n"))
                .isNotEmptyFile();
    }

    private static List<String> rows(LitmusCase litmus) {
        List<Set<String>> observed = Stream.of(MemoryModel.values()).map(litmus.program()::outcomes).toList();
        List<String> rows = new ArrayList<>();
        for (Graded graded : litmus.outcomes()) {
            List<String> cells = new ArrayList<>(
                    List.of(litmus.name(), "`" + litmus.program().text().replace("||", "\\|\\|") + "`"));
            cells.add(graded.grade() == Grade.ACCEPTABLE ? graded.patterns().size() + " outcomes"
                    : "`" + String.join("`, `", graded.patterns()) + "`");
            observed.forEach(outcomes -> cells.add(howMany(graded, outcomes)));
            cells.add(graded.grade().toString());
            cells.add(graded.reason());
            rows.add("| " + String.join(" | ", cells) + " |");
        }
        return rows;
    }

    private static String howMany(Graded graded, Set<String> observed) {
        Set<String> of = new TreeSet<>(observed);
        of.removeIf(outcome -> !graded.covers(outcome));
        return of.isEmpty() ? "-" : of.size() == graded.patterns().size() ? "yes" : of.size() + " of them";
    }
}
