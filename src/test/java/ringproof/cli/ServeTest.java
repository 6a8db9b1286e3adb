package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the user of `serve` sees.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class ServeTest {
    private static final int TERMINATED = 143;

    @TempDir
    private Path directory;
    private final CommandLineHarness shell = new CommandLineHarness();

    private int serve(Path socket, Path image, String... more) {
        List<String> all = new ArrayList<>(
                List.of("serve", "--socket", socket.toString(), "--image", image.toString()));
        all.addAll(List.of(more));
        return shell.run(all.toArray(new String[0]));
    }

    private Path image() throws IOException {
        return Files.write(directory.resolve("disk.img"), new byte[1 << 16]);
    }

    @Test
    void what_cannot_be_served_is_said_in_one_line() throws IOException {
        Path socket = directory.resolve("s");
        assertThat(serve(socket, directory.resolve("none"))).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("there is no file").hasLineCount(1);
        assertThat(serve(image(), image())).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("already; remove it").hasLineCount(1);
        assertThat(serve(directory.resolve("x".repeat(120)), image())).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("too long for a socket").hasLineCount(1);
        assertThat(serve(socket, image(), "--queue-size", "100")).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("power of two").hasLineCount(1);
        assertThat(serve(socket, image(), "--queues", "0")).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(serve(socket, image(), "--queues", "257")).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(serve(socket, image(), "--device-poll-us", "-1")).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(shell.err()).contains("--device-poll-us").hasLineCount(1);
        assertThat(socket).doesNotExist();
    }

    /// In a process of its own, since a signal ends that.
    @Test
    void a_signal_ends_it_with_statistics_and_without_a_socket() throws Exception {
        Path socket = directory.resolve("s");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "--enable-native-access=ALL-UNNAMED", "-classpath",
                System.getProperty("java.class.path"), Main.class.getName(), "serve", "--socket", socket.toString(),
                "--image", image().toString(), "--queues", "2").redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).startsWith("serving");
            assertThat(socket).exists();
            process.toHandle().destroy();
            assertThat(said.lines().collect(Collectors.joining("\n"))).contains("requests", "suppressed")
                    .containsPattern("(?m)^ +1 +0 +0");
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
        assertThat(socket).doesNotExist();
    }
}
