package ringproof.cli;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.device.FaultPlan;
import ringproof.load.CopyOptions;
import ringproof.load.CopyResult;
import ringproof.load.ImageCopy;
import ringproof.wire.Limits;

/// `ringproof copy`: a disk image goes through driver and device twice; with `--matrix` through every kind of ring under every policy.
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Copies a raw disk image through two virtio-blk drivers and devices, on real threads.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:copied and flushed; with --matrix: every copy is identical",
            "1:with --matrix: a copy differs or failed",
            "2:bad usage, a file that cannot be used, or an I/O error"})
final class Copy implements Callable<Integer> {
    private static final int MEBIBYTE_SHIFT = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "SOURCE",
            description = "raw disk image to read; with --matrix it may be left out, and one is made")
    private @Nullable Path source;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DESTINATION",
            description = "file to create; none with --matrix")
    private @Nullable Path destination;

    @Option(names = "--matrix",
            description = "every combination of ring, notifications, indirect descriptors, one or four queues, and policy")
    private boolean matrix;

    @Option(names = "--image-mib", paramLabel = "N", defaultValue = "64",
            description = "size of the image that --matrix makes where none is named (${DEFAULT-VALUE})")
    private int imageMebibytes;

    @Mixin
    private CopyChoice choice = new CopyChoice();

    @Override
    public Integer call() {
        if (matrix) {
            return runMatrix();
        }
        Path from = source;
        Path to = destination;
        if (from == null || to == null) {
            throw bad("name a raw disk image and the file to create, or say --matrix");
        }
        CopyOptions options;
        FaultPlan faults;
        try {
            options = choice.options();
            faults = choice.faults();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try {
            CopyResult result;
            try (CopyProgress progress = CopyProgress.start("copy", from.toFile().length())) {
                result = new ImageCopy(options, faults).copy(from, to, progress);
            }
            spec.commandLine().getOut().println(sentence(result));
            return ExitCode.AS_EXPECTED;
        } catch (IOException e) {
            return fail(e);
        }
    }

    private int runMatrix() {
        if (destination != null) {
            throw bad("--matrix creates no file: leave " + destination + " out");
        }
        if (imageMebibytes < 1) {
            throw bad("--image-mib must be at least 1");
        }
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (given.userObject() instanceof Field field && field.getDeclaringClass() == CopyChoice.class) {
                throw bad(given.longestName()
                        + " chooses one combination, --matrix runs them all: leave one of the two out");
            }
        }
        try {
            return new CopyMatrixRun(spec.commandLine()).run(source, (long) imageMebibytes << MEBIBYTE_SHIFT);
        } catch (IOException e) {
            return fail(e);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int fail(IOException e) {
        spec.commandLine().getErr().println("ringproof copy: " + e.getMessage());
        return ExitCode.BAD_USAGE;
    }

    private static String sentence(CopyResult result) {
        return String.format(Locale.ROOT,
                "copied %d sectors of %d bytes, %.0f MiB/s, %d kicks, %d interrupts, "
                        + "%d reads of the suppression state, %d polls",
                result.sectors(), Limits.SECTOR_BYTES, result.mebibytesPerSecond(), result.kicks(),
                result.interrupts(), result.suppressionReads(), result.polls());
    }
}
