package ringproof.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ringproof.check.Verdict;
import ringproof.report.NightlyDirectory.Line;
import ringproof.suite.CellResult;

/// What a long campaign has to say at its end, as Markdown: the counts, what nobody expected with the line that replays it, what has changed
/// since the last one, and why cells are open.
public final class NightlyPage {
    private static final int MOST_ROWS = 50;
    /// A cell that has grown by more than a tenth is worth a look.
    private static final double GROWTH = 1.1;

    private NightlyPage() {
    }

    public static String of(Summary summary, List<CellResult> results, Map<String, Line> previous) {
        return "# Nightly\n\n" + summary.headline() + ".\n\n" + findings(results, previous)
                + changes(results, previous) + open(results);
    }

    private static String findings(List<CellResult> results, Map<String, Line> previous) {
        StringBuilder text = new StringBuilder("## Not as expected\n\n");
        int count = 0;
        for (CellResult result : results) {
            if (result.isConclusive() && !result.isExpected()) {
                count++;
                Line before = previous.get(result.cell().key());
                boolean isNew = before == null || before.isExpected()
                        || !before.verdict().equals(Words.verdict(result.verdict()));
                text.append("- ").append(isNew ? "**new** " : "").append('`').append(result.cell().key())
                        .append("` is ").append(Words.verdict(result.verdict()));
                if (result.verdict() instanceof Verdict.Refuted refuted) {
                    text.append(": ").append(Words.line(refuted.failure().toString())).append("\n  `replay ")
                            .append(result.token()).append('`');
                }
                text.append('\n');
            }
        }
        return count == 0 ? text + "Nothing.\n\n" : text.append('\n').toString();
    }

    private static String changes(List<CellResult> results, Map<String, Line> previous) {
        String heading = "## Since the last one\n\n";
        if (previous.isEmpty()) {
            return heading + "This is the first.\n\n";
        }
        Map<String, Line> gone = new LinkedHashMap<>(previous);
        List<List<String>> rows = new ArrayList<>();
        int added = 0;
        for (CellResult result : results) {
            Line now = Line.of(result);
            Line before = gone.remove(result.cell().key());
            if (before == null) {
                added++;
            } else if (!before.verdict().equals(now.verdict())) {
                rows.add(List.of("`" + result.cell().key() + "`", before.verdict(), now.verdict()));
            } else if (result.isConclusive() && now.states() > before.states() * GROWTH) {
                rows.add(List.of("`" + result.cell().key() + "`", Words.count(before.states()) + " states",
                        Words.count(now.states()) + " states"));
            }
        }
        String counts = added + " cells are new, " + gone.size() + " are gone, " + rows.size() + " have changed.\n\n";
        return heading + counts + table(List.of("cell", "then", "now"), rows);
    }

    /// How many cells are open for the same reason.
    private static String open(List<CellResult> results) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        for (CellResult result : results) {
            switch (result.verdict()) {
                case Verdict.Proved proved -> {
                }
                case Verdict.Refuted refuted -> {
                }
                case Verdict.ProvedUpTo upTo -> reasons.merge("no more than " + upTo.preemptions()
                        + " preemptions explored: " + upTo.why(), 1, Integer::sum);
                case Verdict.Inconclusive inconclusive -> reasons.merge(inconclusive.why(), 1, Integer::sum);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        reasons.forEach((why, count) -> rows.add(List.of(Words.line(why), Words.count(count))));
        return "## Open\n\n" + (rows.isEmpty() ? "Nothing.\n" : table(List.of("why", "cells"), rows));
    }

    private static String table(List<String> headers, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        String more = rows.size() > MOST_ROWS ? "\nand " + (rows.size() - MOST_ROWS) + " more\n" : "";
        return MarkdownTable.of(headers, rows.subList(0, Math.min(MOST_ROWS, rows.size()))) + more + "\n";
    }
}
