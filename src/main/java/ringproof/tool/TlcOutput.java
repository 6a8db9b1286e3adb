package ringproof.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What TLC says of a run.
///
/// @param error   what is wrong, as it says it; null: nothing
/// @param states  distinct states, also when it has stopped at an error
/// @param depth   steps of the longest of the shortest ways to a state, the first state counted
/// @param seconds from the first state to the end of the search, by the times at which the lines came
/// @param trace   the lines of the counterexample, without the sentence before it; empty where there is none
public record TlcOutput(@Nullable String error, long states, int depth, double seconds, List<String> trace) {
    /// How it says that somebody waits for ever.
    public static final String DEADLOCK = "Deadlock reached.";

    private static final Pattern STARTED = Pattern.compile("Finished computing initial states: .*");
    private static final Pattern PROVED = Pattern.compile("Model checking completed\\. No error has been found\\.");
    private static final Pattern ERROR = Pattern.compile("Error: (.*)");
    private static final Pattern TRACE = Pattern
            .compile("Error: The (behavior up to this point is|following behavior.*):");
    private static final Pattern STATES = Pattern
            .compile("[\\d,]+ states generated, ([\\d,]+) distinct states found, [\\d,]+ states left on queue\\.");
    private static final Pattern DEPTH = Pattern.compile("The depth of the complete state graph search is (\\d+)\\.");
    private static final Pattern PROGRESS = Pattern.compile("Progress\\(.*");

    public static TlcOutput parse(Transcript transcript) throws ToolException {
        Transcript.Found error = transcript.first(ERROR);
        Transcript.Found started = transcript.first(STARTED);
        if (started == null && error != null) {
            throw new ToolException("TLC cannot read the model: " + error.text());
        }
        double start = transcript.one(STARTED).second();
        long states = transcript.one(STATES).number();
        // It leaves the depth out where it has found something wrong with what must happen at last.
        Transcript.Found depth = transcript.first(DEPTH);
        int found = depth == null ? 0 : (int) depth.number();
        double end = error == null ? transcript.one(PROVED).second() : error.second();
        return new TlcOutput(error == null ? null : error.text(), states, found, end - start, trace(transcript));
    }

    private static List<String> trace(Transcript transcript) {
        List<String> trace = new ArrayList<>();
        boolean within = false;
        for (Transcript.Line line : transcript.lines()) {
            if (TRACE.matcher(line.text()).matches()) {
                within = true;
            } else if (STATES.matcher(line.text()).matches() || PROGRESS.matcher(line.text()).matches()) {
                within = false;
            } else if (within) {
                trace.add(line.text());
            }
        }
        return List.copyOf(trace);
    }
}
