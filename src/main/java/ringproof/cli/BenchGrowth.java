package ringproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.check.Budget;
import ringproof.check.Stats;
import ringproof.report.Words;
import ringproof.suite.Growth;

/// `ringproof bench growth`: what 1 to 6 requests of 1 to 3 submitters cost, each reduction on and off.
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures how the cost of a proof grows with requests and submitters, each reduction on and off.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "2:bad usage, or the report cannot be written"})
final class BenchGrowth implements Callable<Integer> {
    private static final List<String> HEADERS = List.of("reductions", "submitters", "requests", "verdict", "states",
            "transitions", "time", "memory");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--time", paramLabel = "SECONDS", defaultValue = "10",
            description = "for each scenario (${DEFAULT-VALUE}); larger ones are not tried where it does not suffice")
    private int seconds;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where growth.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--time must be at least 1");
        }
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        List<List<String>> rows = Growth.measure(Budget.DEFAULT.withTime(Duration.ofSeconds(seconds)), row -> {
            err.println(String.join("  ", cells(row)));
            err.flush();
        }).stream().map(BenchGrowth::cells).toList();
        return BenchTable.publish(spec.commandLine(), directory, "growth.md", head(), HEADERS, rows);
    }

    private static List<String> cells(Growth.Row row) {
        Stats stats = row.verdict().stats();
        return List.of(row.reductions(), String.valueOf(row.submitters()), String.valueOf(row.requests()),
                Words.verdict(row.verdict()), Words.count(stats.states()), Words.count(stats.transitions()),
                String.format(Locale.ROOT, "%.2f s", stats.time().toMillis() / 1e3),
                String.format(Locale.ROOT, "%.1f MB", stats.memoryBytes() / 1e6));
    }

    private String head() {
        return "# How the cost of a proof grows\n\nWritten by `mvn -q compile exec:exec -Drun=\"bench growth --time "
                + seconds + "\"`: real driver and device, "
                + "split ring with flags, interrupts only, TSO, one worker, at most " + seconds
                + " s for each scenario.\nMemory is what remembering the states takes. "
                + "Where the time did not suffice, nothing larger was tried that way.\n\n";
    }
}
