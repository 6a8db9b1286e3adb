package ringproof.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import ringproof.check.MemoryModel;
import ringproof.machine.Barrier;
import ringproof.suite.CellResult;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;

/// One barrier and what happened without it.
///
/// @param verdicts of the system without it, one for each memory model, in their order
public record BarrierRow(Barrier barrier, String kind, String clause, List<String> verdicts) {
    /// Every barrier, in the order of the enum.
    public static List<BarrierRow> all(List<CellResult> results) {
        List<BugRow> bugs = BugRow.all(results);
        List<BarrierRow> rows = new ArrayList<>();
        for (Barrier barrier : Barrier.values()) {
            rows.add(new BarrierRow(barrier, barrier.kind().name().toLowerCase(Locale.ROOT), barrier.clause(),
                    without(barrier, bugs)));
        }
        return List.copyOf(rows);
    }

    private static List<String> without(Barrier barrier, List<BugRow> bugs) {
        for (SeededBug bug : SeededBugs.list()) {
            if (bug.dropped() == barrier) {
                for (BugRow row : bugs) {
                    if (row.key().equals(bug.key())) {
                        return row.verdicts();
                    }
                }
            }
        }
        return Collections.nCopies(MemoryModel.values().length, BugRow.NOT_RUN);
    }

    /// Whether the campaign had a cell without it.
    public boolean isRun() {
        return Collections.frequency(verdicts, BugRow.NOT_RUN) < verdicts.size();
    }

    /// What these verdicts say about it, in a few words.
    public String meaning() {
        if (verdicts.contains("refuted")) {
            return "needed";
        }
        if (verdicts.contains(BugRow.NOT_RUN)) {
            return BugRow.NOT_RUN;
        }
        if (verdicts.contains("inconclusive") || verdicts.contains("bounded")) {
            return "undecided";
        }
        return "nothing goes wrong without it";
    }
}
