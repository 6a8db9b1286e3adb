package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.Failure;
import ringproof.check.Verdict;

/// What of a finding is not needed, on cells that are refuted after a few hundred states.
final class ShrinkingTest {
    private static final Cell LARGE = Cell.parse("split-flags/toggle-v1/leaves/HLL+HL/q8i65534.sc");

    private final Shrinking shrinking = new Shrinking(Shrinking.DEFAULT_STATES);

    private static Failure failure(Cell cell) {
        Verdict verdict = Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT);
        assertThat(verdict).as(cell.key()).isInstanceOf(Verdict.Refuted.class);
        return ((Verdict.Refuted) verdict).failure();
    }

    private static CellResult shrunk(Shrinking shrinking, Cell cell) {
        return Objects.requireNonNull(shrinking.smaller(cell, failure(cell)).result(), cell.key());
    }

    @Test
    void requests_submitters_and_the_queue_that_are_not_needed_go() {
        CellResult smallest = shrunk(shrinking, LARGE);
        assertThat(smallest.cell().key()).isEqualTo("split-flags/toggle-v1/leaves/HL/q16i7.sc");
        Token token = Objects.requireNonNull(smallest.token());
        assertThat(token.replay().reproduces()).isTrue();
        assertThat(token.replay().sentence()).isEqualTo("lost completion: IN tag 1 never completes");
    }

    @Test
    void of_the_smallest_nothing_more_can_go() {
        CellResult smallest = shrunk(shrinking, LARGE);
        List<Scenario> smaller = SmallerScenarios.of(smallest.cell().scenario());
        assertThat(smaller).hasSize(2);
        for (Scenario scenario : smaller) {
            Cell cell = new Cell(scenario, LARGE.model(), null);
            assertThat(Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT)).as(cell.key())
                    .isInstanceOf(Verdict.Proved.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The index must pass 0 with the second request.
        "split-eventnow/toggle-keep-irq/stays/HL/q16i65534.sc.cache-used-event,",
        // The lists must fill the ring, one after the other.
        "packed-flags/interrupt/none/LL/q3i7.sc.packed-wrap-exact-driver,",
        "packed-flags/interrupt/none/LLL/q3i0.sc.packed-wrap-exact-driver,LL/q3i7",
        // The ring's size matters, where it begins does not.
        "split-flags/toggle-v1/yields/LH/q4i65535.tso,H/q16i7"})
    void what_is_needed_stays(String key, String smallest) {
        Cell cell = Cell.parse(key);
        CellResult result = shrinking.smaller(cell, failure(cell)).result();
        String found = result == null ? null : result.cell().scenario().key().replaceFirst(".*/(?=.*/)", "");
        assertThat(found).isEqualTo(smallest);
    }

    @Test
    void another_failure_in_a_smaller_cell_does_not_count() {
        Shrinking.Outcome outcome = shrinking.smaller(LARGE,
                new Failure(Failure.Kind.PROPERTY, "request 0 completed twice"));
        assertThat(outcome.result()).isNull();
        assertThat(outcome.cells()).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"PROPERTY,PROPERTY,lost completion: IN tag 1,lost completion: HIPRI IN tag 0,true",
        "PROPERTY,PROPERTY,request 0 completed twice,request 1 completed twice,true",
        "PROPERTY,PROPERTY,request 0 completed twice,lost completion: IN tag 1,false",
        "STUCK,PROPERTY,job1 waits,job1 waits,false", "DATA_RACE,DATA_RACE,at 0x40,at 0x1c8 and others,true"})
    void a_failure_is_known_by_its_kind_and_a_property_by_its_sentence(Failure.Kind kind, Failure.Kind otherKind,
            String message, String otherMessage, boolean same) {
        assertThat(Shrinking.isSame(new Failure(kind, message), new Failure(otherKind, otherMessage))).isEqualTo(same);
    }

    @Test
    void states_limit_what_is_tried() {
        Shrinking hasty = new Shrinking(1);
        Shrinking.Outcome outcome = hasty.smaller(LARGE, failure(LARGE));
        assertThat(outcome.result()).isNull();
        assertThat(outcome.cells()).isLessThan(shrinking.smaller(LARGE, failure(LARGE)).cells());
    }

    @Test
    void a_smaller_cell_is_explored_once_and_comes_out_the_same_everywhere() {
        CellResult first = shrunk(shrinking, LARGE);
        Cell other = Cell.parse("split-flags/toggle-v1/leaves/H+L/q16i7.sc");
        assertThat(shrunk(shrinking, other)).isSameAs(first);
        assertThat(shrunk(new Shrinking(Shrinking.DEFAULT_STATES), other).token()).isEqualTo(first.token());
    }

    @Test
    void smaller_is_a_request_less_a_submitter_less_and_the_usual_queue() {
        assertThat(SmallerScenarios.of(Scenario.parse("split-flags/toggle-v1/leaves/HL+L/q4i3")))
                .extracting(scenario -> scenario.key().substring("split-flags/toggle-v1/leaves/".length()))
                .containsExactly("L+L/q4i3", "H+L/q4i3", "HL/q4i3", "HLL/q4i3", "LHL/q4i3", "HL+L/q16i7",
                        "HL+L/q16i3", "HL+L/q4i7");
        assertThat(SmallerScenarios.of(Scenario.parse("split-flags/toggle-v1/leaves/H/q16i7"))).isEmpty();
    }
}
