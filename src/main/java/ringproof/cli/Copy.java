package ringproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.driver.Policy;
import ringproof.load.ImageCopy;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// `ringproof copy`: a disk image goes through driver and device twice.
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Copies a raw disk image through two virtio-blk drivers and devices, on real threads.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:copied and flushed", "2:bad usage, a file that cannot be used, or an I/O error"})
final class Copy implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "SOURCE", description = "raw disk image to read")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "file to create")
    private Path destination = Path.of("");

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
            description = "virtqueues of each device (${DEFAULT-VALUE})")
    private int queues;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "4",
            description = "requests in flight (${DEFAULT-VALUE})")
    private int jobs;

    @Option(names = "--block", paramLabel = "BYTES", defaultValue = "65536",
            description = "bytes per request (${DEFAULT-VALUE})")
    private int blockBytes;

    @Option(names = "--policy", paramLabel = "POLICY", defaultValue = "toggle", converter = PolicyName.class,
            completionCandidates = PolicyName.class,
            description = "completion policy of the drivers: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Policy policy = Policy.TOGGLE;

    @Option(names = "--hipri", paramLabel = "PERCENT", defaultValue = "0",
            description = "share of requests that are HIPRI; a policy that polls polls for them (${DEFAULT-VALUE})")
    private int hipriPercent;

    @Option(names = "--no-event-idx", description = "suppress notifications by flags instead of by event index")
    private boolean noEventIdx;

    @Option(names = "--packed", description = "packed virtqueues instead of split ones")
    private boolean packed;

    @Override
    public Integer call() {
        ImageCopy.Options options;
        try {
            FeatureSet ring = noEventIdx ? FeatureSet.NONE : FeatureSet.of(Feature.EVENT_IDX);
            options = new ImageCopy.Options(queues, jobs, blockBytes, policy,
                    packed ? ring.with(Feature.RING_PACKED) : ring, hipriPercent);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try {
            long sectors;
            try (CopyProgress progress = CopyProgress.start(source)) {
                sectors = ImageCopy.copy(source, destination, options, progress);
            }
            spec.commandLine().getOut().println("copied " + sectors + " sectors of " + Limits.SECTOR_BYTES + " bytes");
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("ringproof copy: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
    }
}
