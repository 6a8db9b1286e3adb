package ringproof.load;

import ringproof.driver.policy.Policy;
import ringproof.queue.Virtqueues;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// How to copy an image. Anything out of its range throws [IllegalArgumentException] with one sentence.
///
/// @param queueCount   virtqueues of each device
/// @param queueSize    descriptors of each; a power of two unless the ring is packed
/// @param jobCount     jobs, each with one request in flight
/// @param blockBytes   bytes of a request, a multiple of 512
/// @param ring         those of RING_PACKED, EVENT_IDX, INDIRECT_DESC, IN_ORDER, ACCESS_PLATFORM and ORDER_PLATFORM that are wanted
/// @param hipriPercent of every hundred blocks so many go with HIPRI requests
/// @param polling      who else polls
public record CopyOptions(int queueCount, int queueSize, int jobCount, int blockBytes, Policy policy, FeatureSet ring,
        int hipriPercent, CopyPolling polling) {
    static final int PERCENT = 100;
    private static final int MAX_QUEUES = 64;
    private static final int MAX_JOBS = 1024;
    private static final int MAX_BLOCK_BYTES = 1 << 24;
    /// Header, data, status.
    private static final int MIN_QUEUE_SIZE = 3;
    private static final FeatureSet OF_A_RING = FeatureSet.of(Feature.RING_PACKED, Feature.EVENT_IDX,
            Feature.INDIRECT_DESC, Feature.IN_ORDER, Feature.ACCESS_PLATFORM, Feature.ORDER_PLATFORM);

    /// One queue of 128 with EVENT_IDX, four jobs with 64 KiB each, nothing HIPRI, the driver's default policy.
    public static final CopyOptions DEFAULT = new CopyOptions(1, 128, 4, 1 << 16, Policy.TOGGLE,
            FeatureSet.of(Feature.EVENT_IDX), 0, CopyPolling.PLAIN);

    public CopyOptions {
        requireRange("the number of queues", queueCount, 1, MAX_QUEUES);
        requireRange("the queue size", queueSize, MIN_QUEUE_SIZE, Limits.MAX_QUEUE_SIZE);
        requireRange("the number of jobs", jobCount, 1, MAX_JOBS);
        requireRange("the block size", blockBytes, 1, MAX_BLOCK_BYTES);
        requireRange("the percentage of HIPRI requests", hipriPercent, 0, PERCENT);
        if (blockBytes % Limits.SECTOR_BYTES != 0) {
            throw new IllegalArgumentException(
                    "the block size " + blockBytes + " is not a multiple of " + Limits.SECTOR_BYTES);
        }
        String fault = Virtqueues.sizeFault(ring, queueSize);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
        if (!ring.isSubsetOf(OF_A_RING)) {
            throw new IllegalArgumentException("of a ring's features only these can be chosen: " + OF_A_RING);
        }
    }

    private static void requireRange(String what, int value, int smallest, int largest) {
        if (value < smallest || value > largest) {
            throw new IllegalArgumentException(what + " is " + value + ", not from " + smallest + " to " + largest);
        }
    }

    public CopyOptions withQueues(int count) {
        return new CopyOptions(count, queueSize, jobCount, blockBytes, policy, ring, hipriPercent, polling);
    }

    public CopyOptions withRing(FeatureSet features) {
        return new CopyOptions(queueCount, queueSize, jobCount, blockBytes, policy, features, hipriPercent, polling);
    }

    public CopyOptions withPolicy(Policy other) {
        return new CopyOptions(queueCount, queueSize, jobCount, blockBytes, other, ring, hipriPercent, polling);
    }

    public CopyOptions withLoad(int jobs, int bytes, int percentHipri) {
        return new CopyOptions(queueCount, queueSize, jobs, bytes, policy, ring, percentHipri, polling);
    }

    public CopyOptions withPolling(CopyPolling other) {
        return new CopyOptions(queueCount, queueSize, jobCount, blockBytes, policy, ring, hipriPercent, other);
    }
}
