package ringproof.models;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringproof.tool.TlcOutput;
import ringproof.tool.ToolException;

/// What TLC has said of a configuration.
///
/// @param outcome as [ModelConfiguration#expected()]
/// @param actions names of the actions of the counterexample, in order; empty where there is none
public record ModelResult(ModelConfiguration configuration, String outcome, long states, int depth, double seconds,
        List<String> actions) {
    private static final Pattern INVARIANT = Pattern.compile("Invariant (\\w+) is violated\\.");
    private static final Pattern ACTION = Pattern.compile("State \\d+: <(\\w+).*>");
    private static final String NEVER = "Temporal properties were violated.";

    static ModelResult of(ModelConfiguration configuration, TlcOutput output) throws ToolException {
        List<String> actions = new ArrayList<>();
        for (String line : output.trace()) {
            Matcher action = ACTION.matcher(line);
            if (action.matches() && !"Initial".equals(action.group(1))) {
                actions.add(action.group(1));
            }
        }
        return new ModelResult(configuration, outcome(output), output.states(), output.depth(), output.seconds(),
                List.copyOf(actions));
    }

    private static String outcome(TlcOutput output) throws ToolException {
        String error = output.error();
        if (error == null) {
            return ModelConfiguration.HOLDS;
        }
        if (error.equals(NEVER)) {
            return ModelConfiguration.LIVENESS;
        }
        Matcher invariant = INVARIANT.matcher(error);
        if (!invariant.matches()) {
            throw new ToolException("TLC reports an error that is none of the specification's: " + error);
        }
        return invariant.group(1);
    }

    public boolean holds() {
        return outcome.equals(ModelConfiguration.HOLDS);
    }

    /// What differs from the manifest, in one line, or an empty text.
    public String difference() {
        List<String> found = new ArrayList<>();
        differs(found, "verdict", configuration.expected(), outcome);
        differs(found, "states", configuration.states() + "", states + "");
        differs(found, "depth", configuration.depth() + "", depth + "");
        return String.join(", ", found);
    }

    private static void differs(List<String> found, String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            found.add(what + " " + actual + " instead of " + expected);
        }
    }
}
