package ringproof.device;

import ringproof.queue.Virtqueues;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What a [BlkDevice] is to offer beside what its backend decides.
///
/// `queueMaxSize` is a power of two unless RING_PACKED is offered; `genericFeatures` are those of chapter 6 that any device may have, such
/// as EVENT_IDX; `deviceId` has at most 20 ASCII characters. Anything else throws [IllegalArgumentException].
public record BlkDeviceOptions(int queueCount, int queueMaxSize, FeatureSet genericFeatures, String deviceId,
        BlkLimits limits) {
    /// What its queues and its transport can do.
    private static final FeatureSet SUPPORTED = FeatureSet.of(Feature.EVENT_IDX, Feature.ACCESS_PLATFORM,
            Feature.ORDER_PLATFORM, Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA, Feature.RING_RESET,
            Feature.SUSPEND, Feature.RING_PACKED, Feature.INDIRECT_DESC, Feature.IN_ORDER);
    /// `num_queues` is a le16, and a virtqueue index too, spec 2.6.
    private static final int MAX_QUEUES = 0xFFFF;

    /// One queue of 128, with EVENT_IDX.
    public static final BlkDeviceOptions DEFAULT = new BlkDeviceOptions(1, 128, FeatureSet.of(Feature.EVENT_IDX),
            "ringproof", BlkLimits.DEFAULT);

    public BlkDeviceOptions {
        if (queueCount < 1 || queueCount > MAX_QUEUES) {
            throw new IllegalArgumentException("a block device has 1 to " + MAX_QUEUES + " queues");
        }
        String sizeFault = Virtqueues.sizeFault(genericFeatures, queueMaxSize);
        if (!sizeFault.isEmpty()) {
            throw new IllegalArgumentException(sizeFault);
        }
        if (!genericFeatures.isSubsetOf(SUPPORTED)) {
            throw new IllegalArgumentException("of the generic features only these can be offered: " + SUPPORTED);
        }
    }

    public BlkDeviceOptions withQueues(int count, int maxSize) {
        return new BlkDeviceOptions(count, maxSize, genericFeatures, deviceId, limits);
    }

    public BlkDeviceOptions withGenericFeatures(FeatureSet features) {
        return new BlkDeviceOptions(queueCount, queueMaxSize, features, deviceId, limits);
    }

    public BlkDeviceOptions withLimits(BlkLimits others) {
        return new BlkDeviceOptions(queueCount, queueMaxSize, genericFeatures, deviceId, others);
    }
}
