package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import ringproof.report.MarkdownTable;
import ringproof.report.WholeFile;

/// What a bench has measured, as one table: printed, and written to a short report.
final class BenchTable {
    /// Longer texts are wrapped.
    private static final int MAX_WIDTH = 38;

    private BenchTable() {
    }

    /// Returns the exit code. `head`: the report's text before the table.
    static int publish(CommandLine command, Path directory, String file, String head, List<String> headers,
            List<List<String>> rows) {
        return publishText(command, directory, file, head + MarkdownTable.of(headers, rows), headers, rows);
    }

    /// The same where the report says more than the table that is printed.
    static int publishText(CommandLine command, Path directory, String file, String text, List<String> headers,
            List<List<String>> rows) {
        print(command, headers, rows);
        try {
            WholeFile.write(directory, file, text);
            return ExitCode.AS_EXPECTED;
        } catch (IOException e) {
            command.getErr().println("ringproof " + command.getCommandSpec().qualifiedName(" ")
                    .replaceFirst("^ringproof ", "") + ": the report could not be written to " + directory + ": " + e);
            return ExitCode.BAD_USAGE;
        }
    }

    /// Without the report.
    static int print(CommandLine command, List<String> headers, List<List<String>> rows) {
        Table table = new Table();
        for (int column = 0; column < headers.size(); column++) {
            int at = column;
            int longest = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            table.text(headers.get(column), Math.min(MAX_WIDTH, Math.max(headers.get(column).length(), longest) + 2));
        }
        rows.forEach(row -> table.row(row.toArray(new String[0])));
        PrintWriter out = command.getOut();
        out.println(table);
        out.flush();
        return ExitCode.AS_EXPECTED;
    }
}
