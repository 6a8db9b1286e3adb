package ringproof.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.report.BarrierRow;
import ringproof.report.CampaignReport;
import ringproof.report.CellRow;
import ringproof.report.Finding;
import ringproof.suite.CellResult;

/// What `check` prints at its end: tables, findings with their tokens, and the counts.
final class CheckOutput {
    private static final int MEANING_WIDTH = 32;

    private final PrintWriter out;

    CheckOutput(PrintWriter out) {
        this.out = out;
    }

    void print(CampaignReport report) {
        cells("Real driver, real device", report.rows(), false);
        cells("Seeded bugs: what the checker makes of known bugs put in", report.rows(), true);
        barriers(report.barriers());
        findings(report.findings());
        deviations(report.results());
        out.println(report.summary().headline());
        out.flush();
    }

    private void cells(String title, List<CellRow> rows, boolean seeded) {
        Table table = new Table();
        if (seeded) {
            table.text("bug");
        }
        table.text("ring").text("policy").text("poller").text("jobs").text("queue").text("model").text("verdict")
                .text("expected")
                .number("states").number("steps").number("executions").number("time");
        String group = "";
        int count = 0;
        for (CellRow row : rows) {
            if (row.isSeeded() != seeded) {
                continue;
            }
            if (!seeded && count > 0 && !row.group().equals(group)) {
                table.gap();
            }
            group = row.group();
            count++;
            String[] cells = {row.bug(), row.ring(), row.policy(), row.poller(), row.jobs(), row.queue(), row.model(),
                row.verdict(),
                row.asExpected(), row.states(), row.steps(), row.executions(), row.time()};
            table.row(seeded ? cells : Arrays.copyOfRange(cells, 1, cells.length));
        }
        if (count > 0) {
            heading(title);
            out.println(table);
        }
    }

    private void barriers(List<BarrierRow> rows) {
        Table table = new Table().text("barrier").text("kind").text("clause");
        for (MemoryModel model : MemoryModel.values()) {
            table.text("without it, " + model);
        }
        table.text("so it is", MEANING_WIDTH);
        boolean run = false;
        for (BarrierRow row : rows) {
            String[] cells = new String[4 + row.verdicts().size()];
            cells[0] = row.barrier().name();
            cells[1] = row.kind();
            cells[2] = row.clause();
            for (int i = 0; i < row.verdicts().size(); i++) {
                cells[3 + i] = row.verdicts().get(i);
            }
            cells[cells.length - 1] = row.meaning();
            table.row(cells);
            run |= row.isRun();
        }
        if (run) {
            heading("Barriers: what happens without each");
            out.print(table);
            out.println();
        }
    }

    private void findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        heading("Findings: what goes wrong, and the token for `replay`");
        for (Finding finding : findings) {
            out.println(finding.row().key() + (finding.row().asExpected().equals("NOT") ? "  NOT EXPECTED" : ""));
            out.println("  " + finding.sentence());
            if (!finding.misfit().isEmpty()) {
                out.println("  does not reproduce: " + finding.misfit());
            }
            out.println(finding.token());
            Finding.Smaller smaller = finding.smaller();
            if (smaller != null) {
                out.println("  already with " + smaller.key() + ": " + smaller.token());
            }
            out.println();
        }
    }

    private void deviations(List<CellResult> results) {
        for (CellResult result : results) {
            String key = result.cell().key();
            if (result.verdict() instanceof Verdict.ProvedUpTo upTo) {
                out.println("BOUNDED  " + key + ": proved for every execution with at most " + upTo.preemptions()
                        + " preemptions; " + upTo.why());
            } else if (result.verdict() instanceof Verdict.Inconclusive inconclusive) {
                out.println("INCONCLUSIVE  " + key + ": " + inconclusive.why());
            } else if (!result.isExpected()) {
                CellRow row = CellRow.of(result);
                out.println("NOT EXPECTED  " + key + ": " + row.verdict() + " instead of " + row.expectation());
            }
        }
    }

    private void heading(String title) {
        out.println(title);
        out.println();
    }
}
