package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.driver.Policy;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Real data through two real stacks on real threads.
@Timeout(60)
final class ImageCopyTest {
    private static final ImageCopy.Options PLAIN = new ImageCopy.Options(1, 4, 65536, Policy.INTERRUPT,
            FeatureSet.of(Feature.EVENT_IDX), 0);

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
        return ring.contains("event") ? features.with(Feature.EVENT_IDX) : features;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 512, INTERRUPT, event, 0", "1, 4, 4096, INTERRUPT, flags, 0",
        "4, 16, 1024, INTERRUPT, event, 30", "2, 4, 4096, NO_SUPPRESSION, event, 0", "1, 4, 4096, TOGGLE_V1, event, 50",
        "2, 6, 1024, TOGGLE_V1, flags, 50", "1, 4, 4096, TOGGLE_KEEP_IRQ_IGNORE, event, 50",
        "1, 2, 4096, TOGGLE_KEEP_IRQ, event, 100", "2, 4, 1024, TOGGLE_KEEP_IRQ, flags, 50",
        "4, 8, 1024, TOGGLE_KEEP_IRQ, event, 50", "1, 128, 512, INTERRUPT, event, 0",
        "3, 5, 1048576, INTERRUPT, event, 0", "1, 4, 512, INTERRUPT, packed flags, 0",
        "2, 8, 512, INTERRUPT, packed event, 0", "1, 128, 512, NO_SUPPRESSION, packed event, 0",
        "1, 4, 4096, TOGGLE_KEEP_IRQ, packed event, 50", "2, 6, 1024, TOGGLE_V1, packed flags, 50"})
    void the_copy_is_the_same_and_the_source_is_unchanged(int queues, int jobs, int blockBytes, Policy policy,
            String ring, int hipriPercent) throws IOException {
        byte[] content = pattern(1001 * 512);
        Path from = source(content);
        AtomicLong copied = new AtomicLong();
        long sectors = ImageCopy.copy(from, destination(),
                new ImageCopy.Options(queues, jobs, blockBytes, policy, features(ring), hipriPercent),
                copied::addAndGet);
        assertThat(sectors).isEqualTo(1001);
        assertThat(copied).hasValue(1001 * 512);
        assertThat(Files.readAllBytes(destination())).isEqualTo(content);
        assertThat(Files.readAllBytes(from)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129})
    void an_image_of_any_number_of_sectors_is_copied_whole(int sectors) throws IOException {
        byte[] content = pattern(sectors * 512);
        assertThat(ImageCopy.copy(source(content), destination(), PLAIN, ImageCopyTest::ignore)).isEqualTo(sectors);
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

        ImageCopy.copy(from, destination(), PLAIN, ImageCopyTest::ignore);
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
        assertThatThrownBy(() -> ImageCopy.copy(odd, destination(), PLAIN, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("no whole number of sectors");
        assertThat(destination()).doesNotExist();

        Path from = source(new byte[512]);
        Path existing = Files.write(destination(), pattern(100));
        assertThatThrownBy(() -> ImageCopy.copy(from, existing, PLAIN, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("exists already");
        assertThat(Files.readAllBytes(existing)).isEqualTo(pattern(100));
        assertThatThrownBy(() -> ImageCopy.copy(from, from, PLAIN, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ImageCopy.copy(directory.resolve("none"), destination(), PLAIN, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("there is no file");
        assertThatThrownBy(
                () -> ImageCopy.copy(from, directory.resolve("no/such/folder.img"), PLAIN, ImageCopyTest::ignore))
                .isInstanceOf(IOException.class).hasMessageContaining("there is no folder");
    }

    @Test
    void options_out_of_range_are_refused() {
        for (int[] bad : new int[][]{{0, 4, 512}, {65, 4, 512}, {1, 0, 512}, {1, 129, 512}, {1, 4, 0}, {1, 4, 513},
            {1, 4, 1 << 25}}) {
            assertThatThrownBy(() -> new ImageCopy.Options(bad[0], bad[1], bad[2], Policy.INTERRUPT,
                    FeatureSet.NONE, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
