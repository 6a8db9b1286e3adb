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
public final class Programs {
    private static final String ALSO = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Programs() {
    }

    /// Where a program is installed, or null.
    public static @Nullable Path find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ALSO;
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /// Starts it, with all that it says in `log`.
    public static Process start(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /// Returns when the file is there.
    public static void awaitFile(Path file, Process maker, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            if (!maker.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("no " + file + ": " + lines(log));
            }
            Thread.sleep(10);
        }
    }

    /// Its exit code. Throws [AssertionError] where it takes longer than it may; it is killed then.
    public static int awaitEnd(Process process, Path log) throws IOException, InterruptedException {
        return awaitEnd(process, log, PATIENCE);
    }

    private static int awaitEnd(Process process, Path log, Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("a program has not ended after " + patience + "; it said " + lines(log));
        }
        return process.exitValue();
    }

    /// What a run has printed, both outputs, and how it ended.
    record Ended(int exitCode, List<String> lines) {
    }

    /// Runs a program to its end. Throws [AssertionError] where it takes longer than it may; it is killed then.
    static Ended run(Duration patience, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("ringproof", ".out");
        Process process = start(log, command);
        try {
            process.getOutputStream().close();
            return new Ended(awaitEnd(process, log, patience), lines(log));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(log);
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
