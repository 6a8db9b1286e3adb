package ringproof.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ringproof.device.FaultPlan;
import ringproof.driver.policy.Policy;
import ringproof.load.CopyOptions;
import ringproof.load.CopyPolling;
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

    @Option(names = "--iommu",
            description = "the devices are behind an IOMMU and ordered as on a bus: ACCESS_PLATFORM, ORDER_PLATFORM")
    private boolean iommu;

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

    @Option(names = "--hybrid-polling",
            description = "who polls sleeps first, for half of the time that such requests have taken")
    private boolean hybridPolling;

    @Option(names = "--device-poll-us", paramLabel = "N", defaultValue = "0",
            description = "the devices poll so many microseconds at most before they sleep (${DEFAULT-VALUE})")
    private long devicePollMicros;

    @Option(names = "--faults", paramLabel = "PLAN",
            description = "make accesses to the disk that is written go wrong: write@3:error, write@2/5:torn=512, any@10+:delay=20; "
                    + "separate several with commas")
    private @Nullable String faults;

    /// Throws [IllegalArgumentException] with one sentence for a text that is no plan.
    FaultPlan faults() {
        return faults == null ? FaultPlan.NONE : FaultPlan.parse(faults);
    }

    /// Throws [IllegalArgumentException] with one sentence where a value is out of its range.
    CopyOptions options() {
        FeatureSet features = FeatureSet.NONE;
        features = ring == Ring.PACKED ? features.with(Feature.RING_PACKED) : features;
        features = eventIdx ? features.with(Feature.EVENT_IDX) : features;
        features = indirect ? features.with(Feature.INDIRECT_DESC) : features;
        features = inOrder ? features.with(Feature.IN_ORDER) : features;
        features = iommu ? features.with(Feature.ACCESS_PLATFORM).with(Feature.ORDER_PLATFORM) : features;
        return new CopyOptions(queues, queueSize, jobs, blockBytes, policy, features, hipriPercent,
                new CopyPolling(hybridPolling, TimeUnit.MICROSECONDS.toNanos(devicePollMicros)));
    }
}
