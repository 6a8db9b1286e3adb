package ringproof.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary directory in which a checker works, deleted with all that it leaves there.
public record Workspace(Path directory) implements AutoCloseable {

    public static Workspace create() throws IOException {
        return new Workspace(Files.createTempDirectory("ringproof"));
    }

    /// Puts a file there.
    public void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
