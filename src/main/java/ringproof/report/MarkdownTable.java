package ringproof.report;

import java.util.List;

/// A table as Markdown writes it, for the short reports that are committed.
public final class MarkdownTable {
    private MarkdownTable() {
    }

    public static String of(List<String> headers, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(headers));
        text.append("|---".repeat(headers.size())).append("|\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
