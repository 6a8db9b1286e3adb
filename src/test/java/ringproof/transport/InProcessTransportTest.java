package ringproof.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.QueueLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The registers, used rightly and wrongly.
final class InProcessTransportTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);

    private final Machine machine = new NativeMachine(0x10000);
    private final StubDevice device = new StubDevice(machine, VERSION_1.with(Feature.EVENT_IDX));
    private final InProcessTransport transport = new InProcessTransport(machine, device);
    private final QueueLayout layout = QueueLayout.allocateSplit(16, new GuestAllocator(machine.memory(), 0));

    @BeforeEach
    void negotiate() {
        Handshake.negotiate(transport, VERSION_1, VERSION_1);
        device.calls.clear();
    }

    private boolean needsReset() {
        return DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status());
    }

    @Test
    void a_queue_has_a_largest_size_and_others_do_not_exist() {
        assertThat(transport.queueMaxSize(0)).isEqualTo(StubDevice.QUEUE_MAX_SIZE);
        assertThat(transport.queueMaxSize(1)).isEqualTo(StubDevice.QUEUE_MAX_SIZE);
        assertThat(transport.queueMaxSize(2)).isZero();
        assertThat(transport.queueMaxSize(-1)).isZero();
        assertThatThrownBy(() -> transport.callback(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void setting_up_a_queue_that_does_not_exist_needs_a_reset(int queue) {
        transport.setUpQueue(queue, layout);
        assertThat(needsReset()).isTrue();
        assertThat(transport.resetReason()).contains("the device has 2 queues");
    }

    @ParameterizedTest
    @CsvSource({"32, 0, 4096, 8192", "3, 0, 4096, 8192", "0, 0, 4096, 8192", "16, 8, 4096, 8192", "16, 0, 4097, 8192",
        "16, 0, 4096, 8194", "16, 65536, 4096, 8192", "16, -16, 4096, 8192", "16, 0, 65534, 8192",
        "16, 0, 4096, 9223372036854775804"})
    void a_layout_that_is_impossible_needs_a_reset(int size, long descriptorArea, long driverArea, long deviceArea) {
        transport.setUpQueue(0, new QueueLayout(size, descriptorArea, driverArea, deviceArea));
        assertThat(needsReset()).isTrue();
        transport.writeStatus(transport.status() | DeviceStatus.DRIVER_OK.mask());
        assertThat(device.calls).as("not live").isEmpty();
    }

    /// Spec 2.8.10.1: any size, and alignments of its own.
    @ParameterizedTest
    @CsvSource({"3, 4096, false", "16, 4100, false", "3, 4098, true", "0, 4096, true", "17, 4096, true"})
    void with_ring_packed_a_layout_is_judged_as_that_of_a_packed_ring(int size, long driverArea, boolean refused) {
        FeatureSet packed = VERSION_1.with(Feature.RING_PACKED);
        device.offered = packed;
        Handshake.negotiate(transport, packed, packed);
        transport.setUpQueue(0, new QueueLayout(size, 0, driverArea, 8192));
        assertThat(needsReset()).isEqualTo(refused);
    }

    @Test
    void a_queue_set_up_before_features_ok_needs_a_reset() {
        Handshake.reset(transport);
        transport.writeStatus(DeviceStatus.ACKNOWLEDGE.mask() | DeviceStatus.DRIVER.mask());
        transport.setUpQueue(0, layout);
        assertThat(needsReset()).isTrue();
    }

    @Test
    @Timeout(5)
    void a_queue_set_up_after_driver_ok_needs_a_reset_and_the_driver_is_told() {
        Handshake.driverOk(transport);
        transport.setUpQueue(0, layout);
        assertThat(needsReset()).isTrue();
        transport.configChanged().await();
        assertThat(device.calls).containsExactly("activate VERSION_1 []");
    }

    @Test
    @Timeout(5)
    void a_device_that_cannot_go_on_says_so_once_live() {
        Handshake.driverOk(transport);
        assertThat(needsReset()).isFalse();
        device.host().needsReset("first");
        device.host().needsReset("second");
        transport.configChanged().await();
        assertThat(needsReset()).isTrue();
        assertThat(transport.resetReason()).isEqualTo("first");
    }

    @Test
    void the_configuration_is_writable_from_features_ok_on_and_the_device_hears_what_was_accepted() {
        transport.writeConfig(3, new byte[]{7, 8});
        Handshake.reset(transport);
        transport.writeConfig(3, new byte[]{9});
        assertThat(device.calls).containsExactly("writeConfig VERSION_1 at 3 [7, 8]", "reset");
    }

    @Test
    @Timeout(5)
    void a_live_device_that_changes_its_configuration_tells_the_driver() {
        Handshake.driverOk(transport);
        device.host().configChanged();
        transport.configChanged().await();
        assertThat(needsReset()).isFalse();
    }

    @Test
    void features_written_after_features_ok_are_ignored() {
        transport.writeDriverFeatures(VERSION_1.with(Feature.EVENT_IDX));
        Handshake.driverOk(transport);
        assertThat(device.calls).containsExactly("activate VERSION_1 []");
    }

    @Test
    void features_that_were_not_offered_are_refused() {
        Handshake.reset(transport);
        transport.writeStatus(DeviceStatus.ACKNOWLEDGE.mask() | DeviceStatus.DRIVER.mask());
        transport.writeDriverFeatures(VERSION_1.with(Feature.BLK_MQ));
        transport.writeStatus(transport.status() | DeviceStatus.FEATURES_OK.mask());
        assertThat(DeviceStatus.FEATURES_OK.in(transport.status())).isFalse();
    }

    @Test
    void a_reset_forgets_queues_features_and_the_reason() {
        transport.setUpQueue(0, layout);
        transport.setUpQueue(5, layout);
        assertThat(transport.resetReason()).isNotEmpty();
        Handshake.negotiate(transport, VERSION_1, VERSION_1);
        assertThat(transport.resetReason()).isEmpty();
        Handshake.driverOk(transport);
        assertThat(device.calls).containsExactly("reset", "activate VERSION_1 []");
    }
}
