package ringproof.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What may be offered and what accepted. Spec 2.2, 5.2.5.2, 6.
final class FeatureRulesTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);

    @Test
    void a_device_offers_version_1() {
        assertThat(FeatureRules.offerFault(VERSION_1)).isEmpty();
        assertThat(FeatureRules.offerFault(FeatureSet.of(Feature.BLK_FLUSH))).contains("VERSION_1");
    }

    @Test
    void a_device_that_offers_wce_offers_flush() {
        assertThat(FeatureRules.offerFault(VERSION_1.with(Feature.BLK_CONFIG_WCE))).contains("BLK_FLUSH");
        assertThat(FeatureRules.offerFault(VERSION_1.with(Feature.BLK_CONFIG_WCE).with(Feature.BLK_FLUSH))).isEmpty();
    }

    @Test
    void a_driver_may_accept_wce_without_flush() {
        FeatureSet offered = VERSION_1.with(Feature.BLK_CONFIG_WCE).with(Feature.BLK_FLUSH);
        assertThat(FeatureRules.acceptFault(offered, offered.without(Feature.BLK_FLUSH))).isEmpty();
    }

    @Test
    void a_driver_accepts_a_subset_with_version_1() {
        FeatureSet offered = VERSION_1.with(Feature.EVENT_IDX);
        assertThat(FeatureRules.acceptFault(offered, VERSION_1)).isEmpty();
        assertThat(FeatureRules.acceptFault(offered, offered.without(Feature.VERSION_1))).contains("legacy driver");
        assertThat(FeatureRules.acceptFault(offered, offered.with(Feature.BLK_MQ))).endsWith("BLK_MQ");
        assertThat(FeatureRules.acceptFault(offered, new FeatureSet(offered.bits() | 1L << 63)))
                .contains("0x8000000000000000");
    }

    /// Spec 6: a driver MUST NOT negotiate SR_IOV if the device is no PCI device; administration virtqueues are reserved there.
    @Test
    void what_only_pci_has_is_not_carried_elsewhere_and_all_else_is() {
        for (Feature feature : Feature.values()) {
            assertThat(FeatureRules.NOT_PCI.has(feature)).as(feature.name())
                    .isEqualTo(feature != Feature.SR_IOV && feature != Feature.ADMIN_VQ);
        }
    }
}
