package ringproof.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What goes wrong through no fault of ours, told in one line. Anything else keeps its stack trace.
final class Complaint {
    private Complaint() {
    }

    /// A command line that makes no sense.
    static int badUsage(ParameterException wrong, String... ignored) {
        CommandLine at = wrong.getCommandLine();
        String command = at.getCommandSpec().qualifiedName();
        String advice = command + " --help";
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            advice = "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        at.getErr().println(command + ": " + wrong.getMessage() + " (" + advice + ")");
        return ExitCode.BAD_USAGE;
    }

    /// A heap that is too small for the states to remember.
    static int failed(Exception failed, CommandLine at, CommandLine.ParseResult ignored) throws Exception {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                at.getErr()
                        .println(at.getCommandSpec().qualifiedName()
                                + ": the heap is full: fewer --workers or a shorter --budget need"
                                + " less, and -Drun.heap=-Xmx12g after mvn gives more");
                return ExitCode.INCONCLUSIVE;
            }
        }
        throw failed;
    }
}
