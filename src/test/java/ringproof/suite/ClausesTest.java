package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every MUST has a test that is there, or a reason; and every conformance test has its MUST.
final class ClausesTest {
    /// The count of MUST, MUST NOT and SHALL in the sections that the catalogue names, of the tag v1.4-cs01.
    private static final int CLAUSES = 205;

    private static List<Clause> all(List<Clauses.Section> sections) {
        List<Clause> all = new ArrayList<>();
        for (Clauses.Section section : sections) {
            all.addAll(section.clauses());
        }
        return all;
    }

    /// What is wrong with the tests that the clauses name.
    private static List<String> faults(List<Clause> clauses) {
        List<String> faults = new ArrayList<>();
        for (Clause clause : clauses) {
            if (clause.standing() instanceof Clause.Covered covered) {
                for (String test : covered.tests()) {
                    String fault = NamedTests.fault(test);
                    if (!fault.isEmpty()) {
                        faults.add(clause.id() + ": " + fault);
                    }
                }
            }
        }
        return faults;
    }

    @Test
    void every_clause_has_a_test_or_a_reason() {
        List<Clauses.Section> sections = Clauses.sections();
        assertThat(all(sections)).hasSize(CLAUSES).extracting(Clause::standing).doesNotContain(new Clause.Open());
        System.out.println(ClauseCounts.ofAll(sections).headline());
    }

    @Test
    void every_test_that_a_clause_names_is_there() {
        assertThat(faults(all(Clauses.sections()))).isEmpty();
    }

    @Test
    void every_conformance_test_belongs_to_a_clause()
            throws IOException, ReflectiveOperationException, URISyntaxException {
        Set<String> named = new HashSet<>();
        for (Clause clause : all(Clauses.sections())) {
            if (clause.standing() instanceof Clause.Covered covered) {
                named.addAll(covered.tests());
            }
        }
        List<String> orphans = new ArrayList<>();
        for (String test : NamedTests.conformance()) {
            if (!named.contains(test)) {
                orphans.add(test);
            }
        }
        assertThat(orphans).isEmpty();
    }

    /// The canary: no such class, no such method, a class without tests, a method that is no test.
    @ParameterizedTest
    @ValueSource(strings = {"queue.NoSuchTest", "queue.EventIdxProperties#no_such_method", "queue.RingSetup",
        "hostile.CountedProperties", "suite.ClausesTest#faults", "queue.DriverQueue#add"})
    void a_name_that_names_no_test_is_found(String test) {
        List<Clauses.Section> sections = Clauses.parse("= 1 One\n1-1 driver: Must.\n  by " + test + "\n");
        assertThat(faults(all(sections))).singleElement().asString().startsWith("1-1: ");
    }

    @Test
    void names_of_tests_and_of_classes_with_tests_are_found() {
        assertThat(NamedTests.fault("suite.ClausesTest")).isEmpty();
        assertThat(NamedTests.fault("queue.EventIdxProperties#an_event_is_needed_exactly_when_an_entry_passes_it"))
                .isEmpty();
        assertThat(NamedTests.fault("queue.SplitQueueProperties#behaves_as_the_model_says")).as("inherited").isEmpty();
    }

    @Test
    void what_is_written_is_what_is_read() {
        List<Clauses.Section> sections = Clauses.parse("""
                # A comment.
                = 1 One
                1.2-1 driver: The driver must.
                  by a.B#c
                  by a.D
                1.2-2 device: The device must.
                  not covered: later
                1.3-1 both: Both must.
                  not applicable: never

                = 2 Two
                2-1 driver: Nobody knows.
                """);
        assertThat(sections).containsExactly(
                new Clauses.Section("1", "One", List.of(
                        new Clause("1.2-1", Clause.Bound.DRIVER, "The driver must.",
                                new Clause.Covered(List.of("a.B#c", "a.D"))),
                        new Clause("1.2-2", Clause.Bound.DEVICE, "The device must.", new Clause.NotCovered("later")),
                        new Clause("1.3-1", Clause.Bound.BOTH, "Both must.", new Clause.NotApplicable("never")))),
                new Clauses.Section("2", "Two",
                        List.of(new Clause("2-1", Clause.Bound.DRIVER, "Nobody knows.", new Clause.Open()))));
        assertThat(sections.getFirst().clauses().getFirst().section()).isEqualTo("1.2");
        assertThat(ClauseCounts.ofAll(sections)).isEqualTo(new ClauseCounts(1, 1, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"= 1 One\n1-1 driver: Must.\n1-1 driver: Must.", "= 1 One\n1-2 driver: Must.",
        "= 1 One\n2-1 driver: Must.", "= 1 One\n11-1 driver: Must.", "1-1 driver: Must.", "= 1 One\n  by a.B",
        "= 1 One\n1-1 nobody: Must.", "= 1 One\n1-1 driver: Must",
        "= 1 One\n1-1 driver: Must.\n  by a.B\n  not covered: why",
        "= 1 One\n1-1 driver: Must.\n  not covered: why\n  by a.B", "= 1 One\n1-1 driver: Must.\n  not covered:",
        "= 1 One\n1-1 driver: Must.\n  because"})
    void what_is_no_catalogue_is_refused_with_its_line(String text) {
        assertThatThrownBy(() -> Clauses.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line ");
    }
}
