package ringproof.models;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import ringproof.models.ModelConfiguration.Run;
import ringproof.tool.Workspace;

/// The modules of a directory, and the configurations in which they are checked.
///
/// @param directory where they are
public record Manifest(Path directory, List<ModelConfiguration> configurations) {
    /// Where the repository has them.
    public static final Path HOME = Path.of("models");
    /// The module that composes the others.
    public static final String ROOT = "Virtqueue";

    private static final String FILE = "manifest.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

    public Manifest {
        configurations = List.copyOf(configurations);
    }

    /// Throws [IOException] with one sentence where there is no manifest, or one that cannot be read.
    public static Manifest read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        ModelConfiguration[] configurations;
        try {
            configurations = JSON.readValue(Files.readString(file), ModelConfiguration[].class);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no " + file + ": name the directory models/ with --models", missing);
        } catch (IOException wrong) {
            throw new IOException(file + " cannot be read: " + wrong.getMessage(), wrong);
        }
        TreeSet<String> names = new TreeSet<>();
        for (ModelConfiguration configuration : configurations) {
            if (!names.add(configuration.name())) {
                throw new IOException(file + " has two configurations " + configuration.name());
            }
        }
        return new Manifest(directory, List.of(configurations));
    }

    /// Those of one kind whose names contain `part`.
    public List<ModelConfiguration> matching(String part, Run... runs) {
        return configurations.stream()
                .filter(each -> List.of(runs).contains(each.run()) && each.name().contains(part)).toList();
    }

    /// Puts the modules and the configuration where TLC finds them.
    void copyTo(Workspace workspace, ModelConfiguration configuration) throws IOException {
        List<Path> modules;
        try (Stream<Path> files = Files.list(directory)) {
            modules = files.filter(file -> file.toString().endsWith(".tla")).sorted().toList();
        }
        for (Path module : modules) {
            workspace.write(String.valueOf(module.getFileName()), Files.readString(module));
        }
        workspace.write(ROOT + ".cfg", configuration.text());
    }
}
