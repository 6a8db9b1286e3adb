package ringproof.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary directory in which a checker works, deleted with all that it leaves there.
record Workspace(Path directory) implements AutoCloseable {

    static Workspace create() throws IOException {
        return new Workspace(Files.createTempDirectory("ringproof-bench"));
    }

    /// Puts a file there.
    void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    /// One of the models that are delivered with the program.
    static String model(String name) throws IOException {
        try (InputStream in = Workspace.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the model " + name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
