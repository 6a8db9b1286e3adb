package ringproof.transport;

import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Which feature sets a device may offer and a driver may accept. The only place that knows.
///
/// Spec 2.2.1, 2.2.2, 5.2.5, 6. For the block device 1.4 names no feature whose acceptance needs another accepted one:
/// even CONFIG_WCE may be accepted without FLUSH (5.2.5.2). What remains is the subset rule, and that nothing here is a
/// legacy device.
public final class FeatureRules {
    private FeatureRules() {
    }

    /// What is wrong with offering this: one clause, or the empty string.
    public static String offerFault(FeatureSet offered) {
        if (!offered.has(Feature.VERSION_1)) {
            return "VERSION_1 is not offered, so this is a legacy device";
        }
        if (offered.has(Feature.BLK_CONFIG_WCE) && !offered.has(Feature.BLK_FLUSH)) {
            return "BLK_CONFIG_WCE is offered without BLK_FLUSH";
        }
        return "";
    }

    /// What is wrong with accepting this of what was offered: one clause, or the empty string.
    public static String acceptFault(FeatureSet offered, FeatureSet accepted) {
        if (!accepted.has(Feature.VERSION_1)) {
            return "VERSION_1 is not accepted, so this is a legacy driver";
        }
        if (!accepted.isSubsetOf(offered)) {
            return "accepted but not offered: " + missing(accepted, offered);
        }
        return "";
    }

    /// The features of `wanted` that `present` lacks.
    public static FeatureSet missing(FeatureSet wanted, FeatureSet present) {
        return new FeatureSet(wanted.bits() & ~present.bits());
    }
}
