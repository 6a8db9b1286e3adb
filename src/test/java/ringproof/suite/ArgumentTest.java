package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.check.Budget;

/// The evidence of the argument of 2021; `argument` explores it.
final class ArgumentTest {
    @Test
    void every_cell_that_is_called_upon_exists_and_is_expected_to_end_as_the_page_says() {
        assertThat(Argument.points()).hasSize(12).allSatisfy(point -> assertThat(point.evidence()).isNotEmpty());
        for (Argument.Point point : Argument.points()) {
            for (Argument.Evidence evidence : point.evidence()) {
                assertThat(evidence.keys()).isNotEmpty().allSatisfy(
                        key -> assertThat(Cell.parse(key).expectation()).as(key).isEqualTo(evidence.expected()));
            }
        }
    }

    @Test
    void braces_stand_for_each_of_their_alternatives() {
        assertThat(Argument.expand("a{b,c}d{,e}")).containsExactly("abd", "abde", "acd", "acde");
    }

    private static boolean holds(Cell.Expectation expected, String pattern) {
        return Argument.settle(new Argument.Evidence(expected, pattern), Budget.DEFAULT, 1, result -> {
        }).holds();
    }

    @Test
    void evidence_holds_where_every_cell_ends_so_and_not_where_one_does_not() {
        assertThat(holds(Cell.Expectation.REFUTED, "split-flags/toggle-v1/leaves/HL/q16i7.sc")).isTrue();
        assertThat(holds(Cell.Expectation.PROVED, "split-flags/toggle-v1/leaves/HL/q16i7.sc")).isFalse();
        assertThat(holds(Cell.Expectation.PROVED, "split-flags/toggle-v1/{stays,leaves}/HL/q16i7.sc")).isFalse();
        Cell broken = Cell.parse("split-flags/interrupt/none/LL/q16i7.sc.flag-or-for-and");
        CellResult refuted = new Campaign("", List.of(broken)).run(Budget.DEFAULT, 1, result -> {
        }).getFirst();
        assertThat(new Argument.Settled(new Argument.Evidence(Cell.Expectation.REFUTED, broken.key()),
                List.of(new CellResult(Cell.parse("split-flags/interrupt/none/LL/q16i7.sc"), refuted.verdict())))
                .holds()).as("a cell that must be proved and is not").isFalse();
    }
}
