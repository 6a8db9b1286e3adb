package ringproof.report;

import java.util.Map;
import ringproof.check.Trace;

/// A trace as a picture that needs nothing else: a lifeline for each agent, a row for each step, an arrow wherever one agent saw
/// what another had done.
public final class TraceSvg {
    private TraceSvg() {
    }

    /// Draws it, with `sentence` below its last step: what went wrong there.
    public static String of(Trace trace, String sentence) {
        return Templates.render("trace-svg.peb", Map.of("picture", TracePicture.of(trace, sentence)));
    }
}
