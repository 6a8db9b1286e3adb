package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the user of `copy` sees.
final class CopyTest {
    @TempDir
    private Path directory;
    private final CommandLineHarness shell = new CommandLineHarness();

    private int copy(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "copy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return shell.run(all);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static byte[] pattern(int sectors) {
        byte[] bytes = new byte[512 * sectors];
        new Random(sectors).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--queues 2 --jobs 2 --block 1024 --no-event-idx --policy toggle-keep-irq --hipri 50",
        "--ring packed --queue-size 7 --indirect --in-order --jobs 9 --block 512", "--event-idx --no-indirect",
        "--ring SPLIT --queue-size 4 --policy NO_SUPPRESSION",
        "--iommu --queues 2 --jobs 9 --block 1024 --indirect --policy auto", "--iommu --ring packed --queue-size 5",
        "--hipri 100 --jobs 1 --hybrid-polling --device-poll-us 9",
        "--faults write@1:delay=1"})
    void an_image_is_copied(String options) throws IOException {
        Files.write(directory.resolve("a"), pattern(5));
        String[] words = ("a b " + options).split(" ", -1);
        words[0] = file("a");
        words[1] = file("b");
        assertThat(copy(words)).as(shell.err()).isZero();
        assertThat(shell.out())
                .matches("copied 5 sectors of 512 bytes, \\d+ MiB/s, \\d+ kicks, \\d+ interrupts, "
                        + "\\d+ reads of the suppression state, \\d+ polls\\R");
        assertThat(directory.resolve("b")).hasBinaryContent(pattern(5));
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_disk_that_fails_is_one_line_and_exit_code_2() throws IOException {
        Files.write(directory.resolve("a"), pattern(5));
        assertThat(copy(file("a"), file("b"), "--faults", "write@1+:torn=512")).isEqualTo(2);
        assertThat(shell.err()).isEqualToIgnoringNewLines("ringproof copy: request OUT at sector 0 ended with IOERR; "
                + "look at the disk that holds the image");
        assertThat(directory.resolve("b")).doesNotExist();
        assertThat(copy(file("a"), file("b"), "--faults", "write")).isEqualTo(2);
        assertThat(shell.err()).contains("\"write\" is no fault: write write@3:error");
        assertThat(copy(file("a"), file("b"), "--device-poll-us", "-1")).isEqualTo(2);
        assertThat(shell.err()).contains("a device cannot poll for less than no time");
    }

    @Test
    void a_missing_source_is_one_line_and_exit_code_2() {
        assertThat(copy(file("a"), file("b"))).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
        assertThat(shell.err()).isEqualToIgnoringNewLines(
                "ringproof copy: there is no file " + file("a") + "; create it, or name another");
    }

    @Test
    void a_destination_that_exists_or_is_the_source_is_left_as_it_was() throws IOException {
        Files.write(directory.resolve("a"), pattern(3));
        Files.write(directory.resolve("b"), pattern(1));
        for (String name : new String[]{"a", "b"}) {
            assertThat(copy(file("a"), file(name))).isEqualTo(2);
            assertThat(shell.err()).isEqualToIgnoringNewLines(
                    "ringproof copy: " + file(name) + " exists already; remove it, or name another");
        }
        assertThat(directory.resolve("a")).hasBinaryContent(pattern(3));
        assertThat(directory.resolve("b")).hasBinaryContent(pattern(1));
    }

    @Test
    void what_cannot_be_asked_for_is_one_line_and_exit_code_2() {
        check("the block size 1000 is not a multiple of 512", file("a"), file("b"), "--block", "1000");
        check("queue size 12 is not a power of two", file("a"), file("b"), "--queue-size", "12");
        check("name a raw disk image and the file to create, or say --matrix", file("a"));
        check("there is no policy \"NEVER\"", file("a"), file("b"), "--policy", "NEVER");
        check("'round'", file("a"), file("b"), "--ring", "round");
        check("--policy chooses one combination, --matrix runs them all", file("a"), "--matrix", "--policy", "toggle");
        check("--matrix creates no file: leave " + file("b") + " out", file("a"), file("b"), "--matrix");
        check("--image-mib must be at least 1", "--matrix", "--image-mib", "0");
        check("there is no file " + file("a"), file("a"), "--matrix");
    }

    private void check(String sentence, String... arguments) {
        assertThat(copy(arguments)).isEqualTo(2);
        assertThat(shell.err()).contains(sentence);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    /// Issue 4, must show 1, on a small image: every kind of ring under every policy.
    @Test
    void every_combination_copies_an_image_byte_for_byte() throws IOException {
        Files.write(directory.resolve("a"), pattern(601));
        assertThat(copy("--matrix", file("a"))).as(shell.out() + shell.err()).isZero();
        assertThat(shell.out()).contains("144 combinations of 307712 bytes: 144 identical, 0 different, 0 failed")
                .containsPattern(
                        " packed +event idx +yes +no +4 +toggle-keep-irq +\\d+ +\\d+ +\\d+ +\\d+ +identical\\R");
        assertThat(directory.resolve("a")).hasBinaryContent(pattern(601));
    }
}
