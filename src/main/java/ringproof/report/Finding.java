package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.check.Trace;
import ringproof.check.Verdict;
import ringproof.suite.Cell;
import ringproof.suite.CellResult;
import ringproof.suite.KnownDefects;
import ringproof.suite.SeededBug;
import ringproof.suite.Token;

/// One refuted cell, replayed for its trace.
///
/// @param anchor names its section on the page
/// @param why    the defect behind it, or the empty string where none is known
/// @param misfit why its token does not reproduce it, which would be a bug of ours; else the empty string
/// @param smaller a smaller cell in which the same goes wrong, or null
public record Finding(String anchor, Cell cell, CellRow row, String failure, String why, String token, Trace trace,
        String misfit, @Nullable Smaller smaller) {

    /// The same in a smaller cell.
    ///
    /// @param difference its jobs, and its queue where that is another one
    /// @param message what goes wrong there
    public record Smaller(String key, String difference, String token, String message) {
        static @Nullable Smaller of(CellResult result) {
            CellResult smaller = result.smaller();
            if (smaller == null) {
                return null;
            }
            CellRow row = CellRow.of(smaller);
            boolean sameQueue = row.queue().equals(CellRow.of(result).queue());
            return new Smaller(row.key(), sameQueue ? row.jobs() : row.jobs() + "/" + row.queue(),
                    String.valueOf(smaller.token()),
                    smaller.verdict() instanceof Verdict.Refuted refuted ? refuted.failure().message() : "");
        }

        /// The line that replays it.
        public String command() {
            return Finding.command(token);
        }
    }

    /// Every refutation, in the order of the results.
    public static List<Finding> all(List<CellResult> results) {
        List<Finding> findings = new ArrayList<>();
        for (CellResult result : results) {
            Token token = result.token();
            if (token != null && result.verdict() instanceof Verdict.Refuted refuted) {
                Token.Outcome outcome = token.replay();
                findings.add(new Finding("finding-" + (findings.size() + 1), result.cell(), CellRow.of(result),
                        refuted.failure().toString(),
                        why(result.cell()), token.toString(), outcome.replay().trace(), outcome.misfit(),
                        Smaller.of(result)));
            }
        }
        return List.copyOf(findings);
    }

    /// The known defect of a cell in one sentence, or the empty string.
    public static String why(Cell cell) {
        SeededBug bug = cell.bug();
        if (bug != null) {
            return bug.mechanism();
        }
        String known = KnownDefects.of(cell.scenario());
        return known == null ? "" : known;
    }

    /// What goes wrong, in one sentence.
    public String sentence() {
        return why.isEmpty() ? failure : failure + "; " + why;
    }

    /// The line that replays it.
    public String command() {
        return command(token);
    }

    /// Name of the file with its page.
    public String file() {
        return file(row.key());
    }

    static String file(String key) {
        return key.replace('/', '_') + ".html";
    }

    static String command(String token) {
        return "mvn -q compile exec:exec -Drun=\"replay " + token + "\"";
    }
}
