package ringproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.report.Words;
import ringproof.suite.Estimates;

/// `ringproof bench estimate`: how good the progress line's estimate of the whole is.
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures how good the estimate of a search's states is while it runs, on a dozen cells.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "2:bad usage, or the report cannot be written"})
final class BenchEstimate implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1",
            description = "threads that search together (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where estimate.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        if (workers < 1) {
            throw new ParameterException(spec.commandLine(), "--workers must be at least 1");
        }
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        List<Double> all = new ArrayList<>();
        List<List<String>> rows = Estimates.measure(workers, row -> {
            all.addAll(row.ratios());
            err.println(String.join("  ", cells(row)));
            err.flush();
        }).stream().map(BenchEstimate::cells).toList();
        List<String> headers = new ArrayList<>(List.of("cell", "states"));
        for (double part : Estimates.PARTS) {
            headers.add(String.format(Locale.ROOT, "at %.0f %%", 100 * part));
        }
        return BenchTable.publish(spec.commandLine(), directory, "estimate.md", head(all), headers, rows);
    }

    private static List<String> cells(Estimates.Row row) {
        List<String> cells = new ArrayList<>(List.of(row.cell(), Words.count(row.states())));
        for (double ratio : row.ratios()) {
            cells.add(String.format(Locale.ROOT, "%.2f", ratio));
        }
        return cells;
    }

    private String head(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        return String.format(Locale.ROOT, """
                # How good the estimate of the whole is

                Written by `mvn -q compile exec:exec -Drun="bench estimate --workers %d"`: when a part of all states had been visited, how many \
                states there would be as estimated then, divided by how many there were. 1 is right.
                Of %d estimates the lowest is %.2f, the median %.2f, the highest %.2f.

                """, workers, sorted.size(), sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
