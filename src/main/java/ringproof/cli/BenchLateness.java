package ringproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringproof.report.Words;
import ringproof.suite.Lateness;

/// `ringproof bench lateness`: how late other requests are while a poller is descheduled.
@Command(
        name = "lateness",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Simulates how late a non-HIPRI request is, under each policy, while the poller of its virtqueue is "
                + "descheduled.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "2:bad usage, or the report cannot be written"})
final class BenchLateness implements Callable<Integer> {
    static final List<String> HEADERS = List.of("ring", "policy", "in", "nobody away", "polling, guest",
            "polling, host", "submitting, guest", "submitting, host");
    static final String EXPLANATION = """
            The real driver and device in simulated time, each agent on a processor of its own: one job submits a HIPRI request and polls for
            it, another submits a request that is none, 0 to 40 steps later. The first is descheduled once, after each of its steps in turn,
            while it polls or while it still submits: by the guest's kernel, which waits until a lock is released, or by the host, which stops
            the virtual processor anywhere. Each cell is median / worst of how long the other request takes from the first step of
            submitting it to its completion. In steps: an event arrives at once, and who is descheduled is away for 1,000. In us: a
            step takes 0.1, an interrupt or kick 5, and who is descheduled is away for 4,000. Releasing the lock and the kick behind it are
            one step; what is stored is visible at once.

            """;
    private static final String HEAD = """
            # How late a descheduled poller makes the others

            Written by `mvn -q compile exec:exec -Drun="bench lateness"`.\s""" + EXPLANATION;
    private static final double NANOS_PER_MICRO = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where lateness.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        List<List<String>> rows = measure(err);
        return BenchTable.publish(spec.commandLine(), directory, "lateness.md", HEAD, HEADERS, rows);
    }

    /// The rows; says on `err` which is done.
    static List<List<String>> measure(PrintWriter err) {
        List<List<String>> rows = new ArrayList<>();
        List<Lateness.Row> inNanos = Lateness.measure(Lateness.NANOS, row -> {
        });
        List<Lateness.Row> inSteps = Lateness.measure(Lateness.STEPS, row -> {
        });
        for (int i = 0; i < inSteps.size(); i++) {
            Lateness.Row steps = inSteps.get(i);
            Lateness.Row nanos = inNanos.get(i);
            rows.add(row(steps, "steps", Words::count));
            rows.add(row(nanos, "us", BenchLateness::micros));
        }
        err.println("lateness: " + rows.size() + " rows");
        err.flush();
        return rows;
    }

    private static List<String> row(Lateness.Row row, String unit, LongFunction<String> number) {
        List<String> cells = new ArrayList<>(List.of(row.ring().key(), PolicyName.nameOf(row.policy()), unit));
        for (Lateness.Figures figures : List.of(row.undisturbed(), row.byGuest().polling(), row.byHost().polling(),
                row.byGuest().submitting(), row.byHost().submitting())) {
            cells.add(time(figures.median(), number) + " / " + time(figures.worst(), number));
        }
        return cells;
    }

    private static String time(long time, LongFunction<String> number) {
        return time == Lateness.FOR_EVER ? "for ever" : number.apply(time);
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%,.1f", nanos / NANOS_PER_MICRO);
    }
}
