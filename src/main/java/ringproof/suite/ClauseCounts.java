package ringproof.suite;

import java.util.List;

/// How many clauses stand how.
///
/// @param open neither a test nor a reason
public record ClauseCounts(int covered, int notCovered, int notApplicable, int open) {

    public static ClauseCounts of(List<Clause> clauses) {
        int covered = 0;
        int notCovered = 0;
        int notApplicable = 0;
        int open = 0;
        for (Clause clause : clauses) {
            switch (clause.standing()) {
                case Clause.Covered _ -> covered++;
                case Clause.NotCovered _ -> notCovered++;
                case Clause.NotApplicable _ -> notApplicable++;
                case Clause.Open _ -> open++;
            }
        }
        return new ClauseCounts(covered, notCovered, notApplicable, open);
    }

    /// Of all sections together.
    public static ClauseCounts ofAll(List<Clauses.Section> sections) {
        ClauseCounts sum = new ClauseCounts(0, 0, 0, 0);
        for (Clauses.Section section : sections) {
            sum = sum.plus(of(section.clauses()));
        }
        return sum;
    }

    private ClauseCounts plus(ClauseCounts other) {
        return new ClauseCounts(covered + other.covered, notCovered + other.notCovered,
                notApplicable + other.notApplicable, open + other.open);
    }

    public int total() {
        return covered + notCovered + notApplicable + open;
    }

    /// All of it in one sentence.
    public String headline() {
        return total() + " clauses: " + covered + " covered by tests, " + notCovered + " not covered, "
                + notApplicable + " not applicable, " + open + " without a test or a reason";
    }
}
