package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.Stats;
import ringproof.check.Verdict;

/// What a campaign has found out about one cell.
///
/// @param smaller the smallest cell found in which the same goes wrong, or null where none was found or looked for
public record CellResult(Cell cell, Verdict verdict, @Nullable CellResult smaller) {
    public CellResult(Cell cell, Verdict verdict) {
        this(cell, verdict, null);
    }

    /// The line that reproduces the finding, or null where there is none.
    public @Nullable Token token() {
        return verdict instanceof Verdict.Refuted refuted ? Token.of(cell, refuted.failure(), refuted.schedule())
                : null;
    }

    public boolean isConclusive() {
        return verdict instanceof Verdict.Proved || verdict instanceof Verdict.Refuted;
    }

    public boolean isExpected() {
        return switch (verdict) {
            case Verdict.Proved proved -> cell.expectation() == Cell.Expectation.PROVED;
            case Verdict.Refuted refuted -> cell.expectation() == Cell.Expectation.REFUTED;
            case Verdict.ProvedUpTo upTo -> false;
            case Verdict.Inconclusive inconclusive -> false;
        };
    }

    public Stats stats() {
        return verdict.stats();
    }
}
