package ringproof.driver;

import org.jspecify.annotations.Nullable;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.IoPageTable;
import ringproof.queue.DisableCallback;
import ringproof.wire.FeatureSet;

/// How a [BlkDriver] is set up.
///
/// @param queueCount  virtqueues in all, those of the next two among them
/// @param readQueues  for reads alone
/// @param pollQueues  for HIPRI requests alone, never notified; 0 under [Policy#POLL_QUEUES]: half of them
/// @param queueSize   descriptors of each; 0 takes the device's largest
/// @param maxSegments pieces of data in one request, as far as the device allows
/// @param maxRanges   ranges in one request, as far as the device allows
/// @param refused     features that are not accepted although they are offered and understood
/// @param ioTable     what the platform lets the device reach, for ACCESS_PLATFORM, in equal parts for the queues; null: the feature is
///                    not accepted
public record BlkDriverOptions(Policy policy, int queueCount, int readQueues, int pollQueues, int queueSize,
        boolean eventIdx, DisableCallback disableStyle, int maxSegments, int maxRanges, FeatureSet refused,
        @Nullable IoPageTable ioTable) {

    public BlkDriverOptions {
        if (queueCount < 1 || readQueues < 0 || pollQueues < 0 || readQueues + pollQueues >= queueCount) {
            throw new IllegalArgumentException("of " + queueCount + " queues, " + readQueues + " for reads and "
                    + pollQueues + " for polling leave none for the rest: ask for more queues");
        }
        if (maxSegments < 1 || maxRanges < 1) {
            throw new IllegalArgumentException("a request has at least one piece of data and one range");
        }
    }

    /// All queues alike, or shared out as the policy needs it; requests of one piece.
    public BlkDriverOptions(Policy policy, int queueCount, int queueSize, boolean eventIdx,
            DisableCallback disableStyle) {
        this(policy, queueCount, 0, 0, queueSize, eventIdx, disableStyle, 1, HardwareQueue.DEFAULT_MAX_RANGES,
                FeatureSet.NONE, null);
    }

    /// The same, with queues for reads and for polling.
    public BlkDriverOptions withQueues(int forReads, int forPolling) {
        return new BlkDriverOptions(policy, queueCount, forReads, forPolling, queueSize, eventIdx, disableStyle,
                maxSegments, maxRanges, refused, ioTable);
    }

    public BlkDriverOptions withRequests(int segments, int ranges) {
        return new BlkDriverOptions(policy, queueCount, readQueues, pollQueues, queueSize, eventIdx, disableStyle,
                segments, ranges, refused, ioTable);
    }

    public BlkDriverOptions without(FeatureSet features) {
        return new BlkDriverOptions(policy, queueCount, readQueues, pollQueues, queueSize, eventIdx, disableStyle,
                maxSegments, maxRanges, features, ioTable);
    }

    /// With a platform that translates the device's accesses.
    public BlkDriverOptions behind(IoPageTable table) {
        return new BlkDriverOptions(policy, queueCount, readQueues, pollQueues, queueSize, eventIdx, disableStyle,
                maxSegments, maxRanges, refused, table);
    }

    /// How many queues are for polling on a device with these features. Linux: init_vq.
    int pollQueues(Policy effective) {
        boolean unsaid = effective == Policy.POLL_QUEUES && pollQueues == 0;
        return unsaid ? (queueCount - readQueues) / 2 : pollQueues;
    }

    /// What the queue with this number is for: first those for the rest, then those for reads, then those for polling.
    HctxType typeOf(int queue, Policy effective) {
        if (queue >= queueCount - pollQueues(effective)) {
            return HctxType.POLL;
        }
        return queue >= queueCount - pollQueues(effective) - readQueues ? HctxType.READ : HctxType.DEFAULT;
    }
}
