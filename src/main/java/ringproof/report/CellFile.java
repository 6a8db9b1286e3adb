package ringproof.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ringproof.check.Failure;
import ringproof.check.Schedule;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.Slices;
import ringproof.suite.Token;

/// One cell of a long campaign as JSON, and back: what [JsonReport] says of it, the code it was found with, and the slice of time it had.
final class CellFile {
    private static final String CODE = "code";
    private static final String SLICE = "sliceSeconds";
    private static final double NANOS = 1e9;

    private CellFile() {
    }

    static String write(Slices.Attempt attempt, String code) {
        ObjectNode node = JsonReport.cell(attempt.result()).put(CODE, code).put(SLICE,
                attempt.slice().toNanos() / NANOS);
        return node.toPrettyString() + "\n";
    }

    /// Null for one of other code. Throws [IllegalArgumentException] for what is no such file.
    static Slices.@Nullable Attempt read(JsonNode node, String code) {
        if (!node.path(CODE).asText().equals(code)) {
            return null;
        }
        Cell cell = Cell.parse(node.path("key").asText());
        CellResult smaller = null;
        if (node.has("smaller")) {
            Token token = Token.parse(node.path("smaller").path("token").asText());
            smaller = new CellResult(token.cell(), refuted(token, node.path("smaller").path("message").asText(),
                    stats(node.path("smaller"))));
        }
        return new Slices.Attempt(new CellResult(cell, verdict(node), smaller), seconds(node.path(SLICE)));
    }

    private static Verdict verdict(JsonNode node) {
        Stats stats = stats(node.path("stats"));
        String verdict = node.path("verdict").asText();
        String why = node.path("inconclusiveBecause").asText();
        return switch (verdict) {
            case "proved" -> new Verdict.Proved(stats);
            case "refuted" -> refuted(Token.parse(node.path("token").asText()),
                    node.path("failure").path("message").asText(), stats);
            case "bounded" -> new Verdict.ProvedUpTo(node.path("provedUpToPreemptions").asInt(), why, stats);
            case "inconclusive" -> new Verdict.Inconclusive(why, stats);
            default -> throw new IllegalArgumentException("\"" + verdict + "\" is no verdict");
        };
    }

    private static Verdict.Refuted refuted(Token token, String message, Stats stats) {
        Schedule schedule = token.counterexample().schedule();
        return new Verdict.Refuted(new Failure(token.counterexample().kind(), message), schedule, stats);
    }

    private static Stats stats(JsonNode node) {
        return new Stats(node.path("states").asLong(), node.path("finals").asLong(), node.path("transitions").asLong(),
                node.path("steps").asLong(), node.path("executions").asLong(), node.path("localStates").asLong(),
                node.path("reruns").asInt(), node.path("depth").asInt(), node.path("memoryBytes").asLong(),
                seconds(node.path("seconds")));
    }

    private static Duration seconds(JsonNode node) {
        return Duration.ofNanos(Math.round(node.asDouble() * NANOS));
    }
}
