package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// What the device finds in its chains. Spec 5.2.6.
final class RequestLayoutTest extends DriverHarness {
    private static final long DATA = 0x1000;

    private HandDevice.Taken send(HardwareQueue queue, Request request) {
        assertThat(queue.queueRq(request, true)).as(request.fault()).isEqualTo(HardwareQueue.Queued.OK);
        List<HandDevice.Taken> taken = device.take(0);
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    @Test
    void pieces_of_data_lie_between_header_and_status() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        memory.set8(DATA, 0x11);
        memory.set8(DATA + 0x800, 0x22);
        HandDevice.Taken out = send(queue,
                queue.allocate().prepare(BlkRequestType.OUT, 77, false).data(DATA, 300).data(DATA + 0x800, 212));
        assertThat(out.sector()).isEqualTo(77);
        assertThat(out.readable()).containsExactly(16L, 300L, 212L);
        assertThat(out.writable()).containsExactly(1L);
        assertThat(out.sent()).hasSize(512).startsWith(0x11);
        assertThat(out.sent()[300]).isEqualTo((byte) 0x22);
        HandDevice.Taken in = send(queue,
                queue.allocate().prepare(BlkRequestType.IN, 1L << 19, false).data(DATA, 300).data(DATA + 0x800, 212));
        assertThat(in.sector()).isEqualTo(1L << 19);
        assertThat(in.readable()).containsExactly(16L);
        assertThat(in.writable()).containsExactly(300L, 212L, 1L);
    }

    @Test
    void ranges_are_the_data_and_the_sector_is_unused() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        HandDevice.Taken taken = send(queue,
                queue.allocate().prepare(BlkRequestType.DISCARD, 99, false).range(0x12345, 64).range(7, 1));
        assertThat(taken.sector()).isZero();
        assertThat(taken.readable()).containsExactly(16L, 32L);
        byte[] sent = taken.sent();
        assertThat(HandDevice.number(sent, BlkDataLayout.SEGMENT_SECTOR, 8)).isEqualTo(0x12345);
        assertThat(HandDevice.number(sent, BlkDataLayout.SEGMENT_NUM_SECTORS, 4)).isEqualTo(64);
        assertThat(HandDevice.number(sent, BlkDataLayout.SEGMENT_FLAGS, 4)).isZero();
        assertThat(HandDevice.number(sent, 16, 8)).isEqualTo(7);
        assertThat(HandDevice.number(sent, 24, 4)).isEqualTo(1);
    }

    @Test
    void unmap_is_a_flag_of_every_range() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        HandDevice.Taken taken = send(queue,
                queue.allocate().prepare(BlkRequestType.WRITE_ZEROES, 0, false).range(3, 4).unmap());
        assertThat(HandDevice.number(taken.sent(), BlkDataLayout.SEGMENT_FLAGS, 4)).isEqualTo(1);
    }

    @Test
    void the_sector_that_was_appended_to_stands_before_the_status() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        Request request = queue.allocate().prepare(BlkRequestType.ZONE_APPEND, 256, DATA, 1024, false);
        HandDevice.Taken taken = send(queue, request);
        assertThat(taken.readable()).containsExactly(16L, 1024L);
        assertThat(taken.writable()).containsExactly(9L);
        memory.set64(taken.statusAddr() - 8, 300);
        device.use(taken, BlkStatus.OK);
        queue.interrupt();
        assertThat(request.appendedSector()).isEqualTo(300);
    }

    @Test
    void every_status_has_an_outcome() {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        for (BlkStatus status : BlkStatus.values()) {
            Request request = prepare(queue, BlkRequestType.FLUSH, 0, 0);
            device.use(send(queue, request), status);
            queue.interrupt();
            assertThat(request.outcome()).hasToString(status.name());
            queue.free(request);
        }
    }
}
