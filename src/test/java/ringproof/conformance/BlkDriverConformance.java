package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.conformance.PaperDevice.Taken;
import ringproof.conformance.RegisterLog.Access;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.HardwareQueue;
import ringproof.driver.HardwareQueue.Queued;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;

/// What binds the driver of a block device, and what it has to do with used lengths and limits of chains: 2.7.8.3, 2.8.17, 2.8.19, 5.2.5.1,
/// 5.2.6.1. One method for each clause.
final class BlkDriverConformance {
    private static final int SECTOR = 512;
    private static final int FEATURES_OK = 1 | 2 | 8;
    private static final int IOERR = 1;

    private final QuietMachine machine = new QuietMachine(0x40000);
    private final GuestAllocator allocator = new GuestAllocator(machine.memory, 0x1000);
    private final PaperDevice device = new PaperDevice(machine);
    private final RegisterLog registers = new RegisterLog(new InProcessTransport(machine, device));

    private BlkDriver start() {
        return BlkDriver.start(machine, registers, allocator,
                new BlkDriverOptions(Policy.INTERRUPT, 1, 0, true, DisableCallback.EVENT_ZERO).withRequests(8, 4),
                (request, outcome) -> {
                });
    }

    private Request request(BlkDriver driver, BlkRequestType type, long sector, int bytes) {
        Request request = Objects.requireNonNull(driver.queues().getFirst().allocate());
        return request.prepare(type, sector, bytes == 0 ? 0 : allocator.allocate(bytes, 16), bytes, false);
    }

    /// Submits a request and gives its tag back. What the device sees of it, or null where the driver has not sent it.
    private Taken sent(BlkDriver driver, Request request) {
        HardwareQueue queue = driver.queues().getFirst();
        Queued queued = queue.queueRq(request, true);
        Taken taken = device.take();
        assertThat(taken != null).as("%s is sent: %s", request, request.fault()).isEqualTo(queued == Queued.OK);
        if (taken != null) {
            device.use(taken, 0, 0);
            queue.interrupt();
        }
        assertThat(request.outcome()).isEqualTo(taken == null ? Outcome.INVALID : Outcome.OK);
        queue.free(request);
        return taken;
    }

    /// 2.7.8.3. A status byte that was not written is no success, whatever stood there before.
    @Test
    void what_lies_beyond_the_used_length_is_not_relied_on() {
        BlkDriver driver = start();
        HardwareQueue queue = driver.queues().getFirst();
        for (int i = 0; i < 20; i++) {
            Request request = request(driver, BlkRequestType.FLUSH, 0, 0);
            queue.queueRq(request, true);
            Taken taken = Objects.requireNonNull(device.take());
            if (i % 2 == 0) {
                device.use(taken, 0, 1);
            } else {
                device.useWithoutStatus(taken, 0);
            }
            queue.interrupt();
            assertThat(request.outcome()).isEqualTo(i % 2 == 0 ? Outcome.OK : Outcome.IOERR);
            assertThat(request.usedLengthBytes()).isEqualTo(i % 2 == 0 ? 1 : 0);
            queue.free(request);
        }
    }

    /// Requests of more and more pieces, on a packed ring of sixteen and a device that takes four of them.
    private void checkPieces(boolean indirect) {
        device.offered = device.offered.with(Feature.RING_PACKED);
        device.offered = indirect ? device.offered.with(Feature.INDIRECT_DESC) : device.offered;
        BlkDriver driver = start();
        for (int pieces = 1; pieces <= 8; pieces++) {
            Request request = request(driver, BlkRequestType.OUT, 0, SECTOR);
            for (int i = 1; i < pieces; i++) {
                request.data(allocator.allocate(SECTOR, 16), SECTOR);
            }
            Taken taken = sent(driver, request);
            assertThat(taken != null).as("%d pieces", pieces).isEqualTo(pieces <= 4);
            if (taken != null) {
                assertThat(taken.readable() + taken.writable()).isEqualTo(pieces + 2);
            }
        }
    }

    /// 2.8.17.
    @Test
    void no_list_is_longer_than_the_device_allows() {
        checkPieces(false);
    }

    /// 2.8.19.
    @Test
    void no_chain_in_a_table_is_longer_than_the_device_allows() {
        checkPieces(true);
    }

    /// 5.2.5.1. The zone model may be read, the cache mode may not.
    @Test
    void writeback_is_not_read_before_features_ok() {
        start();
        int agreed = registers.first(Kind.WRITE_STATUS, FEATURES_OK);
        List<Access> before = registers.accesses().subList(0, agreed);
        assertThat(before).extracting(Access::kind).contains(Kind.READ_CONFIG);
        assertThat(before).noneMatch(access -> access.kind() == Kind.READ_CONFIG && access.value() <= 32
                && access.value() + access.more() > 32);
    }

