package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringproof.check.Budget;
import ringproof.load.NotificationCosts;
import ringproof.report.MarkdownTable;
import ringproof.report.WholeFile;
import ringproof.report.Words;
import ringproof.suite.Argument;
import ringproof.suite.CellResult;

/// `ringproof argument`: the argument of June 2021, point by point.
@Command(
        name = "argument",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes each claim and objection of the thread of 2021 and settles it by verdicts and measurements.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as the page says", "1:one is not",
            "2:bad usage, or the page cannot be written"})
final class SettleArgument implements Callable<Integer> {
    private static final String HEAD = """
            # The argument of June 2021, settled

            Written by `mvn -q compile exec:exec -Drun="argument"`. The patch let virtio_blk switch a virtqueue between interrupts and polling
            whenever REQ_HIPRI requests are in flight. Each verdict is about the real driver and device and every interleaving of them. A row
            names its cells, with alternatives in braces: `explore` runs one of them again, `replay` shows how one was refuted.

            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where argument.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        ReportDirectory.prepare(directory, spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        StringBuilder page = new StringBuilder(HEAD);
        boolean allHold = true;
        int number = 0;
        try {
            Figures figures = Figures.measure(err);
            for (Argument.Point point : Argument.points()) {
                err.println(++number + ". " + point.claim());
                err.flush();
                allHold &= settle(number, point, figures, page);
            }
            WholeFile.write(directory, "argument.md", page.toString());
        } catch (IOException e) {
            err.println("ringproof argument: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(page);
        out.flush();
        return allHold ? ExitCode.AS_EXPECTED : ExitCode.UNEXPECTED;
    }

    private static boolean settle(int number, Argument.Point point, Figures figures,
            StringBuilder page) {
        page.append("## ").append(number).append(". ").append(point.claim()).append("\n\n*Said by ").append(point.who())
                .append(".* ").append(point.answer()).append("\n\n");
        List<List<String>> rows = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        boolean holds = true;
        for (Argument.Evidence evidence : point.evidence()) {
            Argument.Settled settled = Argument.settle(evidence, Budget.DEFAULT,
                    Runtime.getRuntime().availableProcessors(), result -> {
                    });
            holds &= settled.holds();
            String verdict = evidence.expected().name().toLowerCase(Locale.ROOT);
            long states = settled.results().stream().mapToLong(result -> result.stats().states()).sum();
            rows.add(List.of("`" + evidence.pattern() + "`", settled.results().size() + "",
                    settled.holds() ? verdict : "NOT " + verdict, Words.count(states)));
            settled.results().stream().map(CellResult::token).filter(token -> token != null).findFirst()
                    .ifPresent(token -> tokens.add(token.toString()));
        }
        page.append(MarkdownTable.of(List.of("cells", "how many", "verdict", "states"), rows)).append('\n');
        tokens.forEach(token -> page.append("`replay ").append(token).append("`\n\n"));
        page.append(figures.of(point.measured()));
        return holds;
    }

    /// Tables that belong to some of the points.
    private record Figures(String notifications, String lateness) {
        static Figures measure(PrintWriter err) throws IOException {
            List<NotificationCosts.Row> costs = NotificationCosts.measure(row -> err.flush());
            return new Figures(MarkdownTable.of(BenchNotifications.HEADERS,
                    costs.stream().filter(BenchNotifications::isOfTheArgument).map(BenchNotifications::cells).toList()),
                    BenchLateness.EXPLANATION
                            + MarkdownTable.of(BenchLateness.HEADERS, BenchLateness.measure(err)));
        }

        String of(Argument.Measured measured) {
            return switch (measured) {
                case NOTHING -> "";
                case NOTIFICATIONS -> notifications + "\n";
                case LATENESS -> lateness + "\n";
            };
        }
    }
}
