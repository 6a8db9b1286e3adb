package ringproof.transport;

import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Which feature sets a device may offer and a driver may accept. The only place that knows.
///
/// Spec 2.2.1, 2.2.2, 5.2.5, 6. What 1.4 says of features that depend on others is little: CONFIG_WCE may not be offered without
/// FLUSH, although it may be accepted without (5.2.5.2); none of chapter 6 needs another. What depends on the configuration space, as DISCARD
/// beside ZONED does on the zone model, is for the device to refuse. The rest is the subset rule, that nothing here is a legacy device, and
/// what a transport can carry.
public final class FeatureRules {
    /// Only PCI devices have them, and administration virtqueues are reserved elsewhere.
    private static final FeatureSet PCI_ONLY = FeatureSet.of(Feature.SR_IOV, Feature.ADMIN_VQ);

    /// What a transport that is not PCI can carry.
    public static final FeatureSet NOT_PCI = new FeatureSet(~PCI_ONLY.bits());

    private FeatureRules() {
    }

    /// What is wrong with offering this: one clause, or the empty string. A bit that nobody knows is no fault of the device, which may be
    /// newer than we are.
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
