package ringproof.cli;

import java.util.Locale;
import picocli.CommandLine.Option;
import ringproof.driver.policy.Policy;
import ringproof.load.CopyOptions;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The options of `copy` that choose one combination.
final class CopyChoice {
    /// The ring formats, as they are written on the command line.
    enum Ring {
        SPLIT, PACKED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--ring", paramLabel = "FORMAT", defaultValue = "split",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Ring ring = Ring.SPLIT;

    @Option(names = "--event-idx", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "suppress notifications by event index, not by flags (${DEFAULT-VALUE})")
    private boolean eventIdx;

    @Option(names = "--indirect", negatable = true, defaultValue = "false", fallbackValue = "true",
            description = "indirect descriptors (${DEFAULT-VALUE})")
    private boolean indirect;

    @Option(names = "--in-order", negatable = true, defaultValue = "false", fallbackValue = "true",
            description = "the devices use buffers in order (${DEFAULT-VALUE})")
    private boolean inOrder;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
            description = "virtqueues of each device (${DEFAULT-VALUE})")
    private int queues;

    @Option(names = "--queue-size", paramLabel = "N", defaultValue = "128",
            description = "descriptors of each, a power of two in a split ring (${DEFAULT-VALUE})")
    private int queueSize;

    @Option(names = "--policy", paramLabel = "POLICY", defaultValue = "toggle", converter = PolicyName.class,
            completionCandidates = PolicyName.class,
            description = "completion policy of the drivers: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Policy policy = Policy.TOGGLE;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "4",
            description = "requests in flight (${DEFAULT-VALUE})")
    private int jobs;

    @Option(names = "--block", paramLabel = "BYTES", defaultValue = "65536",
            description = "bytes per request (${DEFAULT-VALUE})")
    private int blockBytes;

    @Option(names = "--hipri", paramLabel = "PERCENT", defaultValue = "0",
            description = "share of requests that are HIPRI; a policy that polls polls for them (${DEFAULT-VALUE})")
    private int hipriPercent;

    /// Throws [IllegalArgumentException] with one sentence where a value is out of its range.
    CopyOptions options() {
        FeatureSet features = FeatureSet.NONE;
        features = ring == Ring.PACKED ? features.with(Feature.RING_PACKED) : features;
        features = eventIdx ? features.with(Feature.EVENT_IDX) : features;
        features = indirect ? features.with(Feature.INDIRECT_DESC) : features;
        features = inOrder ? features.with(Feature.IN_ORDER) : features;
        return new CopyOptions(queues, queueSize, jobs, blockBytes, policy, features, hipriPercent);
    }
}
