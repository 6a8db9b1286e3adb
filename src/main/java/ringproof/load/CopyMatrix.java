package ringproof.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import ringproof.device.Backend;
import ringproof.driver.policy.Policy;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// One image through every combination of ring, suppression, indirect descriptors, number of queues and policy; each copy compared with
/// the image byte by byte.
public final class CopyMatrix {
    private static final int[] QUEUE_COUNTS = {1, 4};
    private static final int SEED = 512;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path image;
    private final Path scratch;
    private final UnaryOperator<Backend> behind;

    /// What a combination came to.
    public sealed interface Outcome {
        /// Copied and byte-identical.
        record Identical(CopyResult result) implements Outcome {
        }

        /// Copied, with success reported by every request, and not the same.
        record Different(CopyResult result, long firstOffset) implements Outcome {
        }

        /// Not copied: why, in one sentence.
        record Failed(String why) implements Outcome {
        }
    }

    /// Copies of `image` go to the file `scratch`, one at a time, and are removed again. Throws [IOException] with one sentence where
    /// `image` cannot be copied at all.
    public CopyMatrix(Path image, Path scratch) throws IOException {
        this(image, scratch, UnaryOperator.identity());
    }

    /// The same with something between the device that is written and its file.
    CopyMatrix(Path image, Path scratch, UnaryOperator<Backend> behind) throws IOException {
        this.image = image;
        this.scratch = scratch;
        this.behind = behind;
        ImageCopy.open(image).close();
    }

    /// Makes an image in which no two sectors are alike, the same each time.
    public static void makeImage(Path file, long bytes) throws IOException {
        Random random = new Random(SEED);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (long left = bytes; left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        }
    }

    /// Every combination of what the issue names, with the queue size and load of `base`; then IN_ORDER with each ring under the base's
    /// policy.
    public static List<CopyOptions> combinations(CopyOptions base) {
        List<CopyOptions> all = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            addRings(all, base.withPolicy(policy), FeatureSet.NONE);
        }
        addRings(all, base, FeatureSet.of(Feature.IN_ORDER));
        return all;
    }

    private static void addRings(List<CopyOptions> all, CopyOptions base, FeatureSet also) {
        Feature[] choices = {Feature.RING_PACKED, Feature.EVENT_IDX, Feature.INDIRECT_DESC};
        for (int chosen = 0; chosen < 1 << choices.length; chosen++) {
            FeatureSet ring = also;
            for (int i = 0; i < choices.length; i++) {
                ring = (chosen >> (choices.length - 1 - i) & 1) == 0 ? ring : ring.with(choices[i]);
            }
            for (int queues : QUEUE_COUNTS) {
                all.add(base.withRing(ring).withQueues(queues));
            }
        }
    }

    /// Copies once and compares. `onCopied`: see [ImageCopy#copy].
    public Outcome run(CopyOptions options, LongConsumer onCopied) throws IOException {
        try {
            CopyResult result = new ImageCopy(options, ImageCopy.PATIENCE, behind).copy(image, scratch, onCopied);
            long firstOffset = Files.mismatch(image, scratch);
            return firstOffset < 0 ? new Outcome.Identical(result) : new Outcome.Different(result, firstOffset);
        } catch (IOException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(scratch);
        }
    }
}
