package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.device.Hosting;
import ringproof.driver.policy.Policy;
import ringproof.machine.IoPageTable;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.transport.NegotiationException;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A driver whose device is behind an IOMMU, or on a bus: ACCESS_PLATFORM and ORDER_PLATFORM, spec 6.
final class PlatformDriverTest extends DriverHarness {
    private static final int PAGE = 256;
    private static final FeatureSet PLATFORM = FeatureSet.of(Feature.VERSION_1, Feature.ACCESS_PLATFORM,
            Feature.ORDER_PLATFORM, Feature.BLK_MQ, Feature.RING_RESET);

    private IoPageTable table = IoPageTable.allocate(allocator, 1L << 40, 64, PAGE);

    private BlkDriver start(FeatureSet also, IoPageTable pages, int queues) {
        table = pages;
        device = new HandDevice(machine, new FeatureSet(PLATFORM.bits() | also.bits()), config, 4,
                Hosting.DEFAULT.withTranslation(pages));
        transport = new InProcessTransport(machine, device);
        return start(new BlkDriverOptions(Policy.AUTO, queues, 8, true, DisableCallback.EVENT_ZERO).withRequests(4, 2)
                .behind(pages));
    }

    private BlkDriver start(FeatureSet also) {
        return start(also, table, 1);
    }

    private int mappedPages() {
        int mapped = 0;
        for (int page = 0; page < table.pageCount(); page++) {
            mapped += memory.get64(table.tableAddr() + (long) page * Long.BYTES) == 0 ? 0 : 1;
        }
        return mapped;
    }

    private boolean reaches(long guestAddr) {
        for (int page = 0; page < table.pageCount(); page++) {
            long entry = memory.get64(table.tableAddr() + (long) page * Long.BYTES);
            if (entry != 0 && (entry & -PAGE) == (guestAddr & -PAGE)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 28, 1L << 34, 1L << 34 | 1L << 28})
    void the_device_reaches_a_request_while_it_has_it_and_not_after(long also) {
        BlkDriver driver = start(new FeatureSet(also));
        assertThat(driver.features().has(Feature.ACCESS_PLATFORM)).isTrue();
        HardwareQueue queue = driver.queues().getFirst();
        int rings = mappedPages();
        for (int round = 0; round < 20; round++) {
            long data = allocator.allocate(3 * PAGE, PAGE);
            Request request = queue.allocate().prepare(BlkRequestType.IN, 0, data, 2 * PAGE, false);
            assertThat(queue.queueRq(request, true)).isEqualTo(HardwareQueue.Queued.OK);
            assertThat(reaches(data)).isTrue();
            assertThat(reaches(data + PAGE)).isTrue();
            assertThat(reaches(data + 2 * PAGE)).isFalse();
            device.use(device.take(0).getFirst(), BlkStatus.OK);
            queue.interrupt();
            assertThat(request.outcome()).isEqualTo(Outcome.OK);
            assertThat(reaches(data)).isFalse();
            assertThat(mappedPages()).isEqualTo(rings);
            queue.free(request);
        }
    }

    @Test
    void requests_for_which_addresses_have_run_out_wait_their_turn() {
        BlkDriver driver = start(FeatureSet.of(Feature.INDIRECT_DESC), IoPageTable.allocate(allocator, 0, 20, PAGE), 1);
        HardwareQueue queue = driver.queues().getFirst();
        List<HardwareQueue.Queued> queued = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queued.add(queue.queueRq(prepare(queue, BlkRequestType.OUT, i, 512), true));
        }
        assertThat(queued).startsWith(HardwareQueue.Queued.OK).endsWith(HardwareQueue.Queued.REQUEUED);
        List<HandDevice.Taken> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.addAll(device.take(0));
            HandDevice.Taken next = taken.get(i);
            assertThat(next.sector()).isEqualTo(i);
            device.use(next, BlkStatus.OK);
            queue.interrupt();
        }
        assertThat(completions).hasSize(4);
    }

    @Test
    void a_request_for_which_there_are_never_addresses_enough_is_refused() {
        HardwareQueue queue = start(FeatureSet.NONE, IoPageTable.allocate(allocator, 0, 10, PAGE), 1).queues()
                .getFirst();
        Request request = prepare(queue, BlkRequestType.OUT, 0, 10 * PAGE);
        assertThat(queue.queueRq(request, true)).isEqualTo(HardwareQueue.Queued.REFUSED);
        assertThat(request.outcome()).isEqualTo(Outcome.INVALID);
    }

    @Test
    void a_table_without_room_for_the_rings_fails_the_device() {
        assertThatThrownBy(() -> start(FeatureSet.NONE, IoPageTable.allocate(allocator, 0, 3, PAGE), 2))
                .isInstanceOf(NegotiationException.class)
                .hasMessage("1 I/O pages have no room for a queue: give it more");
        assertThat(DeviceStatus.FAILED.in(transport.status())).isTrue();
    }

    @Test
    void what_a_reset_takes_back_is_unmapped_and_sent_again() {
        BlkDriver driver = start(FeatureSet.NONE);
        HardwareQueue queue = driver.queues().getFirst();
        int rings = mappedPages();
        Request request = prepare(queue, BlkRequestType.OUT, 3, 512);
        queue.queueRq(request, true);
        int busy = mappedPages();
        assertThat(device.take(0)).hasSize(1);
        assertThat(driver.freeze(false)).isTrue();
        assertThat(mappedPages()).isEqualTo(rings);
        assertThat(driver.restore()).isTrue();
        assertThat(mappedPages()).isEqualTo(busy);
        device.use(device.take(0).getFirst(), BlkStatus.OK);
        queue.interrupt();
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
        assertThat(mappedPages()).isEqualTo(rings);
    }

    /// Each queue has pages of its own, and where suppression is dear to read there are queues to be polled.
    @Test
    void several_queues_share_the_table() {
        BlkDriver driver = start(FeatureSet.of(Feature.INDIRECT_DESC), table, 2);
        assertThat(driver.policy()).isEqualTo(Policy.POLL_QUEUES);
        for (HardwareQueue queue : driver.queues()) {
            assertThat(queue.queueRq(prepare(queue, BlkRequestType.IN, 0, 512), true))
                    .isEqualTo(HardwareQueue.Queued.OK);
        }
        assertThat(device.take(0)).hasSize(1);
        assertThat(device.take(1)).hasSize(1);
    }

    /// Spec 6: a driver that has no I/O addresses to give must not accept the feature.
    @Test
    void a_driver_without_a_table_does_not_accept_the_feature() {
        offer(PLATFORM);
        BlkDriver driver = start(OPTIONS);
        assertThat(driver.features().has(Feature.ACCESS_PLATFORM)).isFalse();
        assertThat(driver.features().has(Feature.ORDER_PLATFORM)).isTrue();
    }
}
