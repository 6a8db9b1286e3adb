package ringproof.bench;

import java.util.List;
import java.util.regex.Pattern;
import ringproof.plain.Interleavings;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;

/// What is printed in Lincheck's own JVM at the end of a run, and read again here.
///
/// @param seconds of the run, without the start of the JVM
record LincheckOutput(Ending ending, long interleavings, double seconds) {
    private static final Pattern INTERLEAVINGS = Pattern.compile("interleavings: (\\d+)");
    private static final Pattern SECONDS = Pattern.compile("seconds: ([\\d.]+)");
    private static final Pattern ENDED = Pattern.compile("ended: (.+)");

    /// How Lincheck's report begins when threads wait for ever.
    static final String HUNG = "The execution has hung";

    static List<String> linesOf(Interleavings.Outcome outcome, double seconds) {
        String report = outcome.report().strip();
        Ending ending = outcome.isOutOfTime() ? Ending.NOT_EXHAUSTED : Ending.PROVED;
        return List.of("interleavings: " + outcome.count(), "seconds: " + seconds,
                "ended: " + (report.isEmpty() ? ending.name() : report.lines().findFirst().orElseThrow()));
    }

    static LincheckOutput parse(Transcript transcript) throws ToolException {
        return new LincheckOutput(ending(transcript.one(ENDED).text()), transcript.one(INTERLEAVINGS).number(),
                transcript.one(SECONDS).decimal());
    }

    private static Ending ending(String words) throws ToolException {
        for (Ending ending : Ending.values()) {
            if (ending.name().equals(words)) {
                return ending;
            }
        }
        if (words.contains(HUNG)) {
            return Ending.REFUTED;
        }
        throw new ToolException("Lincheck reports something else than a hang: " + words);
    }
}
