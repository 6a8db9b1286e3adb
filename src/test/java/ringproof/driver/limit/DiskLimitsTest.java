package ringproof.driver.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.transport.DeviceHost;
import ringproof.transport.DeviceModel;
import ringproof.transport.InProcessTransport;
import ringproof.transport.NegotiationException;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.ZoneModel;

/// What the driver makes of a configuration space. Spec 5.2.4.
final class DiskLimitsTest {
    private static final FeatureSet ALL = new FeatureSet(-1);

    private final ByteBuffer space = ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final NativeMachine machine = new NativeMachine(64);
    private final InProcessTransport transport = new InProcessTransport(machine, new ConfigOnly());

    private final class ConfigOnly implements DeviceModel {
        @Override
        public FeatureSet offeredFeatures() {
            return ALL;
        }

        @Override
        public boolean acceptsFeatures(FeatureSet accepted) {
            return true;
        }

        @Override
        public int queueCount() {
            return 1;
        }

        @Override
        public int queueMaxSize() {
            return 1;
        }

        @Override
        public GuestMemory memory(FeatureSet accepted) {
            return machine.memory();
        }

        @Override
        public void readConfig(int offset, byte[] to) {
            space.get(offset, to);
        }

        @Override
        public void writeConfig(FeatureSet accepted, int offset, byte[] from) {
            throw new AssertionError("reading is all that is wanted");
        }

        @Override
        public int configGeneration() {
            return 0;
        }

        @Override
        public int notificationConfigData(int queue) {
            return queue;
        }

        @Override
        public void notified(int queue, int next) {
            throw new AssertionError("there is no queue");
        }

        @Override
        public void activate(FeatureSet accepted, List<QueuePort> ports,
                DeviceHost host) {
            throw new AssertionError("never live");
        }

        @Override
        public void reset() {
            throw new AssertionError("never live");
        }

        @Override
        public void resetQueue(int queue) {
            throw new AssertionError("never live");
        }

        @Override
        public void enableQueue(FeatureSet accepted, QueuePort port,
                DeviceHost host) {
            throw new AssertionError("never live");
        }

        @Override
        public void suspend() {
            throw new AssertionError("never live");
        }

        @Override
        public void resume() {
            throw new AssertionError("never live");
        }
    }

    private DiskLimits read(FeatureSet features) {
        return DiskLimits.read(transport, features);
    }

    private void fill() {
        for (int i = 0; i < BlkConfigLayout.BYTES; i++) {
            space.put(i, (byte) (i + 1));
        }
        space.putLong(BlkConfigLayout.CAPACITY, 5000);
        space.putInt(BlkConfigLayout.BLK_SIZE, 4096);
        space.put(BlkConfigLayout.PHYSICAL_BLOCK_EXP, (byte) 1);
        space.putInt(BlkConfigLayout.WRITE_GRANULARITY, 4096);
        space.put(BlkConfigLayout.ZONE_MODEL, (byte) 1);
    }

    @Test
    void every_field_is_where_the_specification_has_it() {
        fill();
        DiskLimits limits = read(ALL);
        assertThat(limits.capacitySectors()).isEqualTo(5000);
        assertThat(limits.isReadOnly()).isTrue();
        assertThat(limits.maxSegmentBytes()).isEqualTo(0x0C0B0A09L);
        assertThat(limits.maxSegments()).as("no queue holds as many as it says").isEqualTo(32768);
        assertThat(limits.geometry()).isEqualTo(new Geometry(0x1211, 0x13, 0x14));
        assertThat(limits.topology()).isEqualTo(new Topology(4096, 8192, 26L * 4096, 0x1C1BL * 4096,
                0x201F1E1DL * 4096));
        assertThat(limits.queueCount()).isEqualTo(0x2423);
        assertThat(limits.discard()).isEqualTo(new RangeLimits(0x28272625L, 0x2C2B2A29, 0x302F2E2DL));
        assertThat(limits.writeZeroes()).isEqualTo(new RangeLimits(0x34333231L, 0x38373635, 1));
        assertThat(limits.mayUnmap()).isTrue();
        assertThat(limits.secureErase()).isEqualTo(new RangeLimits(0x403F3E3DL, 0x44434241, 0x48474645L));
        assertThat(limits.zones()).isEqualTo(new ZoneLimits(ZoneModel.HOST_MANAGED, 0x4C4B4A49L, 0x504F4E4DL,
                0x54535251L, 0x58575655L, 4096));
    }

