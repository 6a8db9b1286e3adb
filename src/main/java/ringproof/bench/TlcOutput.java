package ringproof.bench;

import java.util.regex.Pattern;

/// What TLC says at the end of a run.
///
/// @param states  distinct states, also when it has stopped at an error
/// @param seconds from the first state to the end of the search, by the times at which the lines came
record TlcOutput(Ending ending, long states, double seconds) {
    private static final Pattern STARTED = Pattern.compile("Finished computing initial states: .*");
    private static final Pattern PROVED = Pattern.compile("Model checking completed\\. No error has been found\\.");
    private static final Pattern ERROR = Pattern.compile("Error: (.*)");
    private static final Pattern STATES = Pattern
            .compile("[\\d,]+ states generated, ([\\d,]+) distinct states found, [\\d,]+ states left on queue\\.");

    /// How it says that somebody waits for ever.
    static final String DEADLOCK = "Deadlock reached.";

    static TlcOutput parse(Transcript transcript) throws ToolException {
        double start = transcript.one(STARTED).second();
        long states = transcript.one(STATES).number();
        Transcript.Found error = transcript.first(ERROR);
        if (error != null && error.text().equals(DEADLOCK)) {
            return new TlcOutput(Ending.REFUTED, states, error.second() - start);
        }
        if (error != null) {
            throw new ToolException("TLC reports an error that is no deadlock: " + error.text());
        }
        return new TlcOutput(Ending.PROVED, states, transcript.one(PROVED).second() - start);
    }
}
