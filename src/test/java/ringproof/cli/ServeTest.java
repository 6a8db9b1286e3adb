package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.load.AttachedDisk;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.vhost.FrontEnd;
import ringproof.vhost.SharedMemory;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;

/// What the user of `serve` sees, and our driver at the other end.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
final class ServeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir
    private Path directory;
    private final CommandLineHarness shell = new CommandLineHarness();

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static byte[] pattern(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--memory-mib 1|--socket", "--socket S|--image",
        "--socket S --image none|there is no file",
        "--socket S --memory-mib 0|1 to 2047 MiB", "--socket S --memory-mib 4000|1 to 2047 MiB",
        "--socket S --memory-mib 1 --image I|mutually exclusive", "--socket S --memory-mib 1 --without BLK_RO|BLK_RO",
        "--socket S --memory-mib 1 --faults often|is no fault", "--socket S --memory-mib 1 --queues 0|queues",
        "--socket S --memory-mib 1 --conventional 1|--zone-mib", "--socket S --memory-mib 1 --zone-mib -1|--zone-mib",
        "--socket S --memory-mib 1 --zone-mib 1 --read-only|zones need a disk that can be written",
        "--socket S --memory-mib 1 --device-poll-us -1|--device-poll-us", "--socket I --memory-mib 1|already",
        "--socket no/such/place --memory-mib 1|no/such/place", "--socket S --memory-mib 1 --queue-size 5|power of two",
        "--socket S --memory-mib 1 --queues 257|at most 256"})
    void what_cannot_be_served_is_named(String options, String complaint) throws IOException {
        Files.write(directory.resolve("I"), pattern(1024));
        String[] words = ("serve " + options).split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].matches("[SI]") ? file(words[i]) : words[i];
        }
        assertThat(shell.run(words)).isEqualTo(2);
        assertThat(shell.err()).contains(complaint).hasLineCount(1);
        assertThat(shell.out()).isEmpty();
        assertThat(directory.resolve("S")).doesNotExist();
    }

    @Test
    void a_name_that_no_socket_can_have_is_named() {
        assertThat(shell.run("serve", "--memory-mib", "1", "--socket", file("x".repeat(120)))).isEqualTo(2);
        assertThat(shell.err()).contains("too long for a socket").hasLineCount(1);
    }

    private CompletableFuture<Integer> serveOnce(String... options) throws Exception {
        String[] words = new String[options.length + 4];
        words[0] = "serve";
        words[1] = "--once";
        words[2] = "--socket";
        words[3] = file("S");
        System.arraycopy(options, 0, words, 4, options.length);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> shell.run(words),
                Thread::startVirtualThread);
        awaitFile(directory.resolve("S"));
        return exit;
    }

    private static void awaitFile(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as(file + " is made in time").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    /// How one request of our driver ends, with `bytes` as what is written or what was read.
    private Outcome request(BlkRequestType type, int sector, byte[] bytes) throws Exception {
        try (SharedMemory shared = SharedMemory.allocate(1 << 20);
                FrontEnd frontEnd = FrontEnd.connect(directory.resolve("S"), shared, 16, PATIENCE)) {
            Machine machine = new NativeMachine(shared.memory());
            Thread interrupts = Thread.ofPlatform().daemon().start(frontEnd.interrupts());
            GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
            Outcome outcome;
            try (AttachedDisk disk = new AttachedDisk(machine, allocator, "disk",
                    new InProcessTransport(machine, frontEnd),
                    new BlkDriverOptions(Policy.INTERRUPT, 1, 16, true, DisableCallback.EVENT_ZERO))) {
                long addr = allocator.allocate(bytes.length, Limits.SECTOR_BYTES);
                machine.memory().write(addr, bytes, 0, bytes.length);
                HardwareQueue queue = disk.queue(0);
                Request request = queue.allocate();
                assertThat(request).isNotNull();
                queue.queueRq(request.prepare(type, sector, addr, bytes.length, false), true);
                queue.await(request);
                outcome = request.outcome();
                machine.memory().read(addr, bytes, 0, bytes.length);
                queue.free(request);
            }
            assertThat(frontEnd.lossReason()).isEmpty();
            frontEnd.stop();
            interrupts.join();
            return outcome;
        }
    }

    @Test
    void a_driver_comes_and_goes() throws Exception {
        byte[] content = pattern(1024);
        Files.write(directory.resolve("I"), content);
        CompletableFuture<Integer> exit = serveOnce("--image", file("I"), "--read-only", "--without",
                "EVENT_IDX,IN_ORDER");
        byte[] found = new byte[512];
        assertThat(request(BlkRequestType.IN, 1, found)).isEqualTo(Outcome.OK);
        assertThat(found).isEqualTo(Arrays.copyOfRange(content, 512, 1024));
        assertThat(exit.get(30, TimeUnit.SECONDS)).as(shell.err()).isZero();
        assertThat(shell.out()).startsWith("serving 2 sectors at ").contains("a front-end has connected",
                "the front-end has gone").containsPattern(" all +1 ");
        assertThat(directory.resolve("S")).doesNotExist();
    }

    @Test
    void a_plan_makes_a_request_fail() throws Exception {
        CompletableFuture<Integer> exit = serveOnce("--memory-mib", "1", "--faults", "read@1:error", "--threads", "1",
                "--device-poll-us", "1");
        assertThat(request(BlkRequestType.IN, 0, new byte[512])).isEqualTo(Outcome.IOERR);
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void zones_are_written_in_order() throws Exception {
        CompletableFuture<Integer> exit = serveOnce("--memory-mib", "4", "--zone-mib", "1", "--conventional", "1");
        assertThat(request(BlkRequestType.OUT, 2049, new byte[512])).isEqualTo(Outcome.ZONE_UNALIGNED_WP);
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void a_front_end_that_talks_nonsense_is_sent_away() throws Exception {
        CompletableFuture<Integer> exit = serveOnce("--memory-mib", "1");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory.resolve("S")));
            channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(shell.out()).contains("the connection was closed: ");
    }

    /// What is written is in the device's cache alone until it is flushed.
    @Test
    void a_signal_ends_it_in_good_order() throws Exception {
        byte[] content = pattern(512);
        Files.write(directory.resolve("I"), new byte[1024]);
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "ringproof.cli.Main", "serve",
                "--socket", file("S"), "--image", file("I"), "--write-cache", "8").redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try {
            awaitFile(directory.resolve("S"));
            assertThat(request(BlkRequestType.OUT, 1, content.clone())).isEqualTo(Outcome.OK);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        assertThat(Files.readString(log)).contains("the front-end has gone").containsPattern(" all +1 ");
        assertThat(Arrays.copyOfRange(Files.readAllBytes(directory.resolve("I")), 512, 1024)).isEqualTo(content);
        assertThat(directory.resolve("S")).doesNotExist();
    }
}
