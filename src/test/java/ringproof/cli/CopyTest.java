package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What the user of `copy` sees.
final class CopyTest {
    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Copy()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void an_image_is_copied() throws IOException {
        Files.write(directory.resolve("a"), new byte[5 * 512]);
        assertThat(run(file("a"), file("b"), "--queues", "2", "--jobs", "2", "--block", "1024", "--no-event-idx",
                "--policy", "toggle-keep-irq", "--hipri", "50"))
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("copied 5 sectors of 512 bytes");
        assertThat(directory.resolve("b")).hasSize(5 * 512);
    }

    @Test
    void a_missing_source_is_one_line_and_exit_code_2() {
        assertThat(run(file("a"), file("b"))).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
        assertThat(err.toString()).isEqualToIgnoringNewLines(
                "ringproof copy: there is no file " + file("a") + "; create it, or name another");
    }

    @Test
    void an_impossible_option_is_bad_usage() {
        assertThat(run(file("a"), file("b"), "--block", "1000")).isEqualTo(2);
        assertThat(err.toString()).startsWith("the block size 1000 is not a multiple of 512");
        assertThat(run(file("a"))).isEqualTo(2);
        assertThat(run(file("a"), file("b"), "--policy", "NEVER")).isEqualTo(2);
    }
}
