package ringproof.wire;

import java.util.ArrayList;
import java.util.List;

/// A set of feature bits, unknown ones included. Immutable.
///
/// Spec 2.2: bits that a side does not know are carried, never invented.
public record FeatureSet(long bits) {
    public static final FeatureSet NONE = new FeatureSet(0);

    public static FeatureSet of(Feature... features) {
        long bits = 0;
        for (Feature feature : features) {
            bits |= feature.mask();
        }
        return new FeatureSet(bits);
    }

    public boolean has(Feature feature) {
        return (bits & feature.mask()) != 0;
    }

    public FeatureSet with(Feature feature) {
        return new FeatureSet(bits | feature.mask());
    }

    public FeatureSet without(Feature feature) {
        return new FeatureSet(bits & ~feature.mask());
    }

    /// The features of both sets.
    public FeatureSet and(FeatureSet other) {
        return new FeatureSet(bits & other.bits);
    }

    /// Whether every feature of this set is in the other.
    public boolean isSubsetOf(FeatureSet other) {
        return (bits & ~other.bits) == 0;
    }

    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        long rest = bits;
        for (Feature feature : Feature.values()) {
            if (has(feature)) {
                names.add(feature.name());
                rest &= ~feature.mask();
            }
        }
        if (rest != 0) {
            names.add("unknown 0x" + Long.toHexString(rest));
        }
        return String.join("|", names);
    }
}
