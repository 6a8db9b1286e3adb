package ringproof.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ringproof.check.MemoryModel;
import ringproof.suite.CellResult;
import ringproof.suite.ClauseCounts;
import ringproof.suite.Clauses;

/// `index.html`: one page that needs nothing else, from the templates beside this class.
final class HtmlReport {
    private HtmlReport() {
    }

    static String of(CampaignReport report) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "report", report,
                "summary", report.summary(),
                "models", List.of(MemoryModel.values()),
                "modelNames", Words.models(),
                "mostRequests", mostRequests(report.results()),
                "states", Words.count(report.summary().states()),
                "steps", Words.count(report.summary().steps()),
                "time", Words.seconds(report.summary().time()),
                "odds", Words.odds(report.summary().collisionOdds())));
        values.put("clauses", ClauseRow.sections());
        values.put("clauseCounts", ClauseCounts.ofAll(Clauses.sections()).headline());
        return Templates.render("index.peb", values);
    }

    private static int mostRequests(List<CellResult> results) {
        int most = 0;
        for (CellResult result : results) {
            most = Math.max(most, result.cell().scenario().requestCount());
        }
        return most;
    }
}
