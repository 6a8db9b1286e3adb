package ringproof.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ringproof.check.Budget;
import ringproof.check.Failure;
import ringproof.check.Schedule;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;

/// Results of a campaign that was never run, one of each kind, and a real finding.
final class Fabricated {
    static final String MESSAGE = "<script>alert(\"1\")</script> & never completes";
    static final Stats STATS = new Stats(1_234_567, 9, 1_234_567, 12_345_678, 345_678, 7, 32, 210, 4096,
            Duration.ofMillis(61_250));

    private Fabricated() {
    }

    static CellResult proved() {
        return new CellResult(Cell.parse("split-flags/interrupt/none/LL/q16i7.sc"), new Verdict.Proved(STATS));
    }

    /// Known to be sound, yet refuted; and by a schedule that does not exist.
    static CellResult unexpected() {
        return new CellResult(Cell.parse("split-flags/interrupt/none/LL/q16i7.tso"), new Verdict.Refuted(
                new Failure(Failure.Kind.PROPERTY, MESSAGE), new Schedule(new int[]{0, 0, 1}), STATS));
    }

    static CellResult inconclusive() {
        return new CellResult(Cell.parse("split-flags/interrupt/none/L+L/q16i7.tso"),
                new Verdict.Inconclusive("time is up", STATS));
    }

    /// Found by the explorer, at its first or second execution.
    static CellResult real() {
        return run(Cell.parse("split-flags/interrupt/none/LL/q16i7.sc.used-len-wrong"));
    }

    private static CellResult run(Cell cell) {
        return new Campaign("one", List.of(cell)).run(Budget.DEFAULT, 1, result -> {
        }).getFirst();
    }

    /// The same with a request less.
    static CellResult smaller() {
        return run(Cell.parse("split-flags/interrupt/none/LL/q16i7.sc.no-commit-rqs"));
    }

    static CampaignReport report(CellResult... results) {
        return CampaignReport.of("fabricated", new ArrayList<>(List.of(results)), Duration.ofSeconds(62));
    }
}
