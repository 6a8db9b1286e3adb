package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import ringproof.check.MemoryModel;
import ringproof.suite.CellResult;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;

/// One seeded bug and what the explorer made of it.
///
/// @param verdicts one for each memory model, in their order; `not run` where the campaign has no such cell
public record BugRow(String key, String source, String mechanism, String scenario, List<String> verdicts) {
    static final String NOT_RUN = "not run";

    /// Every seeded bug, in the order of the corpus.
    public static List<BugRow> all(List<CellResult> results) {
        List<BugRow> rows = new ArrayList<>();
        for (SeededBug bug : SeededBugs.list()) {
            List<String> verdicts = new ArrayList<>();
            for (MemoryModel model : MemoryModel.values()) {
                verdicts.add(verdict(results, bug, model));
            }
            rows.add(new BugRow(bug.key(), bug.source(), bug.mechanism(), bug.where() == null ? "-" : bug.where().key(),
                    List.copyOf(verdicts)));
        }
        return List.copyOf(rows);
    }

    private static String verdict(List<CellResult> results, SeededBug bug, MemoryModel model) {
        for (CellResult result : results) {
            SeededBug in = result.cell().bug();
            if (in != null && in.key().equals(bug.key()) && result.cell().model() == model) {
                return Words.verdict(result.verdict());
            }
        }
        return NOT_RUN;
    }
}