    @Test
    void without_its_feature_a_field_means_nothing() {
        fill();
        DiskLimits limits = read(FeatureSet.of(Feature.VERSION_1));
        assertThat(limits).isEqualTo(new DiskLimits(5000, false, 1, 32768, 0xFFFF_FFFFL,
                new Topology(512, 512, 0, 0, 0), new Geometry(2, 64, 32), RangeLimits.NONE, RangeLimits.NONE, false,
                RangeLimits.NONE, ZoneLimits.NONE));
    }

    @Test
    void zeroes_mean_what_they_mean_to_linux() {
        fill();
        space.putInt(BlkConfigLayout.SEG_MAX, 0);
        space.putInt(BlkConfigLayout.MAX_DISCARD_SECTORS, 0);
        space.putInt(BlkConfigLayout.DISCARD_SECTOR_ALIGNMENT, 0);
        DiskLimits limits = read(ALL);
        assertThat(limits.maxSegments()).isEqualTo(1);
        assertThat(limits.discard().maxSectors()).as("nothing said").isEqualTo(0xFFFF_FFFFL);
        assertThat(limits.discard().alignmentSectors()).isEqualTo(1);
    }

    @Test
    void a_capacity_that_no_disk_has_overflows_nothing() {
        fill();
        space.putLong(BlkConfigLayout.CAPACITY, -1);
        assertThat(read(ALL).capacitySectors()).isEqualTo(Long.MAX_VALUE / 512);
    }

    @Test
    void a_drive_that_manages_its_zones_itself_is_an_ordinary_disk() {
        fill();
        space.put(BlkConfigLayout.ZONE_MODEL, (byte) 0);
        space.putInt(BlkConfigLayout.WRITE_GRANULARITY, 0);
        assertThat(read(ALL).zones()).isEqualTo(ZoneLimits.NONE);
    }

    static Stream<Arguments> senseless() {
        return Stream.of(
                field("blk_size 1000 is no power of two", space -> space.putInt(BlkConfigLayout.BLK_SIZE, 1000)),
                field("blk_size 256 is no power of two", space -> space.putInt(BlkConfigLayout.BLK_SIZE, 256)),
                field("blk_size 2147483648", space -> space.putInt(BlkConfigLayout.BLK_SIZE, 1 << 31)),
                field("size_max is 0", space -> space.putInt(BlkConfigLayout.SIZE_MAX, 0)),
                field("num_queues is 0", space -> space.putShort(BlkConfigLayout.NUM_QUEUES, (short) 0)),
                field("no zone model 255", space -> space.put(BlkConfigLayout.ZONE_MODEL, (byte) 255)),
                field("zone_sectors is 0", space -> space.putInt(BlkConfigLayout.ZONE_SECTORS, 0)),
                field("write_granularity 768", space -> space.putInt(BlkConfigLayout.WRITE_GRANULARITY, 768)));
    }

    private static Arguments field(String sentence, Consumer<ByteBuffer> change) {
        return Arguments.of(sentence, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("senseless")
    void a_value_that_no_request_can_obey_fails_the_device(String sentence, Consumer<ByteBuffer> change) {
        fill();
        change.accept(space);
        assertThatThrownBy(() -> read(ALL)).isInstanceOf(NegotiationException.class).hasMessageContaining(sentence);
        assertThat(DeviceStatus.FAILED.in(transport.status())).isTrue();
    }
}
