package ringproof.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.QueueLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Negotiation that works, and each way in which it does not. Spec 3.1.1.
final class HandshakeTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);
    private static final FeatureSet OFFERED = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH);

    private final Machine machine = new NativeMachine(0x10000);
    private final StubDevice device = new StubDevice(machine, OFFERED);
    private final InProcessTransport transport = new InProcessTransport(machine, device);

    private boolean isFailed() {
        return DeviceStatus.FAILED.in(transport.status());
    }

    @Test
    void both_agree_on_what_one_offers_and_the_other_understands() {
        FeatureSet understood = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_MQ);
        assertThat(Handshake.negotiate(transport, understood, VERSION_1))
                .isEqualTo(FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX));
        assertThat(transport.status()).isEqualTo(
                DeviceStatus.ACKNOWLEDGE.mask() | DeviceStatus.DRIVER.mask() | DeviceStatus.FEATURES_OK.mask());
        Handshake.driverOk(transport);
        assertThat(DeviceStatus.DRIVER_OK.in(transport.status())).isTrue();
        assertThat(device.calls).containsExactly("reset", "activate EVENT_IDX|VERSION_1 []");
    }

    /// Spec 2.2.1: must not fail solely because of a bit that it does not understand.
    @Test
    void an_offered_bit_that_nobody_knows_is_left_alone() {
        device.offered = new FeatureSet(OFFERED.bits() | 1L << 60);
        assertThat(Handshake.negotiate(transport, OFFERED, VERSION_1)).isEqualTo(OFFERED);
    }

    @Test
    void negotiating_again_starts_with_a_reset() {
        Handshake.negotiate(transport, OFFERED, VERSION_1);
        Handshake.driverOk(transport);
        assertThat(Handshake.negotiate(transport, VERSION_1, VERSION_1)).isEqualTo(VERSION_1);
        assertThat(device.calls).containsExactly("reset", "activate BLK_FLUSH|EVENT_IDX|VERSION_1 []", "reset");
        assertThat(DeviceStatus.DRIVER_OK.in(transport.status())).isFalse();
    }

    @Test
    void a_legacy_device_is_refused() {
        device.offered = FeatureSet.of(Feature.EVENT_IDX);
        assertThatThrownBy(() -> Handshake.negotiate(transport, OFFERED, FeatureSet.NONE))
                .isInstanceOf(NegotiationException.class).hasMessageContaining("VERSION_1 is not offered");
        assertThat(isFailed()).isTrue();
    }

    @Test
    void a_device_that_offers_wce_without_flush_is_refused() {
        device.offered = FeatureSet.of(Feature.VERSION_1, Feature.BLK_CONFIG_WCE);
        assertThatThrownBy(() -> Handshake.negotiate(transport, VERSION_1, VERSION_1))
                .isInstanceOf(NegotiationException.class).hasMessageContaining("BLK_CONFIG_WCE");
        assertThat(isFailed()).isTrue();
    }

    @Test
    void a_required_feature_that_is_not_offered_is_named() {
        FeatureSet required = VERSION_1.with(Feature.BLK_MQ);
        assertThatThrownBy(() -> Handshake.negotiate(transport, required, required))
                .isInstanceOf(NegotiationException.class).hasMessageStartingWith("the device does not offer BLK_MQ:");
        assertThat(isFailed()).isTrue();
        assertThat(device.calls).containsExactly("reset");
    }

    @Test
    void a_device_that_refuses_the_features_is_given_up() {
        device.accepts = VERSION_1;
        assertThatThrownBy(() -> Handshake.negotiate(transport, OFFERED, VERSION_1))
                .isInstanceOf(NegotiationException.class).hasMessageContaining("refuses the features");
        assertThat(isFailed()).isTrue();
        assertThat(Handshake.negotiate(transport, VERSION_1, VERSION_1)).as("after a reset, with less")
                .isEqualTo(VERSION_1);
    }

    @Test
    void a_driver_without_version_1_is_a_legacy_driver() {
        assertThatThrownBy(() -> Handshake.negotiate(transport, FeatureSet.of(Feature.EVENT_IDX), FeatureSet.NONE))
                .isInstanceOf(NegotiationException.class).hasMessageContaining("VERSION_1 is not accepted");
    }

    @Test
    void a_driver_that_requires_what_it_does_not_understand_is_a_mistake() {
        assertThatThrownBy(() -> Handshake.negotiate(transport, VERSION_1, OFFERED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refused_queue_keeps_the_device_from_starting() {
        Handshake.negotiate(transport, OFFERED, VERSION_1);
        transport.setUpQueue(0, new QueueLayout(3, 0, 0, 0));
        assertThatThrownBy(() -> Handshake.driverOk(transport))
                .isInstanceOf(NegotiationException.class).hasMessageContaining("does not start");
        assertThat(isFailed()).isTrue();
        assertThat(device.calls).as("never live").containsExactly("reset");
    }

    @Test
    void a_configuration_field_is_little_endian() {
        assertThat(Handshake.readConfig16(transport, 1)).isEqualTo(0x0201);
        assertThat(Handshake.readConfig32(transport, 0)).isEqualTo(0x03020100);
        assertThat(Handshake.readConfig64(transport, 0xF8)).isEqualTo(0xFFFEFDFCFBFAF9F8L);
    }

    /// Spec 2.5.1.
    @Test
    void a_field_is_read_again_while_the_generation_changes() {
        device.generations = new int[]{1, 2, 2, 3, 3, 3};
        assertThat(Handshake.readConfig64(transport, 0)).isEqualTo(0x0706050403020100L);
        assertThat(device.calls).containsExactly("config", "config", "config");
    }

    @Test
    void a_configuration_that_never_settles_is_given_up() {
        device.generations = new int[10_000];
        for (int i = 0; i < device.generations.length; i++) {
            device.generations[i] = i;
        }
        assertThatThrownBy(() -> Handshake.readConfig64(transport, 0)).isInstanceOf(NegotiationException.class);
        assertThat(isFailed()).isTrue();
    }

    @Test
    void a_reset_that_never_ends_is_given_up() {
        NeverReset never = new NeverReset(transport);
        assertThatThrownBy(() -> Handshake.reset(never)).isInstanceOf(NegotiationException.class)
                .hasMessageContaining("does not finish its reset");
    }

    @Test
    void only_a_live_queue_is_handed_to_the_device() {
        Handshake.negotiate(transport, OFFERED, VERSION_1);
        transport.setUpQueue(1, QueueLayout.allocateSplit(8, new GuestAllocator(machine.memory(), 0)));
        Handshake.driverOk(transport);
        assertThat(device.calls).last().isEqualTo("activate BLK_FLUSH|EVENT_IDX|VERSION_1 [1]");
    }

    @Test
    void what_the_transport_cannot_carry_is_neither_offered_nor_accepted() {
        device.offered = OFFERED.with(Feature.SR_IOV).with(Feature.ADMIN_VQ);
        assertThat(transport.deviceFeatures()).isEqualTo(OFFERED);
        assertThat(Handshake.negotiate(transport, device.offered, VERSION_1)).isEqualTo(OFFERED);
        Transport narrow = new WrappedTransport(transport) {
            @Override
            public FeatureSet carriedFeatures() {
                return VERSION_1;
            }
        };
        assertThat(Handshake.negotiate(narrow, OFFERED, VERSION_1)).as("whoever offers it").isEqualTo(VERSION_1);
    }

    @Test
    void a_queue_reset_that_never_ends_is_given_up() {
        NeverReset never = new NeverReset(transport);
        assertThatThrownBy(() -> Handshake.resetQueue(never, 1)).isInstanceOf(NegotiationException.class)
                .hasMessageContaining("queue 1");
    }

    @Test
    void a_device_suspends_and_resumes() {
        device.offered = VERSION_1.with(Feature.SUSPEND);
        Handshake.negotiate(transport, device.offered, device.offered);
        Handshake.driverOk(transport);
        assertThat(Handshake.suspend(transport)).isTrue();
        assertThat(transport.status()).isEqualTo(1 | 2 | 8 | 16);
        assertThat(Handshake.resume(transport)).isTrue();
        assertThat(transport.status()).isEqualTo(1 | 2 | 4 | 8);
        assertThat(device.calls).containsExactly("reset", "activate VERSION_1|SUSPEND []", "suspend", "resume");
    }

    @Test
    void a_device_that_does_not_suspend_is_given_up() {
        Handshake.negotiate(transport, VERSION_1, VERSION_1);
        Handshake.driverOk(transport);
        assertThatThrownBy(() -> Handshake.suspend(transport)).as("SUSPEND was not accepted")
                .isInstanceOf(NegotiationException.class);
        device.host().needsReset("for good");
        assertThat(Handshake.suspend(transport)).isFalse();
    }
}
