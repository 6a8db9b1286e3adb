package ringproof.report;

import java.util.Map;
import ringproof.check.Trace;
import ringproof.report.rings.MemoryPicture;
import ringproof.suite.Scenario;

/// A trace as a picture that needs nothing else: a lifeline for each agent, a row for each step, an arrow wherever one agent saw
/// what another had done; beside it memory as one step leaves it.
public final class TraceSvg {
    private TraceSvg() {
    }

    /// Draws it, with `sentence` below its last step: what went wrong there. `step`: the one after which memory is shown, from 1.
    public static String of(Trace trace, Scenario scenario, String sentence, int step) {
        TracePicture picture = TracePicture.of(trace, sentence);
        return Templates.render("svg.peb", Map.of("picture", picture, "memory", MemoryPicture.of(trace, scenario),
                "memoryX", picture.width(), "step", step));
    }
}
