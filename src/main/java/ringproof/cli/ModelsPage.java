package ringproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ringproof.models.Agreement;
import ringproof.models.ModelResult;
import ringproof.report.MarkdownTable;
import ringproof.report.WholeFile;
import ringproof.report.Words;

/// `reports/models.md`: specification and code side by side.
final class ModelsPage {
    private static final String HEAD = """
            # The specification and the code

            Written by `mvn -q compile exec:exec -Drun="models"`. On the left TLC's verdict on a configuration of the specification in
            [models](../models/README.md), on the right the explorer's on the cell of the real driver and device that must have the same. States
            are distinct ones; those of a refuted configuration are those met until then. The explorer merges and reorders, TLC does not.

            """;

    private ModelsPage() {
    }

    static void write(Path directory, List<Agreement> all, List<String> wrong) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        long both = all.stream().filter(each -> each.code() != null).count();
        page.append(all.size()).append(" configurations, ").append(both).append(" of them with a cell; ")
                .append(wrong.isEmpty() ? "all as the manifest says, and both agree" : wrong.size() + " DIFFER")
                .append(".\n\n");
        wrong.forEach(line -> page.append("- ").append(line).append('\n'));
        List<List<String>> rows = new ArrayList<>();
        for (Agreement each : all) {
            ModelResult result = each.model();
            String cell = result.configuration().cell();
            rows.add(List.of(result.configuration().name(), result.outcome(), Words.count(result.states()),
                    result.depth() == 0 ? "-" : result.depth() + "", cell == null ? "-" : "`" + cell + "`", each.said(),
                    each.code() == null ? "-" : Words.count(each.code().stats().states())));
        }
        page.append(MarkdownTable.of(
                List.of("configuration", "TLC", "states", "depth", "cell", "explorer", "states"), rows));
        WholeFile.write(directory, "models.md", page.toString());
    }
}
