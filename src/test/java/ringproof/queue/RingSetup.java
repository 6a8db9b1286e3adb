package ringproof.queue;

import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// One kind of split ring.
record RingSetup(int size, boolean eventIdx, DisableCallback style, int startIdx) {
    FeatureSet features() {
        FeatureSet base = FeatureSet.of(Feature.VERSION_1);
        return eventIdx ? base.with(Feature.EVENT_IDX) : base;
    }
}
