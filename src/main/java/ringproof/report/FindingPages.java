package ringproof.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// A page to step through for each finding of a campaign, in a directory of their own.
final class FindingPages {
    static final String DIRECTORY = "findings";

    private FindingPages() {
    }

    static void write(CampaignReport report, Path directory) throws IOException {
        Set<String> files = new HashSet<>();
        for (Finding finding : report.findings()) {
            WholeFile.write(directory, finding.file(), TraceHtml.of(finding, report));
            files.add(finding.file());
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(directory, "*.html")) {
            for (Path page : pages) {
                if (!files.contains(page.getFileName().toString())) {
                    Files.delete(page);
                }
            }
        }
    }
}
