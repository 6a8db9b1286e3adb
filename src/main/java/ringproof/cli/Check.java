package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.check.Budget;
import ringproof.report.CampaignReport;
import ringproof.report.CellRow;
import ringproof.report.WholeFile;
import ringproof.suite.Campaign;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;

/// `ringproof check`: explores every cell of a campaign and says what it has found.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explores every interleaving of every cell, prints the verdicts, and writes a report.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as expected", "1:a verdict is not the expected one",
            "2:bad usage, or the report cannot be written", "3:inconclusive: a cell stopped before a verdict"})
final class Check implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double MAX_BUDGET_SECONDS = 1e6;
    private static final long MAX_MEMORY_MIB = 1 << 20;

    private final Campaign campaign;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--nightly",
            description = "the long campaign: every mix of up to four requests, for hours; give it a --time for each cell")
    private boolean nightly;

    @Option(names = "--filter", paramLabel = "TEXT", description = "only the cells whose key contains this text")
    private @Nullable String filter;

    @Option(names = {"--time", "--budget"}, paramLabel = "SECONDS", defaultValue = "300",
            description = "time for each cell (${DEFAULT-VALUE}); the same again for one that it does not suffice for, to explore"
                    + " executions with few preemptions")
    private double budgetSeconds;

    @Option(names = "--memory", paramLabel = "MIB", defaultValue = "1024",
            description = "memory for the states of each cell (${DEFAULT-VALUE})")
    private long memoryMib;

    @Option(names = "--workers", paramLabel = "N", description = "cells explored at the same time (one a processor)")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where index.html, campaign.json and findings/ go (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Option(names = "--tokens", paramLabel = "FILE",
            description = "also writes the tokens of all findings that are as expected, one a line: what later builds replay")
    private @Nullable Path tokens;

    @Option(names = "--list", description = "only lists the cells, each with the verdict that is expected")
    private boolean list;

    Check() {
        this(Campaign.standard());
    }

    Check(Campaign campaign) {
        this.campaign = campaign;
    }

    @Override
    public Integer call() {
        Campaign selected = selected();
        if (list) {
            list(selected);
            return ExitCode.AS_EXPECTED;
        }
        ReportDirectory.prepare(directory, spec.commandLine());
        if (tokens != null) {
            ReportDirectory.prepare(directoryOf(tokens), spec.commandLine());
        }
        Budget budget = Budget.DEFAULT.withTime(Duration.ofNanos((long) (budgetSeconds * NANOS)))
                .withMemoryBytes(memoryMib << 20);
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        List<CellResult> results;
        try (Progress progress = Progress.start("check", "cells", selected.cells().size(), err)) {
            results = selected.run(budget, workers, result -> progress.ended(result.isExpected()));
        }
        CampaignReport report = CampaignReport.of(selected.name(), results,
                Duration.ofNanos(System.nanoTime() - start));
        new CheckOutput(spec.commandLine().getOut()).print(report);
        int code = ExitCode.of(report.summary());
        try {
            report.writeTo(directory);
            if (tokens != null) {
                WholeFile.write(directoryOf(tokens), tokens.getFileName().toString(), report.tokens());
            }
            spec.commandLine().getOut().println("report: " + directory.resolve("index.html"));
            return code;
        } catch (IOException e) {
            err.println("ringproof check: the report could not be written to " + directory + ": " + e);
            return code == ExitCode.UNEXPECTED ? code : ExitCode.BAD_USAGE;
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
    }

    private Campaign selected() {
        if (memoryMib < 1 || memoryMib > MAX_MEMORY_MIB) {
            throw new ParameterException(spec.commandLine(), "--memory must be 1 MiB to 1 TiB");
        }
        if (!(budgetSeconds > 0 && budgetSeconds <= MAX_BUDGET_SECONDS)) {
            throw new ParameterException(spec.commandLine(),
                    "--time must be more than 0 and at most a million seconds");
        }
        if (workers < 1) {
            throw new ParameterException(spec.commandLine(), "--workers must be at least 1");
        }
        Campaign whole = nightly ? Campaign.nightly() : campaign;
        Campaign selected = filter == null ? whole : whole.matching(filter);
        if (selected.cells().isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "no cell's key contains \"" + filter + "\": `check --list` shows them all");
        }
        return selected;
    }

    private void list(Campaign selected) {
        PrintWriter out = spec.commandLine().getOut();
        for (Cell cell : selected.cells()) {
            out.printf("%-8s  %s%n", CellRow.expectation(cell), cell.key());
        }
        out.flush();
    }
}
