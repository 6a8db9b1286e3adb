package ringproof.suite;

import ringproof.check.Counterexample;
import ringproof.check.Failure;
import ringproof.check.Replay;
import ringproof.check.Schedule;

/// A finding in one line: what was run, the schedule, and what went wrong, with a checksum.
///
/// `RP1:<scenario>.<model>[.<bug>]:<kind of failure><digest of its sentence>:<schedule>:<checksum>`
public record Token(Cell cell, Counterexample counterexample) {
    private static final String VERSION = "RP1";

    public static Token of(Cell cell, Failure failure, Schedule schedule) {
        return new Token(cell, Counterexample.of(VERSION, cell.key(), failure, schedule));
    }

    /// What replaying a token has shown.
    ///
    /// @param misfit why the token does not fit this version of the code, or the empty string where it reproduces
    public record Outcome(Replay replay, String misfit) {
        public boolean reproduces() {
            return misfit.isEmpty();
        }

        /// What went wrong, or why the token does not show it.
        public String sentence() {
            return reproduces() ? String.valueOf(replay.failure()) : misfit;
        }
    }

    /// Runs the schedule on the code as it is now.
    public Outcome replay() {
        Replay replay = Replay.run(cell.program(), cell.configuration(), counterexample.schedule());
        return new Outcome(replay, counterexample.misfit(replay));
    }

    @Override
    public String toString() {
        return counterexample.toString();
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that is no token of this version.
    public static Token parse(String text) {
        Counterexample counterexample = Counterexample.parse(VERSION, text);
        return new Token(Cell.parse(counterexample.subject()), counterexample);
    }
}
