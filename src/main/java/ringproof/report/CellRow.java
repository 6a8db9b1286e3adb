package ringproof.report;

import ringproof.check.Stats;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.SeededBug;

/// One cell as a row of words.
///
/// @param poller     whoever polls, and what is done to driver and device meanwhile
/// @param bug        key of the seeded bug, or the empty string
/// @param asExpected `yes`, `NOT`, or `open` without a verdict
public record CellRow(String key, String ring, String policy, String poller, String jobs, String queue, String model,
        String bug,
        String expectation, String verdict, String asExpected, Stats stats) {

    public static CellRow of(CellResult result) {
        Cell cell = result.cell();
        String[] parts = cell.scenario().key().split("/", -1);
        SeededBug bug = cell.bug();
        String asExpected = !result.isConclusive() ? "open" : result.isExpected() ? "yes" : "NOT";
        return new CellRow(cell.key(), parts[0], parts[1], poller(parts), parts[3], parts[4], cell.model().name(),
                bug == null ? "" : bug.key(), expectation(cell), Words.verdict(result.verdict()), asExpected,
                result.stats());
    }

    /// With what is done to driver and device meanwhile.
    private static String poller(String[] parts) {
        if (parts.length == 5) {
            return parts[2];
        }
        return parts[2].equals("none") ? parts[5] : parts[2] + ", " + parts[5];
    }

    /// `proved` or `refuted`.
    public static String expectation(Cell cell) {
        return switch (cell.expectation()) {
            case PROVED -> "proved";
            case REFUTED -> "refuted";
        };
    }

    public boolean isSeeded() {
        return !bug.isEmpty();
    }

    /// Rows of one group belong together in a table.
    public String group() {
        return isSeeded() ? bug : ring + "/" + policy;
    }

    public String states() {
        return Words.count(stats.states());
    }

    public String steps() {
        return Words.count(stats.steps());
    }

    public String executions() {
        return Words.count(stats.executions());
    }

    public String time() {
        return Words.seconds(stats.time());
    }
}
