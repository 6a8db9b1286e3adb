package ringproof.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import ringproof.check.Trace;
import ringproof.machine.Barrier;
import ringproof.report.rings.MemoryPicture;

/// What the page of a trace steps through, as JSON: `{"start": step, "steps": as in TraceJson, "barriers": {name: reason},
/// "frames": [[[field, text, marks], ...], ...]}`; a frame is what its step changes in the picture of memory.
final class TraceScript {
    private TraceScript() {
    }

    /// For a script element: there is no `<` in it.
    static String of(Trace trace, MemoryPicture memory, int start) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("start", start);
        root.set("steps", TraceJson.of(trace).get("steps"));
        ObjectNode barriers = root.putObject("barriers");
        for (Trace.Step step : trace.steps()) {
            Barrier barrier = step.barrier();
            if (barrier != null) {
                barriers.put(barrier.name(), barrier.kind() + ": " + barrier.reason());
            }
        }
        ArrayNode frames = root.putArray("frames");
        for (List<MemoryPicture.Change> changes : memory.frames()) {
            ArrayNode frame = frames.addArray();
            for (MemoryPicture.Change change : changes) {
                frame.addArray().add(change.field()).add(change.shown().text()).add(change.shown().marks());
            }
        }
        return Words.line(root.toString()).replace("<", "\\u003c");
    }
}
