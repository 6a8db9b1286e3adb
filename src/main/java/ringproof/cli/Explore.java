package ringproof.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.check.Budget;
import ringproof.check.Monitor;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.Estimates;

/// `ringproof explore`: one cell with all processors, for as long as it takes.
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explores one cell with all processors; saves itself now and then, and goes on after it was killed.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the verdict is the expected one", "1:it is not",
            "2:bad usage, or a checkpoint that does not fit",
            "3:inconclusive: stopped before a verdict"})
final class Explore implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CELL",
            description = "the key of a cell, as `check --nightly --list` prints it")
    private String key = "";

    @Option(names = "--workers", paramLabel = "N", description = "threads that search together (one a processor)")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--time", paramLabel = "SECONDS", defaultValue = "36000",
            description = "at most (${DEFAULT-VALUE})")
    private long seconds;

    @Option(names = "--memory", paramLabel = "MIB", defaultValue = "4096",
            description = "for remembering states, at most (${DEFAULT-VALUE})")
    private long memoryMib;

    @Option(names = "--checkpoint", paramLabel = "FILE",
            description = "saves the exploration to this file now and then")
    private @Nullable Path checkpoint;

    @Option(names = "--resume", description = "goes on from the checkpoint")
    private boolean resume;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "10",
            description = "between two lines of progress, and between two checkpoints (${DEFAULT-VALUE})")
    private long every;

    private final List<Monitor.Progress> heard = new ArrayList<>();

    @Override
    public Integer call() {
        Cell cell;
        try {
            cell = Cell.parse(key);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (workers < 1 || seconds < 1 || memoryMib < 1 || every < 1) {
            throw new ParameterException(spec.commandLine(),
                    "--workers, --time, --memory and --every must be at least 1");
        }
        if (resume && (checkpoint == null || !Files.isRegularFile(checkpoint))) {
            throw new ParameterException(spec.commandLine(),
                    "--resume needs --checkpoint with the file that the exploration was saved to");
        }
        Monitor monitor = new Monitor(Duration.ofSeconds(every), this::tell, checkpoint, resume, cell.key());
        Budget budget = Budget.DEFAULT.withTime(Duration.ofSeconds(seconds)).withMemoryBytes(memoryMib << 20)
                .withWorkers(workers);
        try {
            return report(new CellResult(cell, cell.explore(budget, monitor)));
        } catch (UncheckedIOException e) {
            spec.commandLine().getErr().println("ringproof explore: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
    }

    private void tell(Monitor.Progress progress) {
        PrintWriter err = spec.commandLine().getErr();
        double elapsed = Math.max(1e-3, progress.elapsed().toMillis() / 1e3);
        err.printf(Locale.ROOT, "%.0f s: %,d states (%,.0f/s), %,d steps (%,.0f/s), depth %d, %,d open%s%n", elapsed,
                progress.states(), progress.states() / elapsed, progress.steps(), progress.steps() / elapsed,
                progress.depth(), progress.open(), progress.fraction() <= 0 ? ""
                        : String.format(Locale.ROOT, ", about %.0f %% of %,d", 100 * progress.fraction(),
                                progress.estimatedStates()));
        err.flush();
        heard.add(progress);
    }

    /// How good the estimates were, as far as there was time for any.
    private void estimates(PrintWriter out, long states) {
        Set<Monitor.Progress> looked = new LinkedHashSet<>();
        for (double part : heard.isEmpty() ? List.<Double>of() : Estimates.PARTS) {
            looked.add(Estimates.nearest(heard, states, part));
        }
        for (Monitor.Progress progress : looked) {
            out.printf(Locale.ROOT, "estimate     at %.0f %% it was %,d states, %.2f times what there are%n",
                    100.0 * progress.states() / states, progress.estimatedStates(),
                    (double) progress.estimatedStates() / states);
        }
    }

    private int report(CellResult result) {
        PrintWriter out = spec.commandLine().getOut();
        Stats stats = result.stats();
        out.println("cell         " + result.cell().key());
        out.println("verdict      " + switch (result.verdict()) {
            case Verdict.Proved proved -> "proved";
            case Verdict.Refuted refuted -> "refuted: " + refuted.failure();
            case Verdict.ProvedUpTo upTo -> "proved up to " + upTo.preemptions() + " preemptions: " + upTo.why();
            case Verdict.Inconclusive inconclusive -> "inconclusive: " + inconclusive.why();
        } + (result.isConclusive() ? result.isExpected() ? ", as expected" : ", NOT EXPECTED" : ""));
        double elapsed = Math.max(1e-3, stats.time().toMillis() / 1e3);
        out.printf(Locale.ROOT, "states       %,d (%,.0f/s), %,d of them final%n", stats.states() + stats.finals(),
                stats.states() / elapsed, stats.finals());
        out.printf(Locale.ROOT, "transitions  %,d; depth %d%n", stats.transitions(), stats.depth());
        out.printf(Locale.ROOT, "memory       %.1f bytes a state%n",
                (double) stats.memoryBytes() / Math.max(1, stats.states() + stats.finals()));
        out.printf(Locale.ROOT, "real code    %,d runs, %,d local states, %d final states reached once more%n",
                stats.executions(), stats.localStates(), stats.reruns());
        out.printf(Locale.ROOT, "collisions   %.1e: chance that one hid a state%n", stats.collisionOdds());
        if (result.verdict() instanceof Verdict.Proved && !resume) {
            estimates(out, stats.states());
        }
        if (result.token() != null) {
            out.println("token        " + result.token());
        }
        out.flush();
        return !result.isConclusive() ? ExitCode.INCONCLUSIVE
                : result.isExpected() ? ExitCode.AS_EXPECTED : ExitCode.UNEXPECTED;
    }
}
