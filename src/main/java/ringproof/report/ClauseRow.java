package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ringproof.suite.Clause;
import ringproof.suite.ClauseCounts;
import ringproof.suite.Clauses;

/// One clause of the specification and what checks it, in words.
///
/// @param standing `covered`, `not covered`, `not applicable` or `open`
/// @param tests    what checks it; empty where nothing does
/// @param why      what is to be said where nothing does; else empty
public record ClauseRow(String id, String who, String sentence, String standing, List<String> tests, String why) {

    /// The clauses of one section of the specification.
    public record Section(String number, String title, ClauseCounts counts, List<ClauseRow> rows) {
    }

    /// The whole catalogue, in the order of the specification.
    public static List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (Clauses.Section section : Clauses.sections()) {
            List<ClauseRow> rows = new ArrayList<>();
            for (Clause clause : section.clauses()) {
                rows.add(of(clause));
            }
            sections.add(new Section(section.number(), section.title(), ClauseCounts.of(section.clauses()),
                    List.copyOf(rows)));
        }
        return List.copyOf(sections);
    }

    static ClauseRow of(Clause clause) {
        return switch (clause.standing()) {
            case Clause.Covered covered -> row(clause, "covered", covered.tests(), "");
            case Clause.NotCovered reason -> row(clause, "not covered", List.of(), reason.why());
            case Clause.NotApplicable reason -> row(clause, "not applicable", List.of(), reason.why());
            case Clause.Open _ -> row(clause, "open", List.of(), "");
        };
    }

    private static ClauseRow row(Clause clause, String standing, List<String> tests, String why) {
        return new ClauseRow(clause.id(), clause.bound().name().toLowerCase(Locale.ROOT), clause.sentence(), standing,
                tests, why);
    }

    /// Whether somebody still has to do something about it.
    public boolean isUncovered() {
        return standing.equals("not covered") || standing.equals("open");
    }

    /// The tests, one a line, or the reason.
    public String answer() {
        return tests.isEmpty() ? standing + (why.isEmpty() ? "" : ": " + why) : String.join("\n", tests);
    }
}
