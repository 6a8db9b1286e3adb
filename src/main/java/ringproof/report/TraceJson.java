package ringproof.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ringproof.check.Trace;

/// A trace as JSON: `{"agents": [...], "steps": [{"step", "agent", "what", "barrier"?, "source"?, "observes"?}]}`;
/// `observes` is the number of the step whose effect was seen.
public final class TraceJson {
    private TraceJson() {
    }

    public static ObjectNode of(Trace trace) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode agents = root.putArray("agents");
        for (String agent : trace.agents()) {
            agents.add(agent);
        }
        ArrayNode steps = root.putArray("steps");
        int number = 0;
        for (Trace.Step step : trace.steps()) {
            ObjectNode node = steps.addObject().put("step", ++number).put("agent", trace.agents().get(step.agent()))
                    .put("what",
                            step.what());
            if (step.barrier() != null) {
                node.put("barrier", step.barrier().name());
            }
            if (!step.source().isEmpty()) {
                node.put("source", step.source());
            }
            if (step.observes() >= 0) {
                node.put("observes", step.observes() + 1);
            }
        }
        return root;
    }
}
