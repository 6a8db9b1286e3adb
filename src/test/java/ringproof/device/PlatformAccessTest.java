package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.driver.IoMapper;
import ringproof.driver.MappedQueue;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Handshake;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device behind an IOMMU: ACCESS_PLATFORM, spec 6.
@Timeout(20)
final class PlatformAccessTest extends DeviceHarness {
    private static final int PAGE = 256;
    private static final int PAGES = 32;
    private static final FeatureSet PLATFORM = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX, Feature.BLK_FLUSH,
            Feature.ACCESS_PLATFORM, Feature.ORDER_PLATFORM);

    private final IoPageTable table = IoPageTable.allocate(allocator, 1L << 40, PAGES, PAGE);
    private final IoMapper mapper = new IoMapper(memory, table, 0, PAGES);
    private final long header = allocator.allocate(512, 512) + 500;
    private final long data = allocator.allocate(3 * PAGE, PAGE) + 100;
    private final long status = header + BlkRequestLayout.HEADER_BYTES;
    private final QueueLayout layout = QueueLayout.allocateSplit(QUEUE_SIZE, allocator);

    private DriverQueue<Token> start(Backend backend, FeatureSet accepted) {
        use(new BlkDevice(machine, backend, options(1).withGenericFeatures(FeatureSet.of(Feature.EVENT_IDX,
                Feature.ACCESS_PLATFORM, Feature.ORDER_PLATFORM)), Hosting.DEFAULT.withTranslation(table)));
        startAgents();
        features = Handshake.negotiate(transport, accepted, FeatureSet.of(Feature.VERSION_1));
        if (!accepted.has(Feature.ACCESS_PLATFORM)) {
            transport.setUpQueue(0, layout);
            Handshake.driverOk(transport);
            return new SplitDriverQueue<>(machine, "q", layout, features, DisableCallback.SILENT);
        }
        transport.setUpQueue(0, mapper.mapQueue(layout, QueueLayout.AreaBytes.split(QUEUE_SIZE)));
        Handshake.driverOk(transport);
        return new MappedQueue<>(
                new SplitDriverQueue<>(machine, "q", layout, features, DisableCallback.SILENT), mapper);
    }

    private Chain request(BlkRequestType type, long sector) {
        memory.set32(header + BlkRequestLayout.TYPE, type.code());
        memory.set32(header + BlkRequestLayout.SECTOR, (int) sector);
        memory.set32(header + BlkRequestLayout.SECTOR + 4, 0);
        memory.set8(status, 0xFF);
        Chain chain = new Chain().readable(header, BlkRequestLayout.HEADER_BYTES);
        return (type == BlkRequestType.IN ? chain.writable(data, 512) : chain.readable(data, 512)).writable(status, 1);
    }

    private void execute(DriverQueue<Token> queue, BlkRequestType type, long sector) {
        Token token = new Token((int) status);
        assertThat(queue.add(request(type, sector), token)).isEqualTo(DriverQueue.Added.YES);
        kick(0, queue);
        await(0, queue, token);
    }

    private void fill(int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        memory.write(data, bytes, 0, bytes.length);
    }

    private boolean dataIs(int value) {
        byte[] bytes = new byte[512];
        memory.read(data, bytes, 0, bytes.length);
        for (byte b : bytes) {
            if (b != (byte) value) {
                return false;
            }
        }
        return true;
    }

    @Test
    void requests_across_pages_work_and_nothing_of_them_stays_mapped() {
        DriverQueue<Token> queue = start(new MemoryBackend(8), PLATFORM);
        int rings = mapper.usedPages();
        for (int i = 1; i <= 20; i++) {
            fill(i);
            execute(queue, BlkRequestType.OUT, i % 8);
            fill(0);
            execute(queue, BlkRequestType.IN, i % 8);
            assertThat(dataIs(i)).isTrue();
            assertThat(mapper.usedPages()).isEqualTo(rings);
        }
    }

    /// Spec 6: if the bit is not set, the device accesses what the driver does, whatever IOMMU may be there.
    @Test
    void a_driver_that_does_not_accept_the_feature_uses_guest_addresses() {
        DriverQueue<Token> queue = start(new MemoryBackend(8), PLATFORM.without(Feature.ACCESS_PLATFORM));
        fill(7);
        execute(queue, BlkRequestType.OUT, 1);
        fill(0);
        execute(queue, BlkRequestType.IN, 1);
        assertThat(dataIs(7)).isTrue();
    }

    @Test
    void rings_that_are_not_mapped_are_refused() {
        start(new MemoryBackend(8), PLATFORM);
        Handshake.reset(transport);
        Handshake.negotiate(transport, PLATFORM, PLATFORM);
        transport.setUpQueue(0, layout);
        assertThat(transport.resetReason()).contains("outside guest memory");
    }

    /// Nobody throws: the device finds out when it looks at the ring.
    @Test
    void rings_that_are_taken_back_before_the_device_goes_live_need_a_reset() {
        start(new MemoryBackend(8), PLATFORM);
        Handshake.reset(transport);
        Handshake.negotiate(transport, PLATFORM, PLATFORM);
        transport.setUpQueue(0, mapper.mapQueue(layout, QueueLayout.AreaBytes.split(QUEUE_SIZE)));
        for (int page = 0; page < PAGES; page++) {
            table.unmap(memory, page);
        }
        transport.writeStatus(transport.status() | DeviceStatus.DRIVER_OK.mask());
        transport.configChanged().await();
        assertThat(DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status())).isTrue();
        assertThat(transport.resetReason()).contains("the platform refused an access");
    }

    /// What the driver gives the device instead of a mapped data buffer.
    enum Wrong {
        GUEST_ADDRESS, NOT_WRITABLE, ENDS_UNMAPPED
    }

    @ParameterizedTest
    @EnumSource
    void a_buffer_that_the_device_may_not_access_breaks_the_queue(Wrong wrong) {
        start(new MemoryBackend(8), PLATFORM);
        SplitDriverQueue<Token> raw = new SplitDriverQueue<>(machine, "raw", layout, features, DisableCallback.SILENT);
        request(BlkRequestType.IN, 1);
        fill(9);
        long ioData = switch (wrong) {
            case GUEST_ADDRESS -> data;
            case NOT_WRITABLE -> mapper.map(data, 512, IoPageTable.READ);
            case ENDS_UNMAPPED -> mapper.map(data, 100, IoPageTable.WRITE);
        };
        raw.add(new Chain().readable(mapper.map(header, 16, IoPageTable.READ), 16).writable(ioData, 512)
                .writable(mapper.map(status, 1, IoPageTable.WRITE), 1), new Token(1));
        transport.kick(0).send(0);
        transport.configChanged().await();
        assertThat(DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status())).isTrue();
        assertThat(transport.resetReason()).contains("outside guest memory");
        assertThat(dataIs(9)).isTrue();
        assertThat(memory.get8(status)).isEqualTo(0xFF);
    }

    /// Takes the memory away between the look at a chain and the access.
    private static final class Snatching implements Backend {
        private final MemoryBackend inner = new MemoryBackend(8);
        private @Nullable Runnable before;

        @Override
        public long capacitySectors() {
            return inner.capacitySectors();
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        private void snatch() {
            if (before != null) {
                before.run();
            }
        }

        @Override
        public boolean read(long offsetBytes, GuestMemory seen, long addr, int lengthBytes) {
            snatch();
            return inner.read(offsetBytes, seen, addr, lengthBytes);
        }

        @Override
        public boolean write(long offsetBytes, GuestMemory seen, long addr, int lengthBytes) {
            snatch();
            return inner.write(offsetBytes, seen, addr, lengthBytes);
        }

        @Override
        public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
            return inner.read(offsetBytes, to, at, lengthBytes);
        }

        @Override
        public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
            return inner.write(offsetBytes, from, at, lengthBytes);
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void digest(Digest digest) {
            digest.add(inner);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void memory_that_is_taken_away_while_the_device_uses_it_breaks_the_queue_and_is_left_alone(boolean reading) {
        Snatching backend = new Snatching();
        DriverQueue<Token> queue = start(backend, PLATFORM);
        fill(9);
        execute(queue, BlkRequestType.OUT, 1);
        backend.before = () -> {
            for (int page = 0; page < PAGES; page++) {
                table.unmap(memory, page);
            }
        };
        fill(3);
        queue.add(request(reading ? BlkRequestType.IN : BlkRequestType.OUT, 1), new Token(1));
        kick(0, queue);
        transport.configChanged().await();
        assertThat(transport.resetReason()).contains("platform refused");
        assertThat(dataIs(3)).isTrue();
        assertThat(memory.get8(status)).as("there is nowhere to write it").isEqualTo(0xFF);
        assertThat(queue.moreUsed()).isFalse();
        Handshake.reset(transport);
        assertThat(transport.status()).isZero();
    }

    @Test
    void when_addresses_run_out_the_queue_is_full_until_something_comes_back() {
        DriverQueue<Token> queue = start(new MemoryBackend(8), PLATFORM);
        int free = PAGES - mapper.usedPages();
        long taken = mapper.map(0, (long) (free - 2) * PAGE, IoPageTable.READ);
        assertThat(queue.add(request(BlkRequestType.IN, 1), new Token(1))).isEqualTo(DriverQueue.Added.FULL);
        assertThat(PAGES - mapper.usedPages()).as("nothing is left over").isEqualTo(2);
        mapper.unmap(taken, (long) (free - 2) * PAGE);
        execute(queue, BlkRequestType.IN, 1);
    }

    @Test
    void a_queue_that_is_full_itself_leaves_nothing_mapped() {
        DriverQueue<Token> queue = start(new MemoryBackend(8), PLATFORM);
        for (int i = 0; i < QUEUE_SIZE / 3; i++) {
            assertThat(queue.add(request(BlkRequestType.OUT, 1), new Token((int) status)))
                    .isEqualTo(DriverQueue.Added.YES);
        }
        int used = mapper.usedPages();
        assertThat(queue.add(request(BlkRequestType.OUT, 1), new Token(1))).isEqualTo(DriverQueue.Added.FULL);
        assertThat(mapper.usedPages()).isEqualTo(used);
    }
}
