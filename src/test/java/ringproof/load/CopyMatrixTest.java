package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// What `copy --matrix` tries, and that its comparison can fail. All combinations run in `CopyTest`.
@Timeout(60)
final class CopyMatrixTest {
    private static final int SECTORS = 101;
    private static final CopyOptions BASE = CopyOptions.DEFAULT.withLoad(4, 4096, 50);

    @TempDir
    private Path directory;

    private Path image() throws IOException {
        Path image = directory.resolve("made.img");
        CopyMatrix.makeImage(image, SECTORS * Limits.SECTOR_BYTES);
        return image;
    }

    private CopyMatrix.Outcome run(UnaryOperator<Backend> behind) throws IOException {
        Path scratch = directory.resolve("copy.img");
        CopyMatrix.Outcome outcome = new CopyMatrix(image(), scratch, behind).run(BASE, CopyMatrixTest::ignore);
        assertThat(scratch).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        return outcome;
    }

    private static void ignore(long bytes) {
        // Nobody looks at the progress.
    }

    @Test
    void every_ring_meets_every_policy_and_both_numbers_of_queues() {
        List<CopyOptions> all = CopyMatrix.combinations(BASE);
        Set<String> seen = new HashSet<>();
        for (CopyOptions options : all) {
            assertThat(seen.add(options.ring() + " " + options.queueCount() + " " + options.policy())).isTrue();
        }
        for (Policy policy : Policy.values()) {
            for (int queues : new int[]{1, 4}) {
                for (FeatureSet ring : rings()) {
                    assertThat(seen).contains(ring + " " + queues + " " + policy);
                }
            }
        }
        for (FeatureSet ring : rings()) {
            assertThat(seen).contains(ring.with(Feature.IN_ORDER) + " 4 " + BASE.policy());
        }
    }

    private static List<FeatureSet> rings() {
        FeatureSet packed = FeatureSet.of(Feature.RING_PACKED);
        FeatureSet event = FeatureSet.of(Feature.EVENT_IDX);
        FeatureSet indirect = FeatureSet.of(Feature.INDIRECT_DESC);
        return List.of(FeatureSet.NONE, packed, event, indirect, packed.with(Feature.EVENT_IDX),
                packed.with(Feature.INDIRECT_DESC), event.with(Feature.INDIRECT_DESC),
                packed.with(Feature.EVENT_IDX).with(Feature.INDIRECT_DESC));
    }

    @Test
    void no_two_sectors_of_the_image_are_alike() throws IOException {
        byte[] bytes = Files.readAllBytes(image());
        Set<String> seen = new HashSet<>();
        for (int sector = 0; sector < SECTORS; sector++) {
            assertThat(seen.add(new String(bytes, sector * 512, 512, java.nio.charset.StandardCharsets.ISO_8859_1)))
                    .isTrue();
        }
        assertThat(bytes).hasSize(SECTORS * 512);
    }

    /// A device that takes one sector for another, and says that all is well.
    private static final class SwappingBackend extends BackendWrapper {
        private final long one;
        private final long other;

        SwappingBackend(Backend inner, long one, long other) {
            super(inner);
            this.one = one;
            this.other = other;
        }

        @Override
        public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            boolean done = true;
            for (int at = 0; at < lengthBytes; at += Limits.SECTOR_BYTES) {
                long sector = (offsetBytes + at) / Limits.SECTOR_BYTES;
                long meant = sector == one ? other : sector == other ? one : sector;
                done &= super.write(meant * Limits.SECTOR_BYTES, memory, addr + at, Limits.SECTOR_BYTES);
            }
            return done;
        }
    }

    @Test
    void a_device_that_swaps_two_sectors_is_found_out() throws IOException {
        assertThat(run(inner -> new SwappingBackend(inner, 7, 100)))
                .isInstanceOfSatisfying(CopyMatrix.Outcome.Different.class,
                        found -> assertThat(found.firstOffset()).isBetween(7 * 512L, 8 * 512L - 1));
        Files.delete(directory.resolve("made.img"));
        assertThat(run(inner -> new SwappingBackend(inner, 7, 7))).isInstanceOf(CopyMatrix.Outcome.Identical.class);
    }

    /// A disk that is full: every write behind some sector fails.
    private static final class FullBackend extends BackendWrapper {
        private final long firstFull;

        FullBackend(Backend inner, long firstFull) {
            super(inner);
            this.firstFull = firstFull;
        }

        @Override
        public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            return offsetBytes < firstFull * Limits.SECTOR_BYTES
                    && super.write(offsetBytes, memory, addr, lengthBytes);
        }
    }

    @Test
    void a_write_that_fails_fails_the_copy_and_leaves_nothing() throws IOException {
        assertThat(run(inner -> new FullBackend(inner, 40))).isInstanceOfSatisfying(CopyMatrix.Outcome.Failed.class,
                failed -> assertThat(failed.why()).contains("request OUT at sector", "IOERR"));
        assertThat(directory).isDirectoryContaining("glob:**/made.img");
    }

    private static final class UnflushableBackend extends BackendWrapper {
        UnflushableBackend(Backend inner) {
            super(inner);
        }

        @Override
        public boolean flush() {
            return false;
        }
    }

    @Test
    void a_flush_that_fails_fails_the_copy() throws IOException {
        assertThat(run(UnflushableBackend::new)).isInstanceOfSatisfying(CopyMatrix.Outcome.Failed.class,
                failed -> assertThat(failed.why()).contains("request FLUSH", "IOERR"));
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 1})
    void an_image_that_cannot_be_copied_at_all_is_named_at_once(int bytes) throws IOException {
        Path odd = Files.write(directory.resolve("odd"), new byte[bytes]);
        assertThatThrownBy(() -> new CopyMatrix(odd, directory.resolve("copy"))).isInstanceOf(IOException.class)
                .hasMessageContaining("no whole number of sectors");
        assertThatThrownBy(() -> new CopyMatrix(directory.resolve("none"), directory.resolve("copy")))
                .isInstanceOf(IOException.class).hasMessageContaining("there is no file");
    }
}
