package ringproof.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ringproof.report.MarkdownTable;
import ringproof.report.WholeFile;

/// A bench report as files: `bench-engine.json` for machines, and `bench-engine.md`, a short section to commit.
public final class BenchFiles {
    private BenchFiles() {
    }

    public static void write(BenchReport report, Path directory) throws IOException {
        WholeFile.write(directory, "bench-engine.json", json(report));
        WholeFile.write(directory, "bench-engine.md", markdown(report));
    }

    private static String json(BenchReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("program").put("producers", report.size().producers()).put("items", report.size().items())
                .put("slots", report.size().slots());
        root.putObject("machine").put("processors", Runtime.getRuntime().availableProcessors()).put("java",
                Runtime.version().feature());
        ArrayNode measurements = root.putArray("measurements");
        for (Measurement measurement : report.measurements()) {
            measurements.add(json(measurement));
        }
        ArrayNode canaries = root.putArray("canaries");
        for (Canary canary : report.canaries()) {
            canaries.addObject().put("checker", canary.checker()).put("bug", canary.bug())
                    .put("verdict", canary.ending().name()).put("says", canary.says())
                    .put("seconds", canary.seconds());
        }
        ArrayNode goals = root.putArray("goals");
        for (Goal goal : report.goals()) {
            ObjectNode node = goals.addObject().put("goal", goal.what()).put("unit", goal.unit())
                    .put("required", goal.required()).put("outcome", goal.outcome());
            put(node, "measured", goal.measured());
        }
        ArrayNode profile = root.putArray("profile");
        for (Profile.Share share : report.profile()) {
            profile.addObject().put("method", share.method()).put("part", share.part());
        }
        putAll(root.putArray("remarks"), report.remarks());
        putAll(root.putArray("problems"), report.problems());
        putAll(root.putArray("deviations"), report.deviations());
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode json(Measurement measurement) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("checker", measurement.checker())
                .put("search", measurement.how()).put("workers", measurement.workers())
                .put("verdict", measurement.ending().name());
        put(node, "states", measurement.states());
        put(node, "steps", measurement.steps());
        put(node, "interleavings", measurement.interleavings());
        Timing time = measurement.time();
        node.putObject("seconds").put("first", time.first()).put("median", time.median()).put("best", time.best())
                .put("spread", time.spread()).put("runs", time.runs());
        put(node, "statesPerSecond", measurement.statesPerSecond());
        put(node, "stepsPerSecond", measurement.stepsPerSecond());
        put(node, "interleavingsPerSecond", measurement.interleavingsPerSecond());
        put(node, "bytesPerState", measurement.bytesPerState());
        return node;
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        }
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        }
    }

    private static void putAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String markdown(BenchReport report) {
        StringBuilder text = new StringBuilder("# The engine beside other checkers\n\n");
        text.append("Written by `mvn -q compile exec:exec -Drun=\"bench engine\"`, all in one run.\n\n");
        for (String remark : report.remarks()) {
            text.append("- ").append(remark).append('\n');
        }
        for (String problem : report.problems()) {
            text.append("- MISSING: ").append(problem).append('\n');
        }
        for (String deviation : report.deviations()) {
            text.append("- NOT EXPECTED: ").append(deviation).append('\n');
        }
        text.append('\n').append(MarkdownTable.of(BenchRows.MEASUREMENT_HEADERS,
                report.measurements().stream().map(BenchRows::of).toList()));
        text.append('\n').append(
                MarkdownTable.of(BenchRows.CANARY_HEADERS, report.canaries().stream().map(BenchRows::of).toList()));
        text.append('\n')
                .append(MarkdownTable.of(BenchRows.GOAL_HEADERS, report.goals().stream().map(BenchRows::of).toList()));
        if (!report.profile().isEmpty()) {
            text.append("\nWhere the engine's time goes, TSO, one worker:\n\n").append(MarkdownTable
                    .of(BenchRows.PROFILE_HEADERS, report.profile().stream().map(BenchRows::of).toList()));
        }
        return text.toString();
    }
}
