package ringproof.vhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Programs of QEMU's, for tests against them.
public final class Peers {
    public static final String MISSING = "no QEMU is on the PATH (Debian: apt install qemu-system-x86)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Peers() {
    }

    /// Null: it is not installed.
    public static @Nullable Path find(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path binary = Path.of(directory, program);
            if (Files.isExecutable(binary)) {
                return binary;
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
                throw new IOException("no " + file + ": " + Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    /// Its exit code; one that does not end is killed, and that is an error.
    public static int awaitEnd(Process process, Path log) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("it does not end: " + Files.readString(log));
        }
        return process.exitValue();
    }
}
