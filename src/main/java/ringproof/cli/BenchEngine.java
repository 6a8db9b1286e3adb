package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.bench.BenchFiles;
import ringproof.bench.BenchReport;
import ringproof.bench.BenchRows;
import ringproof.bench.EngineBench;

/// `ringproof bench engine`: the engine beside Lincheck, TLC and Spin, in one run.
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures the engine beside Lincheck, TLC and, where it is installed, Spin, on one small program.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured, whether the goals are met or not", "1:a checker's verdict is not the right one",
            "2:bad usage, or the report cannot be written", "3:a checker could not be run or left out a number"})
final class BenchEngine implements Callable<Integer> {
    private static final int MAX_SECONDS = 24 * 60 * 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lincheck-seconds", paramLabel = "SECONDS", defaultValue = "20",
            description = "how long Lincheck may try to exhaust the program (${DEFAULT-VALUE})")
    private int lincheckSeconds;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where bench-engine.json and bench-engine.md go (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        if (lincheckSeconds < 1 || lincheckSeconds > MAX_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--lincheck-seconds must be 1 to " + MAX_SECONDS);
        }
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        BenchReport report = EngineBench.run(lincheckSeconds, what -> {
            err.println("measuring " + what);
            err.flush();
        });
        print(report, spec.commandLine().getOut());
        try {
            BenchFiles.write(report, directory);
        } catch (IOException e) {
            err.println("ringproof bench engine: the report could not be written to " + directory + ": " + e);
            return ExitCode.BAD_USAGE;
        }
        if (!report.deviations().isEmpty()) {
            return ExitCode.UNEXPECTED;
        }
        return report.problems().isEmpty() ? ExitCode.AS_EXPECTED : ExitCode.INCONCLUSIVE;
    }

    private static void print(BenchReport report, PrintWriter out) {
        out.println("The engine beside other checkers");
        out.println();
        report.remarks().forEach(out::println);
        out.println();
        print(out, BenchRows.MEASUREMENT_HEADERS, report.measurements().stream().map(BenchRows::of).toList());
        print(out, BenchRows.CANARY_HEADERS, report.canaries().stream().map(BenchRows::of).toList());
        print(out, BenchRows.GOAL_HEADERS, report.goals().stream().map(BenchRows::of).toList());
        print(out, BenchRows.PROFILE_HEADERS, report.profile().stream().map(BenchRows::of).toList());
        report.problems().forEach(problem -> out.println("MISSING  " + problem));
        report.deviations().forEach(deviation -> out.println("NOT EXPECTED  " + deviation));
        out.flush();
    }

    private static void print(PrintWriter out, List<String> headers, List<List<String>> rows) {
        Table table = new Table();
        headers.forEach(table::text);
        rows.forEach(row -> table.row(row.toArray(new String[0])));
        if (!rows.isEmpty()) {
            out.println(table);
        }
    }
}
