package ringproof.bench;

import java.util.regex.Pattern;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;

/// What a verifier made by Spin says at the end of a run.
///
/// @param states  distinct states, also when it has stopped at an error
/// @param seconds of the search; its clock ticks every hundredth
record SpinOutput(Ending ending, long states, double seconds) {
    private static final Pattern SEARCH = Pattern.compile("Full statespace search for:");
    private static final Pattern ERRORS = Pattern.compile("State-vector .*, errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile(" *(\\d+) states, stored.*");
    private static final Pattern SECONDS = Pattern.compile("pan: elapsed time ([\\d.]+) seconds");
    private static final Pattern ERROR = Pattern.compile("(?i)(?:pan:\\d+|error): (.*)");

    /// How it says that somebody waits for ever.
    static final String STUCK = "invalid end state";

    static SpinOutput parse(Transcript transcript) throws ToolException {
        transcript.one(SEARCH);
        long states = transcript.one(STATES).number();
        double seconds = transcript.one(SECONDS).decimal();
        long errors = transcript.one(ERRORS).number();
        Transcript.Found error = transcript.first(ERROR);
        if (error == null && errors == 0) {
            return new SpinOutput(Ending.PROVED, states, seconds);
        }
        if (error != null && error.text().startsWith(STUCK)) {
            return new SpinOutput(Ending.REFUTED, states, seconds);
        }
        throw new ToolException("Spin reports an error that is no invalid end state"
                + (error == null ? "" : ": " + error.text()));
    }
}
