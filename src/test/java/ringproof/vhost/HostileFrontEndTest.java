package ringproof.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;

/// Front-ends that send what they may not: each loses its connection with a reason, no descriptor stays open, and the next front-end is served.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class HostileFrontEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int QUEUES = 2;
    private static final int REGION = 1 << 16;

    @TempDir
    Path directory;

    private List<String> before;
    private Path socket;
    private ServedDisk served;

    @BeforeEach
    void serve() throws IOException {
        before = OpenFiles.now();
        socket = directory.resolve("s");
        served = serve(PATIENCE);
    }

    private ServedDisk serve(Duration patience) throws IOException {
        return new ServedDisk(socket, new MemoryBackend(8), BlkDeviceOptions.DEFAULT.withQueues(QUEUES, 16)
                .withGenericFeatures(FeatureSet.of(Feature.RING_PACKED, Feature.EVENT_IDX)), patience);
    }

    /// Whatever happened in the test, the device still serves, and afterwards nothing is left open.
    @AfterEach
    void a_good_front_end_is_served_and_nothing_stays_open() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION);
                FrontEnd good = FrontEnd.connect(socket, memory, 16, PATIENCE)) {
            assertThat(good.queueCount()).isEqualTo(QUEUES);
        }
        assertThat(served.nextEnd()).isEmpty();
        served.close();
        assertThat(OpenFiles.now()).isEqualTo(before);
    }

    private UnixSocket connect() throws IOException {
        return UnixSocket.connect(socket);
    }

    private static void send(UnixSocket peer, VhostRequest request, byte[] payload, Fd... fds) throws IOException {
        peer.send(Message.request(request, payload, List.of(fds)).bytes(), List.of(fds), 1000);
    }

    private static byte[] header(int code, int flags, int payloadBytes) {
        return Message.numbers(Integer.BYTES, code, flags, payloadBytes);
    }

    @Test
    void a_message_may_come_byte_by_byte() throws Exception {
        try (UnixSocket peer = connect()) {
            for (byte one : header(VhostRequest.GET_QUEUE_NUM.code(), 1, 0)) {
                peer.send(new byte[]{one}, List.of(), 1000);
            }
            byte[] answer = new byte[Message.HEADER_BYTES + Long.BYTES];
            Poller poller = new Poller();
            poller.add(peer.number(), Poller.READABLE);
            poller.await(Poller.FOREVER);
            assertThat(peer.receive(answer, 0, answer.length, new ArrayList<>())).isEqualTo(answer.length);
            assertThat(LittleEndian.get(answer, Message.HEADER_BYTES, Long.BYTES)).isEqualTo(QUEUES);
        }
        assertThat(served.nextEnd()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 15})
    void a_torn_message_ends_with_its_sender(int bytes) throws Exception {
        byte[] whole = Message.request(VhostRequest.SET_FEATURES, Message.value(1)).bytes();
        try (UnixSocket peer = connect()) {
            peer.send(Arrays.copyOf(whole, bytes), List.of(), 1000);
        }
        assertThat(served.nextEnd()).isEqualTo("the peer has gone in the middle of a message");
    }

    @Test
    void the_rest_of_a_message_is_not_waited_for_without_end() throws Exception {
        served.close();
        served = serve(Duration.ofMillis(50));
        try (UnixSocket peer = connect()) {
            peer.send(new byte[]{1}, List.of(), 1000);
            assertThat(served.nextEnd()).isEqualTo("the rest of a message does not come");
        }
    }

    @Test
    void an_oversized_message_is_not_read() throws Exception {
        for (int size : new int[]{Message.MAX_PAYLOAD_BYTES + 1, -1, Integer.MIN_VALUE}) {
            try (UnixSocket peer = connect()) {
                peer.send(header(1, 1, size), List.of(), 1000);
                assertThat(served.nextEnd()).contains("more than any has");
            }
        }
    }

    @Test
    void what_is_no_request_ends_the_connection() throws Exception {
        for (byte[] header : List.of(header(0, 1, 0), header(999, 1, 0), header(1, 2, 0), header(1, 5, 0))) {
            try (UnixSocket peer = connect()) {
                peer.send(header, List.of(), 1000);
                assertThat(served.nextEnd()).startsWith("a message that is no request");
            }
        }
    }

    /// One byte more than it has.
    @ParameterizedTest
    @EnumSource(VhostRequest.class)
    void a_request_of_another_length_ends_the_connection(VhostRequest request) throws Exception {
        try (UnixSocket peer = connect()) {
            send(peer, request, new byte[request.hasLength(0) ? 1 : 41]);
            assertThat(served.nextEnd()).isNotEmpty().isNotEqualTo("no connection has ended");
        }
    }

    private String sent(VhostRequest request, byte[] payload, Fd... fds) throws Exception {
        try (UnixSocket peer = connect()) {
            send(peer, request, payload, fds);
            return served.nextEnd();
        }
    }

    @Test
    void queues_that_are_not_there() throws Exception {
        for (int queue : new int[]{QUEUES, -1, Integer.MIN_VALUE}) {
            assertThat(sent(VhostRequest.SET_VRING_NUM, Message.vring(queue, 8))).startsWith("there is no queue");
            assertThat(sent(VhostRequest.GET_VRING_BASE, Message.vring(queue, 8))).startsWith("there is no queue");
        }
    }

    @Test
    void parts_of_the_configuration_space_that_are_none() throws Exception {
        for (long[] words : new long[][]{{0, 4, 0}, {-1, 8, 0}, {250, 8, 0}, {Integer.MAX_VALUE, 8, 0}}) {
            byte[] payload = Arrays.copyOf(Message.numbers(Integer.BYTES, words), 20);
            assertThat(sent(VhostRequest.GET_CONFIG, payload)).startsWith("a part of the configuration space");
            assertThat(sent(VhostRequest.SET_CONFIG, payload)).startsWith("a part of the configuration space");
        }
    }

    @Test
    void descriptors_that_are_missing_or_of_another_kind() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION); EventFd line = EventFd.create()) {
            Fd file = memory.table().fds().getFirst();
            assertThat(sent(VhostRequest.SET_VRING_KICK, Message.value(0))).contains("says otherwise");
            assertThat(sent(VhostRequest.SET_VRING_CALL, Message.value(0x100), line.fd())).contains("says otherwise");
            assertThat(sent(VhostRequest.SET_VRING_KICK, Message.value(0x100))).contains("polled for ever");
            assertThat(sent(VhostRequest.SET_VRING_KICK, Message.value(0), file)).contains("no eventfd");
            assertThat(sent(VhostRequest.SET_VRING_CALL, Message.value(0), line.fd(), line.fd()))
                    .contains("2 descriptors");
            Fd[] many = new Fd[UnixSocket.MAX_FDS + 8];
            Arrays.fill(many, line.fd());
            assertThat(sent(VhostRequest.SET_OWNER, new byte[0], many)).contains("more than");
        }
    }

    @Test
    void memory_that_is_none() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION); EventFd line = EventFd.create()) {
            Fd file = memory.table().fds().getFirst();
            assertThat(table(1, 0, 2L * REGION, 0, 0, file)).contains("larger than its file");
            assertThat(table(1, 0, REGION, 0, 4096, file)).contains("larger than its file");
            assertThat(table(1, 0, REGION, 0, 0, line.fd())).contains("larger than its file");
            assertThat(table(1, 1, REGION, 0, 0, file)).contains("does not consist of pages");
            assertThat(table(1, 0, 0, 0, 0, file)).contains("lies nowhere");
            assertThat(table(1, -4096, REGION, 0, 0, file)).contains("lies nowhere");
            assertThat(table(1, Long.MAX_VALUE - 4095, REGION, 0, 0, file)).contains("lies nowhere");
            assertThat(table(1, 0, REGION, 0, Long.MAX_VALUE - 4095, file)).contains("lies nowhere");
            assertThat(table(2, 0, REGION, 0, 0, file)).contains("do not fit together");
            assertThat(table(-1, 0, REGION, 0, 0, file)).contains("do not fit together");
            byte[] twice = Message.numbers(Long.BYTES, 2, 0, REGION, 0, 0, 4096, REGION, 1 << 20, 0);
            assertThat(sent(VhostRequest.SET_MEM_TABLE, twice, file, file)).contains("overlap");
            byte[] region = Message.numbers(Long.BYTES, 0, 0, REGION, 0, 0);
            assertThat(sent(VhostRequest.ADD_MEM_REG, region)).contains("one descriptor");
            assertThat(sent(VhostRequest.REM_MEM_REG, region)).contains("not there");
        }
    }

    private String table(int count, long guest, long size, long user, long offset, Fd file) throws Exception {
        return sent(VhostRequest.SET_MEM_TABLE, Message.numbers(Long.BYTES, count, guest, size, user, offset), file);
    }

    /// A queue that could go live, but for one thing.
    private String queue(long features, int size, int base, long area, boolean mapped) throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION);
                EventFd kick = EventFd.create();
                UnixSocket peer = connect()) {
            Message table = memory.table();
            send(peer, VhostRequest.SET_FEATURES, Message.value(features | ProtocolFeature.OFFERED));
            if (mapped) {
                send(peer, VhostRequest.SET_MEM_TABLE, table.payload(), table.fds().getFirst());
            }
            long base0 = memory.toUser(0);
            send(peer, VhostRequest.SET_VRING_NUM, Message.vring(0, size));
            send(peer, VhostRequest.SET_VRING_BASE, Message.vring(0, base));
            send(peer, VhostRequest.SET_VRING_ADDR,
                    Message.numbers(Long.BYTES, 0, base0 + area, base0 + 8192, base0 + 4096, 0));
            send(peer, VhostRequest.SET_VRING_KICK, Message.value(0), kick.fd());
            send(peer, VhostRequest.SET_VRING_ENABLE, Message.vring(0, 1));
            if (!mapped) {
                send(peer, VhostRequest.GET_VRING_BASE, Message.vring(7, 0));
            }
            return served.nextEnd();
        }
    }

    private static final long SPLIT = FeatureSet.of(Feature.VERSION_1).bits();
    private static final long PACKED = FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED).bits();

    @Test
    void queues_that_cannot_be() throws Exception {
        assertThat(queue(SPLIT, 17, 0, 0, true)).contains("17");
        assertThat(queue(SPLIT, -1, 0, 0, true)).contains("-1");
        assertThat(queue(SPLIT, 32, 0, 0, true)).contains("above the limit");
        assertThat(queue(SPLIT, 16, 0, 8, true)).contains("misaligned");
        assertThat(queue(SPLIT, 16, 0, REGION - 16, true)).contains("outside guest memory");
        assertThat(queue(SPLIT, 16, 0, 1L << 40, true)).contains("in no region");
        assertThat(queue(SPLIT, 16, 1 << 16, 0, true)).contains("begins at no index");
        assertThat(queue(PACKED, 16, 0x80108010, 0, true)).contains("outside its ring");
        assertThat(queue(PACKED, 16, 0x80008001, 0, true)).contains("in flight");
        assertThat(queue(0, 16, 0, 0, true)).contains("VERSION_1");
        assertThat(queue(SPLIT | 1, 16, 0, 0, true)).contains("not offered");
    }

    /// Without memory nothing goes live, and nothing is wrong until something else is.
    @Test
    void a_queue_without_memory_waits_for_it() throws Exception {
        assertThat(queue(SPLIT, 16, 0, 0, false)).isEqualTo("there is no queue 7, only 2");
    }

    @Test
    void memory_of_a_live_queue_that_is_taken_away() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION);
                SharedMemory other = SharedMemory.allocate(REGION);
                EventFd kick = EventFd.create();
                UnixSocket peer = connect()) {
            Message table = memory.table();
            send(peer, VhostRequest.SET_FEATURES, Message.value(SPLIT));
            send(peer, VhostRequest.SET_MEM_TABLE, table.payload(), table.fds().getFirst());
            long base = memory.toUser(0);
            send(peer, VhostRequest.SET_VRING_NUM, Message.vring(0, 16));
            send(peer, VhostRequest.SET_VRING_ADDR,
                    Message.numbers(Long.BYTES, 0, base, base + 8192, base + 4096, 0));
            send(peer, VhostRequest.SET_VRING_KICK, Message.value(0), kick.fd());
            // The same table again takes nothing away, and the queue goes on.
            send(peer, VhostRequest.SET_MEM_TABLE, table.payload(), table.fds().getFirst());
            Message elsewhere = other.table();
            send(peer, VhostRequest.SET_MEM_TABLE, elsewhere.payload(), elsewhere.fds().getFirst());
            assertThat(served.nextEnd()).contains("in no region");
        }
    }

    /// A ring full of nonsense breaks the queue: the front-end hears of it on the err line, and the device serves the next.
    @Test
    void a_ring_full_of_nonsense_raises_the_err_line() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(REGION);
                EventFd kick = EventFd.create();
                EventFd err = EventFd.create();
                UnixSocket peer = connect()) {
            byte[] nonsense = new byte[REGION];
            new Random(1).nextBytes(nonsense);
            memory.memory().write(0, nonsense, 0, REGION);
            Message table = memory.table();
            send(peer, VhostRequest.SET_FEATURES, Message.value(SPLIT));
            send(peer, VhostRequest.SET_MEM_TABLE, table.payload(), table.fds().getFirst());
            long base = memory.toUser(0);
            send(peer, VhostRequest.SET_VRING_NUM, Message.vring(0, 16));
            send(peer, VhostRequest.SET_VRING_ADDR,
                    Message.numbers(Long.BYTES, 0, base, base + 8192, base + 4096, 0));
            send(peer, VhostRequest.SET_VRING_ERR, Message.value(0), err.fd());
            send(peer, VhostRequest.SET_VRING_KICK, Message.value(0), kick.fd());
            assertThat(served.nextFault()).isNotEqualTo("the device has no fault");
            err.await();
        }
        assertThat(served.nextEnd()).isEmpty();
    }

    /// Random requests with random numbers and descriptors, until the connection is closed.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_messages_crash_nothing(long seed) throws Exception {
        Random random = new Random(seed);
        int rounds = Boolean.getBoolean("ringproof.nightly") ? 2000 : 50;
        try (SharedMemory memory = SharedMemory.allocate(REGION); EventFd line = EventFd.create()) {
            for (int round = 0; round < rounds; round++) {
                try (UnixSocket peer = connect()) {
                    babble(peer, random, memory, line);
                }
                assertThat(served.nextEnd()).isNotEqualTo("no connection has ended");
            }
        }
    }

    private static void babble(UnixSocket peer, Random random, SharedMemory memory, EventFd line) throws IOException {
        VhostRequest[] requests = VhostRequest.values();
        Message table = memory.table();
        for (int i = 0; i < 30; i++) {
            VhostRequest request = requests[random.nextInt(requests.length)];
            byte[] payload = new byte[request == VhostRequest.GET_CONFIG || request == VhostRequest.SET_CONFIG ? 20
                    : request.hasLength(0) ? 0 : request.hasLength(8) ? 8 : 40];
            for (int at = 0; at + Integer.BYTES <= payload.length; at += Integer.BYTES) {
                LittleEndian.put(payload, at, Integer.BYTES, random.nextInt(4) == 0 ? random.nextInt() >>> 12
                        : random.nextInt(3));
            }
            boolean memoryTable = request == VhostRequest.SET_MEM_TABLE;
            Fd[] fds = memoryTable ? new Fd[]{table.fds().getFirst()}
                    : random.nextBoolean() ? new Fd[]{line.fd()} : new Fd[0];
            try {
                send(peer, request, memoryTable ? table.payload() : payload, fds);
            } catch (ProtocolException closed) {
                return;
            }
        }
    }
}
