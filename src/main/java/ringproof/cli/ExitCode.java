package ringproof.cli;

import ringproof.report.Summary;

/// What the commands tell their caller.
final class ExitCode {
    static final int AS_EXPECTED = 0;
    static final int UNEXPECTED = 1;
    static final int BAD_USAGE = 2;
    static final int INCONCLUSIVE = 3;

    private ExitCode() {
    }

    /// One unexpected verdict outweighs any number of missing ones.
    static int of(Summary summary) {
        if (summary.unexpected() > 0) {
            return UNEXPECTED;
        }
        return summary.inconclusive() > 0 ? INCONCLUSIVE : AS_EXPECTED;
    }
}
