package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.machine.NativeMachine;
import ringproof.transport.FeatureRules;
import ringproof.transport.Handshake;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;
import ringproof.wire.ZoneModel;

/// What the device offers, what its configuration space says, and what the driver may change of it.
final class ConfigSpaceTest {
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);
    private static final FeatureSet CACHE = FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH, Feature.BLK_CONFIG_WCE);
    private static final BlkLimits ALL = BlkLimits.DEFAULT.withSegments(1 << 20, 9)
            .withBlock(4096, new BlkLimits.Geometry(1000, 16, 63), new BlkLimits.Topology(3, 1, 8, 64))
            .withRanges(new RangeLimits(11, 2, 3), new RangeLimits(12, 4, 1), new RangeLimits(14, 5, 7));

    private final NativeMachine machine = new NativeMachine(0x1000);

    private BlkDevice device(Backend backend, BlkLimits limits) {
        return new BlkDevice(machine, backend, BlkDeviceOptions.DEFAULT.withLimits(limits));
    }

    private static long field(BlkDevice device, int offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        device.readConfig(offset, bytes);
        return LittleEndian.get(bytes, 0, lengthBytes);
    }

    @Test
    void every_field_is_what_the_limits_say() {
        BlkDevice device = device(new WornBackend(new MemoryBackend(5000)), ALL);
        assertThat(device.offeredFeatures()).isEqualTo(FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX,
                Feature.BLK_SIZE_MAX, Feature.BLK_SEG_MAX, Feature.BLK_GEOMETRY, Feature.BLK_BLK_SIZE,
                Feature.BLK_FLUSH, Feature.BLK_TOPOLOGY, Feature.BLK_CONFIG_WCE, Feature.BLK_DISCARD,
                Feature.BLK_WRITE_ZEROES, Feature.BLK_LIFETIME, Feature.BLK_SECURE_ERASE));
        assertThat(FeatureRules.offerFault(device.offeredFeatures())).isEmpty();
        long[][] fields = {{BlkConfigLayout.CAPACITY, 8, 5000}, {BlkConfigLayout.SIZE_MAX, 4, 1 << 20},
            {BlkConfigLayout.SEG_MAX, 4, 9}, {BlkConfigLayout.GEOMETRY_CYLINDERS, 2, 1000},
            {BlkConfigLayout.GEOMETRY_HEADS, 1, 16}, {BlkConfigLayout.GEOMETRY_SECTORS, 1, 63},
            {BlkConfigLayout.BLK_SIZE, 4, 4096}, {BlkConfigLayout.PHYSICAL_BLOCK_EXP, 1, 3},
            {BlkConfigLayout.ALIGNMENT_OFFSET, 1, 1}, {BlkConfigLayout.MIN_IO_SIZE, 2, 8},
            {BlkConfigLayout.OPT_IO_SIZE, 4, 64}, {BlkConfigLayout.WRITEBACK, 1, 1},
            {BlkConfigLayout.WRITEBACK + 1, 1, 0}, {BlkConfigLayout.MAX_DISCARD_SECTORS, 4, 11},
            {BlkConfigLayout.MAX_DISCARD_SEG, 4, 2}, {BlkConfigLayout.DISCARD_SECTOR_ALIGNMENT, 4, 3},
            {BlkConfigLayout.MAX_WRITE_ZEROES_SECTORS, 4, 12}, {BlkConfigLayout.MAX_WRITE_ZEROES_SEG, 4, 4},
            {BlkConfigLayout.WRITE_ZEROES_MAY_UNMAP, 4, 0}, {BlkConfigLayout.MAX_SECURE_ERASE_SECTORS, 4, 14},
            {BlkConfigLayout.MAX_SECURE_ERASE_SEG, 4, 5}, {BlkConfigLayout.SECURE_ERASE_SECTOR_ALIGNMENT, 4, 7},
            {BlkConfigLayout.ZONE_SECTORS, 8, 0}, {BlkConfigLayout.ZONE_MODEL, 4, 0}};
        for (long[] field : fields) {
            assertThat(field(device, (int) field[0], (int) field[1])).as("offset %d", field[0]).isEqualTo(field[2]);
        }
    }

    @Test
    void a_disk_that_cannot_be_written_offers_nothing_that_writes() {
        BlkDevice device = device(MemoryBackend.readOnly(new byte[512]), ALL);
        for (Feature feature : List.of(Feature.BLK_DISCARD, Feature.BLK_WRITE_ZEROES, Feature.BLK_SECURE_ERASE,
                Feature.BLK_CONFIG_WCE)) {
            assertThat(device.offeredFeatures().has(feature)).as("%s", feature).isFalse();
        }
        assertThat(device.offeredFeatures().has(Feature.BLK_RO)).isTrue();
        assertThat(field(device, BlkConfigLayout.MAX_DISCARD_SECTORS, 4)).isZero();
    }

    private BlkDevice zoned(ZoneGeometry geometry, BlkLimits limits) {
        return device(new ZonedBackend(machine, new MemoryBackend(64), geometry), limits);
    }

    @Test
    void zones_are_described_and_refused_to_a_driver_that_must_know_them_and_does_not() {
        ZoneGeometry geometry = ZoneGeometry.hostManaged(16).withLimits(2, 3, 8).withCapacity(12, 1024);
        BlkDevice managed = zoned(geometry, BlkLimits.DEFAULT);
        assertThat(managed.offeredFeatures().has(Feature.BLK_ZONED)).isTrue();
        assertThat(managed.offeredFeatures().has(Feature.BLK_DISCARD)).isFalse();
        assertThat(managed.offeredFeatures().has(Feature.BLK_WRITE_ZEROES)).isFalse();
        assertThat(managed.acceptsFeatures(VERSION_1)).isFalse();
        assertThat(managed.acceptsFeatures(VERSION_1.with(Feature.BLK_ZONED))).isTrue();
        long[][] fields = {{BlkConfigLayout.ZONE_SECTORS, 16}, {BlkConfigLayout.MAX_OPEN_ZONES, 2},
            {BlkConfigLayout.MAX_ACTIVE_ZONES, 3}, {BlkConfigLayout.MAX_APPEND_SECTORS, 8},
            {BlkConfigLayout.WRITE_GRANULARITY, 1024},
            {BlkConfigLayout.ZONE_MODEL, ZoneModel.HOST_MANAGED.code()}};
        for (long[] field : fields) {
            assertThat(field(managed, (int) field[0], 4)).as("offset %d", field[0]).isEqualTo(field[1]);
        }
    }

    @Test
    void a_driver_that_need_not_know_zones_and_does_not_sees_none() {
        BlkDevice aware = zoned(ZoneGeometry.hostManaged(16).hostAware(), BlkLimits.DEFAULT);
        assertThat(aware.acceptsFeatures(VERSION_1)).isTrue();
        assertThat(field(aware, BlkConfigLayout.ZONE_SECTORS, 4)).as("before it has said so").isEqualTo(16);
        aware.agreed(VERSION_1);
        assertThat(field(aware, BlkConfigLayout.ZONE_SECTORS, 4)).isZero();
        assertThat(field(aware, BlkConfigLayout.ZONE_MODEL, 1)).isZero();
        aware.reset();
        assertThat(field(aware, BlkConfigLayout.ZONE_SECTORS, 4)).isEqualTo(16);
    }

    @Test
    void limits_that_zones_do_not_allow_are_refused() {
        ZoneGeometry geometry = ZoneGeometry.hostManaged(16);
        assertThatThrownBy(() -> zoned(geometry, BlkLimits.DEFAULT.withRanges(null, null, new RangeLimits(32, 1, 8))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("aligned to its zones");
        assertThatThrownBy(() -> zoned(geometry, BlkLimits.DEFAULT.withSegments(1024, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("4 sectors");
    }

    @Test
    void the_driver_may_switch_the_write_cache_if_it_has_agreed_on_that() {
        BlkDevice device = device(new MemoryBackend(8), BlkLimits.DEFAULT);
        device.agreed(CACHE);
        assertThat(field(device, BlkConfigLayout.WRITEBACK, 1)).isOne();
        device.writeConfig(CACHE, BlkConfigLayout.WRITEBACK, new byte[]{0});
        assertThat(field(device, BlkConfigLayout.WRITEBACK, 1)).isZero();
        device.writeConfig(CACHE, BlkConfigLayout.WRITEBACK - 2, new byte[]{9, 9, 1, 9});
        assertThat(field(device, BlkConfigLayout.WRITEBACK, 1)).as("whatever else is written beside it").isOne();
        device.writeConfig(VERSION_1, BlkConfigLayout.WRITEBACK, new byte[]{0});
        assertThat(field(device, BlkConfigLayout.WRITEBACK, 1)).isOne();
    }

    @Test
    void without_flush_the_write_cache_begins_switched_off() {
        BlkDevice device = device(new MemoryBackend(8), BlkLimits.DEFAULT);
        device.agreed(VERSION_1.with(Feature.BLK_CONFIG_WCE));
        assertThat(field(device, BlkConfigLayout.WRITEBACK, 1)).isZero();
    }

    @Test
    void nothing_else_can_be_written() {
        BlkDevice device = device(new MemoryBackend(5000), ALL);
        device.agreed(CACHE);
        byte[] before = new byte[BlkConfigLayout.BYTES];
        device.readConfig(0, before);
        for (int offset = -8; offset < BlkConfigLayout.BYTES + 8; offset++) {
            if (offset != BlkConfigLayout.WRITEBACK) {
                device.writeConfig(CACHE, offset, new byte[]{(byte) 0x5A});
            }
        }
        byte[] after = new byte[BlkConfigLayout.BYTES];
        device.readConfig(0, after);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void a_disk_that_is_resized_says_so_with_a_new_generation() {
        BlkDevice device = device(new MemoryBackend(8), BlkLimits.DEFAULT);
        InProcessTransport transport = new InProcessTransport(machine, device);
        assertThat(device.resize(9)).isTrue();
        assertThat(transport.configGeneration()).isOne();
        Handshake.negotiate(transport, VERSION_1, VERSION_1);
        Handshake.driverOk(transport);
        assertThat(device.resize(16)).isTrue();
        transport.configChanged().await();
        assertThat(transport.configGeneration()).isEqualTo(2);
        assertThat(Handshake.readConfig64(transport, BlkConfigLayout.CAPACITY)).isEqualTo(16);
        assertThat(device.resize(-1)).isFalse();
        assertThat(transport.configGeneration()).isEqualTo(2);
        transport.writeStatus(0);
        assertThat(device.resize(8)).as("nobody is there to be told").isTrue();
        assertThat(DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status())).isFalse();
    }

}
