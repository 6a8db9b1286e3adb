package ringproof.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ringproof.check.MemoryModel;
import ringproof.suite.CellResult;

/// `index.html`: one page that needs nothing else, from the templates beside this class.
final class HtmlReport {
    private HtmlReport() {
    }

    static String of(CampaignReport report) throws IOException {
        ClasspathLoader loader = new ClasspathLoader(HtmlReport.class.getClassLoader());
        loader.setPrefix("ringproof/report/");
        PebbleEngine engine = new PebbleEngine.Builder().loader(loader).strictVariables(true).autoEscaping(true)
                .defaultLocale(Locale.ROOT).build();
        StringWriter page = new StringWriter();
        engine.getTemplate("index.peb").evaluate(page, Map.of(
                "report", report,
                "summary", report.summary(),
                "models", List.of(MemoryModel.values()),
                "modelNames", Words.models(),
                "mostRequests", mostRequests(report.results()),
                "states", Words.count(report.summary().states()),
                "steps", Words.count(report.summary().steps()),
                "time", Words.seconds(report.summary().time()),
                "odds", Words.odds(report.summary().collisionOdds())));
        return page.toString();
    }

    private static int mostRequests(List<CellResult> results) {
        int most = 0;
        for (CellResult result : results) {
            most = Math.max(most, result.cell().scenario().requestCount());
        }
        return most;
    }
}
