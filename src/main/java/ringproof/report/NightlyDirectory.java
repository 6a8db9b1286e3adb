package ringproof.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.Slices;

/// Where a long campaign keeps what it has found: one file a cell as soon as it ends, so that it goes on where it was killed; and a summary
/// of the last one that ended, to compare the next one with.
public final class NightlyDirectory {
    private static final String SUMMARY = "nightly.json";
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path cells;
    private final String code;

    /// What the last run said of a cell.
    public record Line(String verdict, boolean isExpected, long states) {
        static Line of(CellResult result) {
            return new Line(Words.verdict(result.verdict()), result.isExpected(), result.stats().states());
        }
    }

    /// `code`: names the code that is checked.
    public NightlyDirectory(Path directory, String code) {
        this.directory = directory;
        this.cells = directory.resolve("cells");
        this.code = code;
    }

    public void save(Slices.Attempt attempt) throws IOException {
        WholeFile.write(cells, attempt.result().cell().key().replace('/', '_') + SUFFIX, CellFile.write(attempt, code));
    }

    /// What is known of the code as it is now. Throws [IOException] with one sentence for a file that cannot be read.
    public Map<Cell, Slices.Attempt> load() throws IOException {
        Map<Cell, Slices.Attempt> known = new HashMap<>();
        if (!Files.isDirectory(cells)) {
            return known;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(cells)) {
            files = list.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
        for (Path file : files) {
            try {
                Slices.Attempt attempt = CellFile.read(JSON.readTree(file.toFile()), code);
                if (attempt != null) {
                    known.put(attempt.result().cell(), attempt);
                }
            } catch (IOException | IllegalArgumentException damaged) {
                throw new IOException(file + " is no result of a cell: remove it, and the cell is explored again",
                        damaged);
            }
        }
        return known;
    }

    /// What the last run that ended has said, by key; empty where none has.
    public Map<String, Line> previous() throws IOException {
        Map<String, Line> lines = new LinkedHashMap<>();
        Path file = directory.resolve(SUMMARY);
        if (Files.exists(file)) {
            JsonNode root;
            try {
                root = JSON.readTree(file.toFile());
            } catch (IOException damaged) {
                throw new IOException(file + " is no summary of a nightly run: remove it", damaged);
            }
            for (JsonNode node : root.path("cells")) {
                lines.put(node.path("key").asText(), new Line(node.path("verdict").asText(),
                        node.path("asExpected").asBoolean(), node.path("states").asLong()));
            }
        }
        return lines;
    }

    /// Writes what the next run is compared with, and `nightly.md`. Results of other code go.
    public void end(List<CellResult> results, String page) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("code", code);
        ArrayNode array = root.putArray("cells");
        for (CellResult result : results) {
            Line line = Line.of(result);
            array.addObject().put("key", result.cell().key()).put("verdict", line.verdict)
                    .put("asExpected", line.isExpected).put("states", line.states);
        }
        WholeFile.write(directory, SUMMARY, root.toPrettyString() + "\n");
        WholeFile.write(directory, "nightly.md", page);
        forgetOtherCode();
    }

    private void forgetOtherCode() throws IOException {
        if (!Files.isDirectory(cells)) {
            return;
        }
        try (Stream<Path> list = Files.list(cells)) {
            for (Path file : list.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
                if (CellFile.read(JSON.readTree(file.toFile()), code) == null) {
                    Files.delete(file);
                }
            }
        }
    }
}
