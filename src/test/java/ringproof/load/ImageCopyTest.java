package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.FaultPlan;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Real data through two real stacks on real threads.
@Timeout(60)
final class ImageCopyTest {
    private static final CopyOptions OPTIONS = CopyOptions.DEFAULT.withPolicy(Policy.INTERRUPT);
    private static final ImageCopy PLAIN = new ImageCopy(OPTIONS);

    @TempDir
    private Path directory;

    private static void ignore(long bytes) {
        // Nobody looks at the progress.
    }

    private Path source(byte[] content) throws IOException {
        return Files.write(directory.resolve("source.img"), content);
    }

    private Path destination() {
        return directory.resolve("destination.img");
    }

    private static byte[] pattern(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        new Random(lengthBytes).nextBytes(bytes);
        return bytes;
    }

    private static FeatureSet features(String ring) {
        FeatureSet features = ring.contains("packed") ? FeatureSet.of(Feature.RING_PACKED) : FeatureSet.NONE;
        features = ring.contains("indirect") ? features.with(Feature.INDIRECT_DESC) : features;
        features = ring.contains("order") ? features.with(Feature.IN_ORDER) : features;
        return ring.contains("event") ? features.with(Feature.EVENT_IDX) : features;
    }

    /// Queue sizes at which the ring is often full, and others that are no power of two; all else is in the matrix of `copy`.
    @ParameterizedTest
    @CsvSource({"1, 128, 1, 512, INTERRUPT, event, 0", "1, 128, 128, 512, INTERRUPT, event, 0",
        "3, 8, 5, 1048576, INTERRUPT, event, 0", "1, 4, 7, 512, TOGGLE, event, 50",
        "1, 3, 4, 512, NO_SUPPRESSION, packed event, 0", "4, 5, 8, 1024, TOGGLE, packed, 30",
        "2, 4, 4, 512, TOGGLE_KEEP_IRQ, event indirect, 50", "1, 7, 20, 512, INTERRUPT, packed indirect order, 0",
        "2, 4, 4, 4096, TOGGLE_V1, order, 50", "1, 32768, 4, 65536, TOGGLE, packed event indirect, 100"})
    void the_copy_is_the_same_and_the_source_is_unchanged(int queues, int queueSize, int jobs, int blockBytes,
            Policy policy, String ring, int hipriPercent) throws IOException {
        byte[] content = pattern(301 * 512);
        Path from = source(content);
        AtomicLong copied = new AtomicLong();
        CopyOptions options = new CopyOptions(queues, queueSize, jobs, blockBytes, policy, features(ring),
                hipriPercent, CopyPolling.PLAIN);
        CopyResult result = new ImageCopy(options).copy(from, destination(), copied::addAndGet);
        assertThat(result.sectors()).isEqualTo(301);
        assertThat(result.kicks()).isPositive();
        assertThat(result.polls() > 0).isEqualTo(hipriPercent > 0 && policy.polls());
        assertThat(result.mebibytesPerSecond()).isPositive();
        assertThat(copied).hasValue(301 * 512);
        assertThat(Files.readAllBytes(destination())).isEqualTo(content);
        assertThat(Files.readAllBytes(from)).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 20000", "true, 20000"})
    void the_copy_is_the_same_whoever_polls(boolean hybrid, long deviceNanos) throws IOException {
        byte[] content = pattern(301 * 512);
        CopyOptions options = OPTIONS.withPolicy(Policy.TOGGLE).withLoad(2, 4096, 100)
                .withPolling(new CopyPolling(hybrid, deviceNanos));
        CopyResult result = new ImageCopy(options).copy(source(content), destination(), ImageCopyTest::ignore);
        assertThat(result.polls()).isPositive();
        assertThat(Files.readAllBytes(destination())).isEqualTo(content);
    }

    @Test
    void a_disk_that_fails_leaves_no_file() throws IOException {
        Path from = source(pattern(64 * 512));
        assertThatThrownBy(() -> new ImageCopy(OPTIONS, FaultPlan.parse("flush@1:error")).copy(from, destination(),
                ImageCopyTest::ignore)).isInstanceOf(IOException.class)
                .hasMessageContaining("request FLUSH at sector 0 ended with IOERR");
        assertThat(destination()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129})
    void an_image_of_any_number_of_sectors_is_copied_whole(int sectors) throws IOException {
        byte[] content = pattern(sectors * 512);
        assertThat(PLAIN.copy(source(content), destination(), ImageCopyTest::ignore).sectors()).isEqualTo(sectors);
        assertThat(Files.readAllBytes(destination())).isEqualTo(content);
    }

    @Test
    void a_file_system_survives_the_copy() throws IOException, InterruptedException {
        assumeThat(tool("mke2fs")).as("mke2fs is installed").isNotNull();
        Path tree = Files.createDirectories(directory.resolve("tree"));
        byte[] content = pattern(300_000);
        Files.write(tree.resolve("data.bin"), content);
        Path from = directory.resolve("ext4.img");
        run(tool("mke2fs"), "-q", "-t", "ext4", "-d", tree.toString(), from.toString(), "8M");

        PLAIN.copy(from, destination(), ImageCopyTest::ignore);
        assertThat(destination()).hasSameBinaryContentAs(from);
        run(tool("e2fsck"), "-f", "-n", destination().toString());
        Path dumped = directory.resolve("dumped.bin");
        run(tool("debugfs"), "-R", "dump data.bin " + dumped, destination().toString());
        assertThat(Files.readAllBytes(dumped)).isEqualTo(content);
    }

    private static String tool(String name) {
        for (String folder : new String[]{"/usr/sbin/", "/sbin/", "/usr/bin/"}) {
            if (new File(folder + name).canExecute()) {
                return folder + name;
            }
        }
        return null;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(command[0]).isTrue();
        assertThat(process.exitValue()).as(command[0]).isZero();
    }

    @Test
    void what_cannot_be_copied_is_named_and_nothing_is_overwritten() throws IOException {
        Path odd = source(new byte[700]);
        assertThatThrownBy(() -> PLAIN.copy(odd, destination(), ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("no whole number of sectors");
        assertThat(destination()).doesNotExist();

        Path from = source(new byte[512]);
        Path existing = Files.write(destination(), pattern(100));
        assertThatThrownBy(() -> PLAIN.copy(from, existing, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("exists already");
        assertThat(Files.readAllBytes(existing)).isEqualTo(pattern(100));
        assertThatThrownBy(() -> PLAIN.copy(from, from, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PLAIN.copy(directory.resolve("none"), destination(), ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("there is no file");
        assertThatThrownBy(
                () -> PLAIN.copy(from, directory.resolve("no/such/folder.img"), ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("there is no folder");
    }

    @Test
    void another_copy_in_progress_is_left_alone() throws IOException {
        Path part = Files.write(directory.resolve("destination.img.part"), pattern(100));
        Path from = source(new byte[512]);
        assertThatThrownBy(() -> PLAIN.copy(from, destination(), ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("destination.img.part exists already");
        assertThat(Files.readAllBytes(part)).isEqualTo(pattern(100));
        assertThat(destination()).doesNotExist();
    }

    /// A disk that does not answer for as long as the latch is closed.
    private static final class DeafBackend extends BackendWrapper {
        private final CountDownLatch latch;

        DeafBackend(Backend inner, CountDownLatch latch) {
            super(inner);
            this.latch = latch;
        }

        @Override
        public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                return false;
            }
            return super.read(offsetBytes, memory, addr, lengthBytes);
        }
    }

    @Test
    void a_copy_that_is_stuck_says_so() {
        Machine machine = new NativeMachine(1 << 20);
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        CountDownLatch latch = new CountDownLatch(1);
        BlkDriverOptions driver = ImageCopy.driverOptions(OPTIONS);
        try (AttachedDisk from = new AttachedDisk(machine, allocator, "from",
                new DeafBackend(new MemoryBackend(8), latch), BlkDeviceOptions.DEFAULT, driver);
                AttachedDisk to = new AttachedDisk(machine, allocator, "to", new MemoryBackend(8),
                        BlkDeviceOptions.DEFAULT, driver)) {
            CopyJobs jobs = new CopyJobs(OPTIONS, machine, from, to, ImageCopyTest::ignore, Duration.ofMillis(5));
            assertThatThrownBy(() -> jobs.run(allocator)).isInstanceOf(IOException.class)
                    .hasMessageContaining("stuck: after 0 bytes no request completed");
            latch.countDown();
        }
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> OPTIONS.withQueues(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of queues is 0, not from 1 to 64");
        assertThatThrownBy(() -> OPTIONS.withQueues(65)).isInstanceOf(IllegalArgumentException.class);
        for (int[] bad : new int[][]{{0, 512, 0}, {1025, 512, 0}, {4, 0, 0}, {4, 513, 0}, {4, 1 << 25, 0}, {4, 512, -1},
            {4, 512, 101}}) {
            assertThatThrownBy(() -> OPTIONS.withLoad(bad[0], bad[1], bad[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int size : new int[]{0, 2, 12, 65536}) {
            assertThatThrownBy(
                    () -> new CopyOptions(1, size, 4, 512, Policy.TOGGLE, FeatureSet.NONE, 0, CopyPolling.PLAIN))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("queue size");
        }
        assertThatThrownBy(() -> OPTIONS.withRing(FeatureSet.of(Feature.BLK_RO)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