    /// 5.2.5.1. It accepts ZONED, and so each model.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_driver_that_accepts_zoned_handles_every_model(int model) {
        device.config.put(PaperDevice.MODEL, (byte) model);
        BlkDriver driver = start();
        assertThat(device.accepted.has(Feature.BLK_ZONED)).isTrue();
        assertThat(sent(driver, request(driver, BlkRequestType.IN, 0, SECTOR))).isNotNull();
        Taken reset = sent(driver, request(driver, BlkRequestType.ZONE_RESET, 128, 0));
        assertThat(reset != null).as("zones can be reset").isEqualTo(model != 0);
    }

    /// 5.2.5.1.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void discard_is_not_accepted_of_a_host_managed_device(int model) {
        device.config.put(PaperDevice.MODEL, (byte) model);
        start();
        assertThat(device.accepted.has(Feature.BLK_DISCARD)).isEqualTo(model != 1);
    }

    /// 5.2.6.1. For what has sectors of its own, and for what names them in segments.
    @Test
    void no_request_goes_beyond_the_capacity() {
        BlkDriver driver = start();
        for (long sector : new long[]{0, 1022, 1023, 1024, 1025, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            for (int sectors = 1; sectors <= 2; sectors++) {
                boolean inside = sector >= 0 && sector <= 1024 - sectors;
                for (BlkRequestType type : List.of(BlkRequestType.IN, BlkRequestType.OUT)) {
                    Request request = request(driver, type, sector, sectors * SECTOR);
                    assertThat(sent(driver, request) != null).as("%s at %d", type, sector).isEqualTo(inside);
                }
                for (BlkRequestType type : List.of(BlkRequestType.DISCARD, BlkRequestType.WRITE_ZEROES)) {
                    Request request = request(driver, type, 0, 0).range(sector, sectors);
                    assertThat(sent(driver, request) != null).as("%s at %d", type, sector).isEqualTo(inside);
                }
            }
        }
    }

    /// 5.2.6.1.
    @Test
    void flush_has_sector_0() {
        BlkDriver driver = start();
        assertThat(Objects.requireNonNull(sent(driver, request(driver, BlkRequestType.FLUSH, 0, 0))).sector()).isZero();
        assertThat(sent(driver, request(driver, BlkRequestType.FLUSH, 5, 0))).isNull();
    }

    /// 5.2.6.1.
    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 513, 1024, 1536, 1537})
    void in_and_out_have_whole_sectors_of_data(int bytes) {
        BlkDriver driver = start();
        for (BlkRequestType type : List.of(BlkRequestType.IN, BlkRequestType.OUT)) {
            Taken taken = sent(driver, request(driver, type, 0, bytes));
            assertThat(taken != null).isEqualTo(bytes % 512 == 0);
            assertThat(taken == null || taken.dataBytes() == bytes).isTrue();
        }
    }

    private Taken ranges(BlkDriver driver, BlkRequestType type, int count) {
        Request request = request(driver, type, 0, 0);
        for (int i = 0; i < count; i++) {
            request.range(8L * i, 4);
        }
        return sent(driver, request);
    }

    /// 5.2.6.1.
    @Test
    void requests_with_segments_have_whole_ones() {
        BlkDriver driver = start();
        for (BlkRequestType type : List.of(BlkRequestType.DISCARD, BlkRequestType.WRITE_ZEROES,
                BlkRequestType.SECURE_ERASE)) {
            for (int count = 1; count <= 2; count++) {
                assertThat(Objects.requireNonNull(ranges(driver, type, count)).dataBytes()).isEqualTo(16L * count);
            }
            Request ragged = request(driver, type, 0, 24).range(0, 4);
            assertThat(sent(driver, ragged)).as("with data of its own").isNull();
        }
    }

    /// 5.2.6.1.
    @ParameterizedTest
    @ValueSource(ints = {1, 19, 20, 21, 512})
    void get_id_has_20_bytes_of_data(int bytes) {
        BlkDriver driver = start();
        Taken taken = sent(driver, request(driver, BlkRequestType.GET_ID, 0, bytes));
        assertThat(taken != null).isEqualTo(bytes == 20);
        assertThat(taken == null || taken.dataBytes() == 20).isTrue();
    }

    private void checkRangeCount(BlkRequestType type, int offset) {
        for (int most = 1; most <= 3; most++) {
            device.config.putInt(offset, most);
            BlkDriver driver = start();
            for (int count = 1; count <= 4; count++) {
                assertThat(ranges(driver, type, count) != null).as("%d of %d", count, most).isEqualTo(count <= most);
            }
        }
    }

    /// 5.2.6.1.
    @Test
    void discard_has_no_more_segments_than_the_device_takes() {
        checkRangeCount(BlkRequestType.DISCARD, PaperDevice.MAX_DISCARD_SEG);
    }

    /// 5.2.6.1.
    @Test
    void secure_erase_has_no_more_segments_than_the_device_takes() {
        checkRangeCount(BlkRequestType.SECURE_ERASE, PaperDevice.MAX_SECURE_ERASE_SEG);
    }

    /// 5.2.6.1.
    @Test
    void write_zeroes_has_no_more_segments_than_the_device_takes() {
        checkRangeCount(BlkRequestType.WRITE_ZEROES, PaperDevice.MAX_WRITE_ZEROES_SEG);
    }

    /// 5.2.6.1. Whoever asks for it, and also after a request that had the flag.
    @Test
    void the_unmap_flag_of_discard_is_0() {
        BlkDriver driver = start();
        Request zeroes = request(driver, BlkRequestType.WRITE_ZEROES, 0, 0).range(0, 4).unmap();
        assertThat(Objects.requireNonNull(sent(driver, zeroes)).segmentFlags()).containsExactly(1L);
        assertThat(Objects.requireNonNull(ranges(driver, BlkRequestType.DISCARD, 2)).segmentFlags())
                .containsExactly(0L, 0L);
        assertThat(sent(driver, request(driver, BlkRequestType.DISCARD, 0, 0).range(0, 4).unmap())).isNull();
    }

    /// 5.2.6.1.
    @Test
    void a_range_request_that_failed_has_failed_as_a_whole() {
        BlkDriver driver = start();
        HardwareQueue queue = driver.queues().getFirst();
        for (BlkRequestType type : List.of(BlkRequestType.DISCARD, BlkRequestType.WRITE_ZEROES)) {
            Request request = request(driver, type, 0, 0).range(0, 4).range(8, 4);
            queue.queueRq(request, true);
            device.use(Objects.requireNonNull(device.take()), IOERR, 1);
            queue.interrupt();
            assertThat(request.outcome()).isEqualTo(Outcome.IOERR);
            queue.free(request);
        }
    }

    /// 5.2.6.1.
    @Test
    void the_sector_of_a_zone_report_lies_on_the_disk_and_so_in_its_first_zone() {
        BlkDriver driver = start();
        for (long sector : new long[]{0, 1, 127, 128, 1023, 1024, -1}) {
            Taken taken = sent(driver, request(driver, BlkRequestType.ZONE_REPORT, sector, 128));
            assertThat(taken != null).isEqualTo(sector >= 0 && sector < 1024);
            assertThat(taken == null || taken.sector() == sector).isTrue();
        }
    }

    /// 5.2.6.1.
    @Test
    void a_zone_is_named_by_its_first_sector() {
        BlkDriver driver = start();
        for (BlkRequestType type : List.of(BlkRequestType.ZONE_OPEN, BlkRequestType.ZONE_CLOSE,
                BlkRequestType.ZONE_FINISH, BlkRequestType.ZONE_RESET)) {
            for (long sector : new long[]{0, 1, 64, 127, 128, 129, 896, 1024}) {
                Taken taken = sent(driver, request(driver, type, sector, 0));
                assertThat(taken != null).as("%s of %d", type, sector).isEqualTo(sector % 128 == 0 && sector < 1024);
            }
        }
    }

    /// 5.2.6.1.
    @Test
    void the_reset_of_all_zones_has_sector_0() {
        BlkDriver driver = start();
        assertThat(Objects.requireNonNull(sent(driver, request(driver, BlkRequestType.ZONE_RESET_ALL, 0, 0))).sector())
                .isZero();
        assertThat(sent(driver, request(driver, BlkRequestType.ZONE_RESET_ALL, 128, 0))).isNull();
    }

    /// 5.2.6.1.
    @Test
    void what_is_appended_names_its_zone_by_the_first_sector() {
        BlkDriver driver = start();
        for (long sector : new long[]{0, 2, 127, 128, 130, 896, 1024}) {
            Taken taken = sent(driver, request(driver, BlkRequestType.ZONE_APPEND, sector, 1024));
            assertThat(taken != null).as("sector %d", sector).isEqualTo(sector % 128 == 0 && sector < 1024);
        }
    }

    /// 5.2.6.1.
    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 1536, 2048, 2560, 3072})
    void what_is_appended_is_a_multiple_of_the_write_granularity(int bytes) {
        BlkDriver driver = start();
        assertThat(sent(driver, request(driver, BlkRequestType.ZONE_APPEND, 0, bytes)) != null)
                .isEqualTo(bytes % 1024 == 0);
    }

    /// 5.2.6.1.
    @Test
    void no_more_is_appended_than_the_device_takes() {
        BlkDriver driver = start();
        for (int sectors = 2; sectors <= 12; sectors += 2) {
            assertThat(sent(driver, request(driver, BlkRequestType.ZONE_APPEND, 0, sectors * SECTOR)) != null)
                    .as("%d sectors", sectors).isEqualTo(sectors <= 8);
        }
    }
}
