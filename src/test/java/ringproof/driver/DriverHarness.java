package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The real driver on a real transport, before a device that is moved by hand. One thread.
abstract class DriverHarness {
    static final long CAPACITY = 1 << 20;
    static final BlkDriverOptions OPTIONS = new BlkDriverOptions(Policy.TOGGLE, 1, 0, true, DisableCallback.EVENT_ZERO)
            .withRequests(4, 2);
    static final FeatureSet EVERYTHING = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_SIZE_MAX,
            Feature.BLK_SEG_MAX, Feature.BLK_BLK_SIZE, Feature.BLK_FLUSH, Feature.BLK_CONFIG_WCE, Feature.BLK_MQ,
            Feature.BLK_DISCARD, Feature.BLK_WRITE_ZEROES, Feature.BLK_LIFETIME, Feature.BLK_SECURE_ERASE,
            Feature.BLK_ZONED, Feature.RING_RESET);

    final Machine machine = new NativeMachine(0x80000);
    final GuestMemory memory = machine.memory();
    final GuestAllocator allocator = new GuestAllocator(memory, 0x4000);
    /// `tag outcome` of each completion.
    final List<String> completions = new ArrayList<>();
    final byte[] config = config();
    HandDevice device = new HandDevice(machine, EVERYTHING, config, 4);
    InProcessTransport transport = new InProcessTransport(machine, device);

    /// A host-aware zoned disk with a limit on everything.
    private static byte[] config() {
        ByteBuffer space = ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.putLong(BlkConfigLayout.CAPACITY, CAPACITY);
        space.putInt(BlkConfigLayout.SIZE_MAX, 4096);
        space.putInt(BlkConfigLayout.SEG_MAX, 8);
        space.putInt(BlkConfigLayout.BLK_SIZE, 1024);
        space.put(BlkConfigLayout.WRITEBACK, (byte) 1);
        space.putShort(BlkConfigLayout.NUM_QUEUES, (short) 4);
        space.putInt(BlkConfigLayout.MAX_DISCARD_SECTORS, 64);
        space.putInt(BlkConfigLayout.MAX_DISCARD_SEG, 2);
        space.putInt(BlkConfigLayout.DISCARD_SECTOR_ALIGNMENT, 8);
        space.putInt(BlkConfigLayout.MAX_WRITE_ZEROES_SECTORS, 128);
        space.putInt(BlkConfigLayout.MAX_WRITE_ZEROES_SEG, 1);
        space.put(BlkConfigLayout.WRITE_ZEROES_MAY_UNMAP, (byte) 1);
        space.putInt(BlkConfigLayout.MAX_SECURE_ERASE_SECTORS, 32);
        space.putInt(BlkConfigLayout.MAX_SECURE_ERASE_SEG, 1);
        space.putInt(BlkConfigLayout.SECURE_ERASE_SECTOR_ALIGNMENT, 4);
        space.putInt(BlkConfigLayout.ZONE_SECTORS, 256);
        space.putInt(BlkConfigLayout.MAX_OPEN_ZONES, 3);
        space.putInt(BlkConfigLayout.MAX_ACTIVE_ZONES, 5);
        space.putInt(BlkConfigLayout.MAX_APPEND_SECTORS, 16);
        space.putInt(BlkConfigLayout.WRITE_GRANULARITY, 1024);
        space.put(BlkConfigLayout.ZONE_MODEL, (byte) 2);
        return space.array();
    }

    void offer(FeatureSet offered) {
        device = new HandDevice(machine, offered, config, 4);
        transport = new InProcessTransport(machine, device);
    }

    BlkDriver start(BlkDriverOptions options) {
        return BlkDriver.start(machine, transport, allocator, options,
                (request, outcome) -> completions.add(request.tag() + " " + outcome));
    }

    /// A request with so many bytes of data, unless that is 0.
    Request prepare(HardwareQueue queue, BlkRequestType type, long sector, int bytes) {
        Request request = queue.allocate();
        assertThat(request).as("a free tag").isNotNull();
        return request.prepare(type, sector, bytes == 0 ? 0 : allocator.allocate(bytes, 8), bytes, false);
    }
}
