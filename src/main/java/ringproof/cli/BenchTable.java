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
    private BenchTable() {
    }

    /// Returns the exit code. `head`: the report's text before the table.
    static int publish(CommandLine command, Path directory, String file, String head, List<String> headers,
            List<List<String>> rows) {
        Table table = new Table();
        headers.forEach(table::text);
        rows.forEach(row -> table.row(row.toArray(new String[0])));
        PrintWriter out = command.getOut();
        out.println(table);
        out.flush();
        try {
            WholeFile.write(directory, file, head + MarkdownTable.of(headers, rows));
            return ExitCode.AS_EXPECTED;
        } catch (IOException e) {
            command.getErr().println("ringproof " + command.getCommandSpec().qualifiedName(" ")
                    .replaceFirst("^ringproof ", "") + ": the report could not be written to " + directory + ": " + e);
            return ExitCode.BAD_USAGE;
        }
    }
}
