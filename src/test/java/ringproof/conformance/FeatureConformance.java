package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.queue.DriverQueue;
import ringproof.transport.InProcessTransport;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Feature bits: 2.2 and 6. One method for each clause.
final class FeatureConformance {
    private static final int FEATURES_OK = 8;
    private static final int FAILED = 128;
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);
    /// Bits that 1.4 gives no meaning for a block device on our transport: of other devices, reserved, of PCI, and of the future.
    private static final long MEANINGLESS = 1L << 0 | 1L << 3 | 1L << 7 | 1L << 8 | 0xFL << 18 | 1L << 23 | 1L << 24
            | 1L << 27
            | 1L << 30 | 1L << 31 | 1L << 37 | 1L << 41 | 1L << 42 | 0xFFFFFL << 44;

    /// CONFIG_WCE no device offers without FLUSH.
    private static FeatureSet possible(FeatureSet features) {
        return features.has(Feature.BLK_FLUSH) ? features : features.without(Feature.BLK_CONFIG_WCE);
    }

    /// What the driver wrote, where the device offers this.
    private static FeatureSet accepted(FeatureSet offered) {
        Stack stack = new Stack();
        stack.registers.offer = all -> offered;
        stack.start();
        return new FeatureSet(stack.registers.values(Kind.WRITE_FEATURES).getFirst());
    }

    private static FeatureSet all() {
        return new Stack().transport.deviceFeatures();
    }

    /// 2.2.1. Each feature left out, and each one alone.
    @Test
    void the_driver_accepts_nothing_that_was_not_offered() {
        for (Feature feature : Feature.values()) {
            if (feature != Feature.VERSION_1) {
                assertThat(accepted(possible(all().without(feature))).has(feature)).isFalse();
                FeatureSet alone = possible(VERSION_1.with(feature).and(all()));
                assertThat(accepted(alone).isSubsetOf(alone)).isTrue();
            }
        }
    }

    /// 2.2.1.
    @Test
    void an_offer_that_cannot_be_is_found() {
        for (FeatureSet impossible : List.of(FeatureSet.NONE, FeatureSet.of(Feature.EVENT_IDX),
                VERSION_1.with(Feature.BLK_CONFIG_WCE))) {
            assertThatThrownBy(() -> accepted(impossible)).isInstanceOf(NegotiationException.class);
        }
    }

    /// 2.2.1.
    @Test
    void bits_without_a_meaning_change_nothing() {
        FeatureSet without = accepted(all());
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((MEANINGLESS >>> bit & 1) != 0) {
                FeatureSet with = new FeatureSet(all().bits() | 1L << bit);
                assertThat(accepted(with)).as("bit %d", bit).isEqualTo(without);
            }
        }
    }

    /// 2.2.1.
    @Test
    void bits_without_a_meaning_are_not_accepted() {
        assertThat(accepted(new FeatureSet(all().bits() | MEANINGLESS)).bits() & MEANINGLESS).isZero();
    }

    /// 2.2.1.
    @Test
    void without_what_it_needs_the_driver_sets_failed_and_stops() {
        Stack stack = new Stack();
        stack.registers.offer = all -> all.without(Feature.VERSION_1);
        assertThatThrownBy(stack::start).isInstanceOf(NegotiationException.class);
        assertThat(stack.registers.statuses().getLast() & FAILED).isEqualTo(FAILED);
        assertThat(stack.registers.last(Kind.WRITE_STATUS)).as("nothing after it")
                .isEqualTo(stack.registers.accesses().size() - 1);
        assertThat(stack.registers.values(Kind.WRITE_FEATURES)).isEmpty();
    }

    /// 2.2.1.
    @Test
    void what_it_does_not_know_is_no_reason_for_the_driver_to_give_up() {
        Stack stack = new Stack();
        stack.registers.offer = all -> new FeatureSet(all.bits() | MEANINGLESS);
        stack.start();
        assertThat(stack.transport.status()).isEqualTo(15);
    }

    /// Devices of many kinds.
    private static List<FeatureSet> offers() {
        List<FeatureSet> offers = new ArrayList<>();
        QuietMachine machine = new QuietMachine(0x1000);
        for (int bits = 0; bits < 16; bits++) {
            FeatureSet generic = new FeatureSet((bits & 1) * Feature.EVENT_IDX.mask()
                    | (bits >> 1 & 1) * Feature.RING_PACKED.mask() | (bits >> 2 & 1) * Feature.ACCESS_PLATFORM.mask()
                    | (bits >> 3 & 1) * Feature.IN_ORDER.mask());
            for (int queues = 1; queues <= 2; queues++) {
                for (MemoryBackend disk : List.of(new MemoryBackend(1), MemoryBackend.readOnly(new byte[512]))) {
                    BlkDevice device = new BlkDevice(machine, disk,
                            BlkDeviceOptions.DEFAULT.withQueues(queues, 8).withGenericFeatures(generic));
                    offers.add(new InProcessTransport(machine, device).deviceFeatures());
                }
            }
        }
        return offers;
    }

    /// 2.2.2. CONFIG_WCE needs FLUSH; nothing else needs anything.
    @Test
    void no_feature_is_offered_without_those_that_it_needs() {
        assertThat(offers()).allMatch(offer -> !offer.has(Feature.BLK_CONFIG_WCE) || offer.has(Feature.BLK_FLUSH));
    }

    /// 2.2.2. Bits that were not offered, and the choice of a legacy driver.
    @Test
    void features_that_the_device_cannot_work_with_leave_features_ok_unset() {
        Stack stack = new Stack();
        FeatureSet offered = stack.transport.deviceFeatures();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long choice = bit == Feature.VERSION_1.bit() ? 0 : Feature.VERSION_1.mask() | 1L << bit;
            boolean possible = choice != 0 && new FeatureSet(choice).isSubsetOf(offered);
            stack.transport.writeStatus(0);
            stack.transport.writeStatus(1 | 2);
            stack.transport.writeDriverFeatures(new FeatureSet(choice));
            stack.transport.writeStatus(1 | 2 | FEATURES_OK);
            assertThat(stack.transport.status() & FEATURES_OK).as("bit %d", bit).isEqualTo(possible ? FEATURES_OK : 0);
        }
    }

    /// 2.2.2.
    @Test
    void only_what_the_device_does_and_its_transport_carries_is_offered() {
        assertThat(offers()).allMatch(offer -> (offer.bits() & MEANINGLESS) == 0);
        for (Feature feature : List.of(Feature.SR_IOV, Feature.ADMIN_VQ, Feature.BLK_RO)) {
            assertThatThrownBy(() -> BlkDeviceOptions.DEFAULT.withGenericFeatures(FeatureSet.of(feature)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// 6.1.
    @Test
    void the_driver_accepts_version_1() {
        for (Feature feature : Feature.values()) {
            assertThat(accepted(possible(VERSION_1.with(feature).and(all()))).has(Feature.VERSION_1)).isTrue();
        }
    }

    /// 6.1.
    @Test
    void the_driver_does_not_accept_sr_iov_of_what_is_no_pci_device() {
        assertThat(accepted(all().with(Feature.SR_IOV)).has(Feature.SR_IOV)).isFalse();
    }

    /// 6.2.
    @Test
    void the_device_offers_version_1() {
        assertThat(offers()).hasSize(64).allMatch(offer -> offer.has(Feature.VERSION_1));
    }

    /// 6.2. Also where the device would like to return several at once.
    @Test
    void with_in_order_buffers_are_used_in_the_order_in_which_they_were_made_available() {
        Stack stack = new Stack();
        DriverQueue<Token> queue = stack.goLive(Feature.IN_ORDER);
        for (int round = 0; round < 5; round++) {
            List<Integer> added = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                added.add((int) stack.flush(queue) - 16);
            }
            stack.serve();
            List<Integer> used = new ArrayList<>();
            for (Token token = queue.takeUsed(); token != null; token = queue.takeUsed()) {
                used.add(token.number());
            }
            assertThat(used).isEqualTo(added);
            assertThat(queue.breakage()).isNull();
        }
        SplitRing ring = new SplitRing(Feature.IN_ORDER);
        ring.add(1, 0);
        ring.add(1, 0);
        ring.take();
        ring.take();
        assertThatThrownBy(() -> ring.device.stage(ring.device.headId(), 0)).as("the second one first")
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// 6.2.
    @Test
    void the_device_does_not_offer_sr_iov() {
        assertThat(offers()).noneMatch(offer -> offer.has(Feature.SR_IOV));
    }
}
