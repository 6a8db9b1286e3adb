package ringproof.models;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringproof.check.Budget;
import ringproof.check.Monitor;
import ringproof.check.Verdict;
import ringproof.suite.Cell;

/// What TLC says of the specification and the explorer of the code, where both speak.
///
/// @param code the explorer's verdict; null: the manifest names no cell
public record Agreement(ModelResult model, @Nullable Verdict code) {

    /// Explores the cell that belongs to a configuration that TLC has checked.
    public static Agreement of(ModelResult model, Budget budget) {
        String cell = model.configuration().cell();
        return new Agreement(model, cell == null ? null : Cell.parse(cell).explore(budget, silent(cell)));
    }

    private static Monitor silent(String cell) {
        return new Monitor(Duration.ofDays(1), progress -> {
        }, null, false, cell);
    }

    /// Whether both say the same, or only one speaks.
    public boolean agrees() {
        return code == null || (model.holds() ? code instanceof Verdict.Proved : code instanceof Verdict.Refuted);
    }

    /// The explorer's verdict in a word.
    public String said() {
        return code == null ? "-" : code.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
