package ringproof.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.suite.CellResult;

/// A campaign and everything that its report says, in the campaign's order.
///
/// @param name    of the campaign
/// @param results one a cell
public record CampaignReport(String name, List<CellResult> results, Summary summary, List<CellRow> rows,
        List<Finding> findings,
        List<BarrierRow> barriers, List<BugRow> bugs) {

    /// Replays every finding, once, for its trace.
    public static CampaignReport of(String name, List<CellResult> results, Duration time) {
        return of(name, results, time, result -> true);
    }

    /// For a campaign of very many cells: only what is not as expected, or shows in no smaller cell, is shown as a finding.
    public static CampaignReport ofMany(String name, List<CellResult> results, Duration time) {
        return of(name, results, time, result -> !result.isExpected() || result.smaller() == null);
    }

    private static CampaignReport of(String name, List<CellResult> results, Duration time,
            Predicate<CellResult> isShown) {
        List<CellRow> rows = new ArrayList<>();
        for (CellResult result : results) {
            rows.add(CellRow.of(result));
        }
        return new CampaignReport(name, results, Summary.of(results, time), List.copyOf(rows),
                Finding.all(results.stream().filter(isShown).toList()),
                BarrierRow.all(results), BugRow.all(results));
    }

    /// Writes `index.html`, `campaign.json`, and a page for each finding; each file is there as a whole or not at all. Pages of findings that
    /// are no longer there go.
    public void writeTo(Path directory) throws IOException {
        FindingPages.write(this, directory.resolve(FindingPages.DIRECTORY));
        WholeFile.write(directory, "campaign.json", JsonReport.of(this));
        WholeFile.write(directory, "index.html", HtmlReport.of(this));
    }

    /// The tokens of all findings that are as expected, one a line, in the campaign's order.
    public String tokens() {
        StringBuilder lines = new StringBuilder(
                "# Findings of the %s campaign, which must replay on every build: `check --tokens` writes them.\n"
                        .formatted(name));
        for (CellResult result : results) {
            if (result.token() != null && result.isExpected()) {
                lines.append(result.token()).append('\n');
            }
        }
        return lines.toString();
    }

    /// The finding of a cell, or null.
    public @Nullable Finding finding(CellRow row) {
        for (Finding finding : findings) {
            if (finding.row().key().equals(row.key())) {
                return finding;
            }
        }
        return null;
    }

    /// Anchor of the finding of the cell with this key, or the empty string.
    public String anchor(String key) {
        for (Finding finding : findings) {
            if (finding.row().key().equals(key)) {
                return finding.anchor();
            }
        }
        return "";
    }
}
