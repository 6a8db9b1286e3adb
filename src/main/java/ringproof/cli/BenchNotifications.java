package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringproof.driver.policy.Policy;
import ringproof.load.NotificationCosts;
import ringproof.report.Words;

/// `ringproof bench notifications`: what notifications cost under each policy, also for a hardware device.
@Command(
        name = "notifications",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Counts kicks, interrupts, polls and reads of the suppression state under each policy, on real threads.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "2:bad usage, a copy failed, or the report cannot be written"})
final class BenchNotifications implements Callable<Integer> {
    static final List<String> HEADERS = List.of("policy", "HIPRI", "devices poll", "kicks", "interrupts",
            "suppression reads", "driver polls", "requests/s");
    private static final String HEAD = """
            # What notifications cost

            Written by `mvn -q compile exec:exec -Drun="bench notifications"`: two jobs copy 16 MiB in blocks of 4 KiB between two disks in
            memory, with two queues each, EVENT_IDX. All counts are for one request. Suppression reads are how often a device looks whether
            the driver wants an interrupt: a hardware device reads that over the bus each time. Counts depend on the threads' timing.

            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where notifications.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        List<List<String>> rows;
        try {
            rows = NotificationCosts.measure(row -> {
                err.println(String.join("  ", cells(row)));
                err.flush();
            }).stream().map(BenchNotifications::cells).toList();
        } catch (IOException e) {
            err.println("ringproof bench notifications: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
        return BenchTable.publish(spec.commandLine(), directory, "notifications.md", HEAD, HEADERS, rows);
    }

    static List<String> cells(NotificationCosts.Row row) {
        return List.of(PolicyName.nameOf(row.options().policy()), row.options().hipriPercent() + " %",
                row.options().polling().deviceNanos() > 0 ? "yes" : "no", ratio(row, row.result().kicks()),
                ratio(row, row.result().interrupts()), ratio(row, row.result().suppressionReads()),
                ratio(row, row.result().polls()),
                Words.count((long) (row.requests() * 1e9 / Math.max(1, row.result().nanos()))));
    }

    /// Whether it is one of the policies that are argued about, with nothing or everything HIPRI.
    static boolean isOfTheArgument(NotificationCosts.Row row) {
        Policy policy = row.options().policy();
        return (policy == Policy.INTERRUPT || policy == Policy.TOGGLE || policy == Policy.POLL_QUEUES)
                && row.options().hipriPercent() != NotificationCosts.HALF;
    }

    private static String ratio(NotificationCosts.Row row, long count) {
        return String.format(Locale.ROOT, "%.2f", row.perRequest(count));
    }
}
