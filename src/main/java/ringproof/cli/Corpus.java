package ringproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.bench.CorpusLincheck;
import ringproof.check.Budget;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.report.Words;
import ringproof.suite.Detection;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;
import ringproof.tool.ToolException;

/// `ringproof corpus`: the seeded bugs, and which checker finds each.
@Command(
        name = "corpus",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lets every checker look for every seeded bug, and prints the detection matrix.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every bug was found, and where it must not show nothing was",
            "1:one was missed, or found where it cannot be",
            "2:bad usage, or the report cannot be written",
            "3:Lincheck could not be asked"})
final class Corpus implements Callable<Integer> {
    private static final List<String> HEADERS = List.of("bug", "source", "SC", "TSO", "WEAK", "random", "PCT",
            "Lincheck", "requests",
            "chains");
    private static final int KEY_WIDTH = 38;
    private static final int SOURCE_WIDTH = 26;
    private static final int CLAUSE_WIDTH = 14;
    private static final int MECHANISM_WIDTH = 30;
    private static final int SCENARIO_WIDTH = 52;
    private static final int MAX_EXECUTIONS = 1_000_000;
    private static final int LINCHECK_INTERLEAVINGS = 200;
    private static final int LINCHECK_SECONDS = 10;
    private static final String HEAD = """
            # Which checker finds which bug

            Written by `mvn -q compile exec:exec -Drun="corpus"`. SC, TSO and WEAK: the explorer; the states that it had visited when it
            found the bug, or `-` where it has proved that the bug does not show. Random, PCT: executions of the real code until one went
            wrong, under the strongest memory model under which the bug shows; `> n`: none of n did. Lincheck: interleavings of the same code
            on the plain machine, if `--lincheck` was given and it can be asked: it is sequentially consistent, and has no life cycle and no
            environment. Requests, chains: random requests and descriptor tables to the device alone until one was wrong, of 10,000; nothing:
            none was.

            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--list",
            description = "only lists the bugs: source, mechanism, and the scenario in which each shows")
    private boolean list;

    @Option(names = "--filter", paramLabel = "TEXT", defaultValue = "",
            description = "only the bugs whose key or source contains this text")
    private String filter = "";

    @Option(names = "--executions", paramLabel = "N", defaultValue = "1000",
            description = "most random executions for each bug and strategy (${DEFAULT-VALUE})")
    private int executions;

    @Option(names = "--lincheck",
            description = "asks Lincheck, too, in a JVM of its own: about ten minutes for all")
    private boolean lincheck;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where corpus.md goes when no filter is given (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        if (executions < 1 || executions > MAX_EXECUTIONS) {
            throw new ParameterException(spec.commandLine(), "--executions must be 1 to " + MAX_EXECUTIONS);
        }
        List<SeededBug> bugs = SeededBugs.list().stream()
                .filter(bug -> bug.key().contains(filter) || bug.source().contains(filter)).toList();
        if (bugs.isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "no bug's key or source contains \"" + filter + "\": corpus --list shows them");
        }
        return list ? printList(bugs) : measure(bugs);
    }

    private int printList(List<SeededBug> bugs) {
        Table table = new Table().text("key", KEY_WIDTH).text("source", SOURCE_WIDTH).text("clause", CLAUSE_WIDTH)
                .text("mechanism", MECHANISM_WIDTH).text("scenario", SCENARIO_WIDTH);
        for (SeededBug bug : bugs) {
            table.row(bug.key(), bug.source(), bug.clause(), bug.mechanism(),
                    bug.where() == null ? "-" : bug.where().key());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.println(shipped(bugs));
        out.flush();
        return ExitCode.AS_EXPECTED;
    }

    private static String shipped(List<SeededBug> bugs) {
        return bugs.size() + " bugs, which stand for " + SeededBugs.shippedCount(bugs)
                + " that shipped elsewhere, by commit or CVE number";
    }

    private int measure(List<SeededBug> bugs) {
        boolean whole = filter.isEmpty();
        if (whole) {
            ReportDirectory.prepare(directory, spec.commandLine());
        }
        long start = System.nanoTime();
        List<Detection> all;
        try (Progress progress = Progress.start("corpus", "bugs", bugs.size(), spec.commandLine().getErr())) {
            all = Detection.measure(bugs, Budget.DEFAULT, executions, Runtime.getRuntime().availableProcessors(),
                    detection -> progress.ended(detection.isAsExpected()));
        }
        Map<String, CorpusLincheck.Found> interleaved = Map.of();
        if (lincheck) {
            try {
                interleaved = CorpusLincheck.measure(bugs, LINCHECK_INTERLEAVINGS, LINCHECK_SECONDS);
            } catch (ToolException failed) {
                spec.commandLine().getErr().println(spec.qualifiedName() + ": " + failed.getMessage());
                return ExitCode.INCONCLUSIVE;
            }
        }
        Map<String, CorpusLincheck.Found> byLincheck = interleaved;
        List<List<String>> rows = all.stream().map(detection -> cells(detection, byLincheck)).toList();
        String summary = summary(all, byLincheck, System.nanoTime() - start);
        int written = whole ? BenchTable.publish(spec.commandLine(), directory, "corpus.md", HEAD + summary + "\n\n",
                HEADERS, rows) : BenchTable.print(spec.commandLine(), HEADERS, rows);
        spec.commandLine().getOut().println(summary);
        spec.commandLine().getOut().flush();
        boolean good = all.stream().allMatch(Detection::isAsExpected);
        return written != ExitCode.AS_EXPECTED || good ? written : ExitCode.UNEXPECTED;
    }

    private static List<String> cells(Detection detection, Map<String, CorpusLincheck.Found> byLincheck) {
        List<String> cells = new ArrayList<>(List.of(detection.bug().key(), detection.bug().source()));
        for (MemoryModel model : MemoryModel.values()) {
            cells.add(detection.explored().isEmpty() ? "" : explored(detection, model));
        }
        for (Detection.Sample sample : detection.samples()) {
            String count = Words.count(sample.sampling().executions());
            cells.add((sample.found() ? count : "> " + count) + ", " + Words.seconds(sample.time()));
        }
        while (cells.size() < HEADERS.indexOf("Lincheck")) {
            cells.add("");
        }
        CorpusLincheck.Found interleaved = byLincheck.get(detection.bug().key());
        cells.add(interleaved == null ? ""
                : (interleaved.found() ? "" : "> ") + Words.count(interleaved.interleavings()));
        cells.add(tries(detection.requests()));
        cells.add(tries(detection.chains()));
        return List.copyOf(cells);
    }

    private static String tries(int count) {
        return count == 0 ? "" : Words.count(count);
    }

    private static String explored(Detection detection, MemoryModel model) {
        Verdict verdict = detection.explored().get(model.ordinal());
        String cost = Words.count(verdict.stats().states()) + ", " + Words.seconds(verdict.stats().time());
        boolean found = verdict instanceof Verdict.Refuted;
        if (found != detection.bug().showsUnder(model)) {
            return found ? "FOUND" : "MISSED";
        }
        return found ? cost : "-";
    }

    private static String summary(List<Detection> all, Map<String, CorpusLincheck.Found> byLincheck, long nanos) {
        long missed = all.stream().filter(Detection::isMissed).count();
        long explored = all.stream()
                .filter(each -> each.explored().stream().anyMatch(Verdict.Refuted.class::isInstance))
                .count();
        return shipped(all.stream().map(Detection::bug).toList()) + "; " + explored + " found by the explorer, "
                + found(all, 0)
                + " by random executions, "
                + found(all, 1) + " by PCT, " + byLincheck.values().stream().filter(CorpusLincheck.Found::found).count()
                + " of "
                + byLincheck.size() + " by Lincheck, " + all.stream().filter(each -> each.requests() > 0).count()
                + " by requests, " + all.stream().filter(each -> each.chains() > 0).count() + " by chains, " + missed
                + " by none; " + nanos / 1_000_000_000 + " s";
    }

    private static long found(List<Detection> all, int strategy) {
        return all.stream().filter(each -> !each.samples().isEmpty() && each.samples().get(strategy).found()).count();
    }
}
