package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import ringproof.load.CopyMatrix;
import ringproof.load.CopyOptions;
import ringproof.load.CopyResult;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// `copy --matrix`: runs all, then prints a row for each.
final class CopyMatrixRun {
    /// Half of the requests are polled for, where the policy polls.
    private static final CopyOptions BASE = CopyOptions.DEFAULT.withLoad(4, 1 << 16, 50);

    private final CommandLine command;
    private int identical;
    private int different;
    private int failed;

    CopyMatrixRun(CommandLine command) {
        this.command = command;
    }

    /// Copies `image`, or one of so many bytes that it makes. Throws [IOException] with one sentence where there is nothing to copy.
    int run(@Nullable Path image, long bytes) throws IOException {
        Path directory = Files.createTempDirectory("ringproof-copy");
        // Also where the program is ended from outside: what was named last goes first.
        directory.toFile().deleteOnExit();
        Path made = directory.resolve("made.img");
        Path scratch = directory.resolve("copy.img");
        made.toFile().deleteOnExit();
        scratch.toFile().deleteOnExit();
        try {
            if (image == null) {
                CopyMatrix.makeImage(made, bytes);
            }
            return run(image == null ? made : image, scratch);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(directory);
        }
    }

    private int run(Path image, Path scratch) throws IOException {
        CopyMatrix matrix = new CopyMatrix(image, scratch);
        List<CopyOptions> combinations = CopyMatrix.combinations(BASE);
        Table table = new Table().text("ring").text("notifications").text("indirect").text("in order").number("queues")
                .text("policy").number("MiB/s").number("kicks").number("interrupts").number("polls")
                .text("verdict", 60);
        long start = System.nanoTime();
        try (CopyProgress progress = CopyProgress.start("copy --matrix", Files.size(image) * combinations.size())) {
            for (CopyOptions options : combinations) {
                table.row(cells(options, matrix.run(options, progress)));
            }
        }
        PrintWriter out = command.getOut();
        out.println(table);
        out.println(String.format(Locale.ROOT,
                "%d combinations of %d bytes: %d identical, %d different, %d failed, in %.0f s",
                combinations.size(), Files.size(image), identical, different, failed,
                (System.nanoTime() - start) / 1e9));
        out.flush();
        return different + failed == 0 ? ExitCode.AS_EXPECTED : ExitCode.UNEXPECTED;
    }

    private String[] cells(CopyOptions options, CopyMatrix.Outcome outcome) {
        return switch (outcome) {
            case CopyMatrix.Outcome.Identical same -> {
                identical++;
                yield cells(options, same.result(), "identical");
            }
            case CopyMatrix.Outcome.Different other -> {
                different++;
                yield cells(options, other.result(), "DIFFERENT from byte " + other.firstOffset() + " on");
            }
            case CopyMatrix.Outcome.Failed none -> {
                failed++;
                yield cells(options, null, "FAILED: " + none.why());
            }
        };
    }

    private static String[] cells(CopyOptions options, @Nullable CopyResult cost, String verdict) {
        FeatureSet ring = options.ring();
        return new String[]{
            ring.has(Feature.RING_PACKED) ? "packed" : "split",
            ring.has(Feature.EVENT_IDX) ? "event idx" : "flags",
            ring.has(Feature.INDIRECT_DESC) ? "yes" : "no",
            ring.has(Feature.IN_ORDER) ? "yes" : "no",
            String.valueOf(options.queueCount()),
            PolicyName.nameOf(options.policy()),
            cost == null ? "" : String.format(Locale.ROOT, "%.0f", cost.mebibytesPerSecond()),
            cost == null ? "" : String.valueOf(cost.kicks()),
            cost == null ? "" : String.valueOf(cost.interrupts()),
            cost == null ? "" : String.valueOf(cost.polls()),
            verdict};
    }
}
