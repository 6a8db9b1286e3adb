package ringproof.suite;

import java.util.List;
import ringproof.queue.DisableCallback;
import ringproof.queue.Virtqueues;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Ring format and way of suppressing notifications: what toggling means differs in each.
@SuppressWarnings("ImmutableEnumChecker") // a FeatureSet is a record of one long
public enum RingProfile {
    SPLIT_FLAGS("split-flags", FeatureSet.of(Feature.VERSION_1), DisableCallback.EVENT_ZERO),
    SPLIT_EVENT_2021("split-event2021", FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX), DisableCallback.SILENT),
    SPLIT_EVENT_NOW("split-eventnow", FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX), DisableCallback.EVENT_ZERO),
    PACKED_FLAGS("packed-flags", FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED), DisableCallback.EVENT_ZERO),
    PACKED_EVENT("packed-event", FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED, Feature.EVENT_IDX),
            DisableCallback.EVENT_ZERO),
    SPLIT_INDIRECT("split-indirect", FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.INDIRECT_DESC),
            DisableCallback.EVENT_ZERO),
    PACKED_INDIRECT("packed-indirect", FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED, Feature.EVENT_IDX,
            Feature.INDIRECT_DESC), DisableCallback.EVENT_ZERO),
    SPLIT_IN_ORDER("split-in-order", FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.IN_ORDER),
            DisableCallback.EVENT_ZERO),
    PACKED_IN_ORDER("packed-in-order", FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED, Feature.EVENT_IDX,
            Feature.IN_ORDER), DisableCallback.EVENT_ZERO);

    /// What differs in how notifications are suppressed; the others differ in what goes through the ring.
    public static final List<RingProfile> BY_SUPPRESSION = List.of(SPLIT_FLAGS, SPLIT_EVENT_2021, SPLIT_EVENT_NOW,
            PACKED_FLAGS, PACKED_EVENT);
    /// The others.
    public static final List<RingProfile> BY_CONTENT = List.of(SPLIT_INDIRECT, PACKED_INDIRECT, SPLIT_IN_ORDER,
            PACKED_IN_ORDER);

    private final String key;
    private final FeatureSet features;
    private final DisableCallback disableStyle;

    RingProfile(String key, FeatureSet features, DisableCallback disableStyle) {
        this.key = key;
        this.features = features;
        this.disableStyle = disableStyle;
    }

    /// Its name in scenario keys and tokens.
    public String key() {
        return key;
    }

    public FeatureSet features() {
        return features;
    }

    public DisableCallback disableStyle() {
        return disableStyle;
    }

    public boolean isPacked() {
        return features.has(Feature.RING_PACKED);
    }

    public boolean hasEventIdx() {
        return features.has(Feature.EVENT_IDX);
    }

    public boolean isIndirect() {
        return features.has(Feature.INDIRECT_DESC);
    }

    /// Where a queue of `size` descriptors stands of which `count` have come and gone.
    int position(int count, int size) {
        return Virtqueues.startAfter(features, count, size);
    }
}
