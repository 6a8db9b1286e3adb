package ringproof.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.suite.CellResult;
import ringproof.suite.Token;

/// `campaign.json`: the counts, then every cell with what was expected of it and what was found.
final class JsonReport {
    private static final double NANOS = 1e9;

    private JsonReport() {
    }

    static String of(CampaignReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("campaign", report.name());
        root.set("summary", summary(report.summary()));
        ArrayNode cells = root.putArray("cells");
        for (CellResult result : report.results()) {
            cells.add(cell(result));
        }
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode summary(Summary summary) {
        return JsonNodeFactory.instance.objectNode().put("cells", summary.cells()).put("proved", summary.proved())
                .put("refutedAsExpected", summary.refuted()).put("unexpected", summary.unexpected())
                .put("inconclusive", summary.inconclusive()).put("states", summary.states())
                .put("steps", summary.steps())
                .put("seconds", seconds(summary.time())).put("collisionOdds", summary.collisionOdds());
    }

    /// One cell; [CellFile] reads it again.
    static ObjectNode cell(CellResult result) {
        CellRow row = CellRow.of(result);
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("key", row.key()).put("ring", row.ring())
                .put("policy", row.policy())
                .put("poller", row.poller()).put("jobs", row.jobs()).put("queue", row.queue())
                .put("model", row.model());
        if (row.isSeeded()) {
            node.put("bug", row.bug());
        }
        node.put("expectation", row.expectation()).put("verdict", row.verdict()).put("asExpected", result.isExpected());
        switch (result.verdict()) {
            case Verdict.Proved proved -> {
            }
            case Verdict.Refuted refuted ->
                node.putObject("failure").put("kind", refuted.failure().kind().name()).put("message",
                        refuted.failure().message());
            case Verdict.ProvedUpTo upTo ->
                node.put("provedUpToPreemptions", upTo.preemptions()).put("inconclusiveBecause", upTo.why());
            case Verdict.Inconclusive inconclusive -> node.put("inconclusiveBecause", inconclusive.why());
        }
        String why = Finding.why(result.cell());
        if (!why.isEmpty()) {
            node.put("defect", why);
        }
        Token token = result.token();
        if (token != null) {
            node.put("token", token.toString());
        }
        Finding.Smaller smaller = Finding.Smaller.of(result);
        if (smaller != null) {
            node.putObject("smaller").put("key", smaller.key()).put("token", smaller.token()).put("message",
                    smaller.message());
        }
        node.set("stats", stats(result.stats()));
        return node;
    }

    private static ObjectNode stats(Stats stats) {
        return JsonNodeFactory.instance.objectNode().put("states", stats.states()).put("finals", stats.finals())
                .put("transitions", stats.transitions()).put("steps", stats.steps())
                .put("executions", stats.executions()).put("localStates", stats.localStates())
                .put("reruns", stats.reruns()).put("depth", stats.depth()).put("memoryBytes", stats.memoryBytes())
                .put("seconds", seconds(stats.time())).put("collisionOdds", stats.collisionOdds());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
