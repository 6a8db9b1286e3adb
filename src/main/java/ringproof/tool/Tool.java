package ringproof.tool;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.Timer;
import java.util.TimerTask;

/// Runs another program to its end.
public final class Tool {
    private static final double NANOS = 1e9;

    private Tool() {
    }

    /// The JVM that this program runs on, with its class path: the beginning of a command.
    public static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-classpath");
        command.add(classPath());
        return command;
    }

    /// This program's, also for whoever works in another directory.
    private static String classPath() {
        StringJoiner absolute = new StringJoiner(File.pathSeparator);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return absolute.toString();
    }

    public static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /// What it prints on both its streams. It is killed when `limit` is over: that is an error. Its exit code says nothing here, since
    /// some end in the same way whatever they have found: whoever reads the transcript looks for what must be in it.
    public static Transcript run(String name, List<String> command, Path directory, Duration limit)
            throws ToolException {
        List<Transcript.Line> lines = new ArrayList<>();
        long start = System.nanoTime();
        Timer timer = new Timer("limit", true);
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .start();
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    process.destroyForcibly();
                }
            }, limit.toMillis());
            try (BufferedReader reader = process.inputReader()) {
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    lines.add(new Transcript.Line(secondsSince(start), text));
                }
            } finally {
                process.destroyForcibly();
            }
            process.waitFor();
        } catch (IOException failed) {
            throw new ToolException(name + " could not be run: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ToolException(name + " was interrupted", stopped);
        } finally {
            timer.cancel();
        }
        if (secondsSince(start) > limit.toNanos() / NANOS) {
            throw new ToolException(name + " took more than " + limit.toSeconds() + " s and was stopped");
        }
        return new Transcript(name, lines);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS;
    }
}
