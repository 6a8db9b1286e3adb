package ringproof.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.QueueLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// One queue is reset and enabled again, and the notifications of the queues. Spec 2.6.1, 2.9, 4.1.4.3, 4.1.5.2.
final class QueueLifeTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);
    private static final FeatureSet ALL = FeatureSet.of(Feature.VERSION_1, Feature.RING_RESET,
            Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA, Feature.SUSPEND);

    private final Machine machine = new NativeMachine(0x10000);
    private final StubDevice device = new StubDevice(machine, ALL);
    private final InProcessTransport transport = new InProcessTransport(machine, device);
    private final GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
    private final QueueLayout layout = QueueLayout.allocateSplit(16, allocator);
    private final QueueLayout elsewhere = QueueLayout.allocateSplit(8, allocator);

    @BeforeEach
    void goLiveWithAllFeatures() {
        goLive(ALL);
    }

    private void goLive(FeatureSet features) {
        Handshake.negotiate(transport, features, features);
        transport.setUpQueue(0, layout);
        Handshake.driverOk(transport);
        device.calls.clear();
    }

    private boolean needsReset() {
        return DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status());
    }

    @Test
    void a_queue_that_was_reset_is_enabled_again_elsewhere_and_smaller() {
        assertThat(transport.isQueueEnabled(0)).isTrue();
        Handshake.resetQueue(transport, 0);
        assertThat(transport.isQueueEnabled(0)).as("queue_enable reads 0").isFalse();
        transport.setUpQueue(0, elsewhere);
        assertThat(transport.isQueueEnabled(0)).isTrue();
        assertThat(device.calls).containsExactly("resetQueue 0", "enableQueue 0 of 8");
        assertThat(needsReset()).isFalse();
    }

    @Test
    void a_live_queue_is_enabled_again_only_once_after_each_reset() {
        Handshake.resetQueue(transport, 0);
        transport.setUpQueue(0, elsewhere);
        transport.setUpQueue(0, layout);
        assertThat(needsReset()).isTrue();
        assertThat(device.calls).containsExactly("resetQueue 0", "enableQueue 0 of 8");
    }

    @Test
    void an_impossible_place_for_a_queue_that_was_reset_needs_a_reset_of_the_device() {
        Handshake.resetQueue(transport, 0);
        transport.setUpQueue(0, new QueueLayout(3, 0, 0, 0));
        assertThat(needsReset()).isTrue();
        assertThat(transport.isQueueEnabled(0)).isFalse();
        assertThat(device.calls).containsExactly("resetQueue 0");
    }

    @Test
    void without_the_feature_there_is_no_reset_of_a_queue() {
        goLive(VERSION_1);
        Handshake.resetQueue(transport, 0);
        assertThat(transport.isQueueEnabled(0)).isTrue();
        assertThat(device.calls).isEmpty();
    }

    @Test
    void a_reset_of_no_queue_is_ignored() {
        for (int queue : new int[]{-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Handshake.resetQueue(transport, queue);
            assertThat(transport.isQueueEnabled(queue)).isFalse();
        }
        assertThat(device.calls).isEmpty();
        assertThat(needsReset()).isFalse();
    }

    @Test
    void a_queue_reset_before_driver_ok_does_not_go_live() {
        Handshake.negotiate(transport, ALL, ALL);
        transport.setUpQueue(0, layout);
        transport.setUpQueue(1, elsewhere);
        Handshake.resetQueue(transport, 0);
        device.calls.clear();
        Handshake.driverOk(transport);
        assertThat(device.calls).hasSize(1).first().asString().startsWith("activate").endsWith("[1]");
    }

    @Test
    void a_queue_that_is_being_reset_does_not_go_live_nor_is_it_set_up_or_reset_again() {
        Handshake.negotiate(transport, ALL, ALL);
        transport.setUpQueue(0, layout);
        device.calls.clear();
        device.duringQueueReset = () -> {
            assertThat(transport.isQueueResetting(0)).isTrue();
            transport.resetQueue(0);
            transport.writeStatus(transport.status() | DeviceStatus.DRIVER_OK.mask());
            assertThat(device.ports).isEmpty();
            transport.setUpQueue(0, elsewhere);
            assertThat(needsReset()).isTrue();
        };
        Handshake.resetQueue(transport, 0);
        assertThat(device.calls).containsExactly("resetQueue 0", "activate " + ALL + " []");
        assertThat(transport.isQueueEnabled(0)).isFalse();
    }

    @Test
    void a_reset_of_the_device_forgets_that_a_queue_was_reset() {
        Handshake.resetQueue(transport, 0);
        goLive(ALL);
        transport.setUpQueue(1, elsewhere);
        assertThat(needsReset()).as("queue 1 was never reset").isTrue();
    }

    @Test
    void a_suspended_device_takes_neither_configuration_nor_sends_changes_before_it_resumes() {
        Handshake.suspend(transport);
        transport.writeConfig(0, new byte[]{1});
        device.host().configChanged();
        assertThat(device.calls).containsExactly("suspend");
        Handshake.resume(transport);
        transport.configChanged().await();
        transport.writeConfig(0, new byte[]{1});
        assertThat(device.calls).hasSize(3);
    }

    @Test
    void a_notification_says_what_the_device_calls_the_queue_and_where_the_next_buffer_will_be() {
        Kick kick = transport.kick(1);
        assertThat(kick.carriesNext()).isTrue();
        kick.send(0x8007);
        transport.writeNotification(0x0003_1234);
        assertThat(device.calls).containsExactly("notified 1 32775", "notified 0 3");
    }

    @Test
    void without_the_features_a_notification_is_the_queue_index() {
        goLive(VERSION_1);
        Kick kick = transport.kick(1);
        assertThat(kick.carriesNext()).isFalse();
        kick.send(7);
        transport.writeNotification(0);
        assertThat(device.calls).containsExactly("notified 1 -1", "notified 0 -1");
    }

    @Test
    void notifications_that_name_no_queue_are_ignored() {
        transport.writeNotification(0);
        transport.writeNotification(1);
        goLive(VERSION_1);
        for (int word : new int[]{2, 0xFFFF, 0x10000, -1, Integer.MIN_VALUE}) {
            transport.writeNotification(word);
        }
        assertThat(device.calls).isEmpty();
    }

    @Test
    void a_queue_without_used_buffer_notifications_has_no_line_for_them() {
        Handshake.negotiate(transport, ALL, ALL);
        transport.setUpPolledQueue(0, layout);
        transport.setUpQueue(1, elsewhere);
        Handshake.driverOk(transport);
        assertThat(device.ports).extracting(QueuePort::callback).containsExactly(null, transport.callback(1));
    }
}
