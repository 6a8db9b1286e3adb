package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import ringproof.check.Budget;
import ringproof.report.CampaignReport;
import ringproof.report.NightlyDirectory;
import ringproof.report.NightlyPage;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.Slices;

/// `ringproof nightly`: the whole matrix within a budget of time, resumable, compared with the last time.
@Command(
        name = "nightly",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explores the whole matrix within a budget of time. Killed, it goes on where it was; what is not settled is "
                + "inconclusive and goes on next time; the end is compared with the last one.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as expected", "1:a verdict is not the expected one",
            "2:bad usage, or results cannot be read or written", "3:some cells are inconclusive, none is unexpected"})
final class Nightly implements Callable<Integer> {
    private final Campaign campaign;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--budget", paramLabel = "TIME", defaultValue = "8h", converter = Time.class,
            description = "for all cells together, as in 30s, 10m or 8h (${DEFAULT-VALUE})")
    private Duration budget = Duration.ZERO;

    @Option(names = "--memory", paramLabel = "MIB", defaultValue = "1024",
            description = "memory for the states of each cell (${DEFAULT-VALUE})")
    private long memoryMib;

    @Option(names = "--workers", paramLabel = "N", description = "cells explored at the same time (one a processor)")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--filter", paramLabel = "TEXT", description = "only the cells whose key contains this text")
    private @Nullable String filter;

    @Option(names = "--results", paramLabel = "DIR", defaultValue = "target/nightly",
            description = "where results are kept from one time to the next, and the report goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    Nightly() {
        this(Campaign.nightly());
    }

    Nightly(Campaign campaign) {
        this.campaign = campaign;
    }

    @Override
    public Integer call() {
        if (workers < 1 || memoryMib < 1) {
            throw new ParameterException(spec.commandLine(), "--workers and --memory must be at least 1");
        }
        Campaign selected = filter == null ? campaign : campaign.matching(filter);
        if (selected.cells().isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "no cell's key contains \"" + filter + "\": `check --nightly --list` shows them all");
        }
        ReportDirectory.prepare(directory, spec.commandLine());
        try {
            return run(selected, new NightlyDirectory(directory, CodeName.get()));
        } catch (IOException e) {
            spec.commandLine().getErr().println("ringproof nightly: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        } catch (UncheckedIOException e) {
            spec.commandLine().getErr().println("ringproof nightly: results cannot be kept in " + directory + ": "
                    + e.getCause());
            return ExitCode.BAD_USAGE;
        }
    }

    private int run(Campaign selected, NightlyDirectory results) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        Map<Cell, Slices.Attempt> before = results.load();
        Map<String, NightlyDirectory.Line> previous = results.previous();
        long settled = before.values().stream().filter(attempt -> attempt.result().isConclusive()).count();
        err.println(selected.cells().size() + " cells, " + settled + " of them settled before with this very code");
        long start = System.nanoTime();
        Slices slices = new Slices(selected, budget, Budget.DEFAULT.withMemoryBytes(memoryMib << 20), workers);
        List<CellResult> all = slices.run(before, new Told(results, err));
        CampaignReport report = CampaignReport.ofMany("nightly", all, Duration.ofNanos(System.nanoTime() - start));
        String page = NightlyPage.of(report.summary(), all, previous);
        report.writeTo(directory.resolve("report"));
        results.end(all, page);
        out.print(page);
        out.println("report: " + directory.resolve("report").resolve("index.html"));
        out.flush();
        return ExitCode.of(report.summary());
    }

    /// Keeps each result at once, and tells how it goes on.
    private static final class Told implements Slices.Listener {
        private final NightlyDirectory results;
        private final PrintWriter err;
        private int round;
        private int ended;
        private int count;

        Told(NightlyDirectory results, PrintWriter err) {
            this.results = results;
            this.err = err;
        }

        @Override
        public void round(int cells, Duration slice, Duration left) {
            count = cells;
            ended = 0;
            err.println("round " + ++round + ": " + cells + " cells, at most " + text(slice) + " each; " + text(left)
                    + " left");
            err.flush();
        }

        @Override
        public void ended(Slices.Attempt attempt) {
            try {
                results.save(attempt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            CellResult result = attempt.result();
            if (++ended % 100 == 0) {
                err.println("  " + ended + " of " + count);
            }
            if (result.isConclusive() && !result.isExpected()) {
                err.println("NOT EXPECTED  " + result.cell().key() + "  " + (result.token() == null ? "proved"
                        : result.token()));
            }
            err.flush();
        }

        private static String text(Duration time) {
            return time.toString().substring(2).toLowerCase(Locale.ROOT).replaceAll("(\\.\\d\\d?)\\d*s", "$1s");
        }
    }

    /// `90s`, `10m`, `8h`.
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("\"" + text + "\" is no time: write 90s, 10m or 8h");
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }
    }
}
