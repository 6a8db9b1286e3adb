package ringproof.peer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Programs of the system: where they are, and running them so that none outlives the test.
final class Programs {
    private static final String ALSO = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";

    private Programs() {
    }

    /// Where a program is installed, or null.
    static @Nullable Path find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ALSO;
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /// What a run has printed, both outputs, and how it ended.
    record Ended(int exitCode, List<String> lines) {
    }

    /// Runs a program to its end. Throws [AssertionError] where it takes longer than it may; it is killed then.
    static Ended run(Duration patience, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ringproof", ".out");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE).start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(command.getFirst() + " has not ended after " + patience + "; it said "
                        + lines(output));
            }
            return new Ended(process.exitValue(), lines(output));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    /// Serial lines end with more than other lines do.
    private static List<String> lines(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputStream in = Files.newInputStream(output)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                lines.add(line.replace("\r", ""));
            }
        }
        return lines;
    }
}
