package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How strong the tests are, by package: the mutation score, what they execute, and the mutants that survive, with reasons.
public final class StrengthReport {
    private static final String HEAD = """
            # How strong the tests are

            Written by `mvn -q compile exec:exec -Drun="strength"` from what `mvn verify -Pstrength` leaves behind. PIT changes one instruction
            at a time, and counts how many of these mutants a test finds; only quick tests look, no exploration and not Lincheck. Not changed are
            the methods named `digest`: what they tell is for the explorer alone. JaCoCo: what the same tests execute.

            """;
    private static final List<String> SCORES = List.of("package", "mutants", "found", "score", "lines", "branches");
    private static final List<String> SURVIVORS = List.of("survivor", "line", "change", "reason");

    private final List<Mutant> mutants;
    private final Map<String, Coverage> coverage;
    private final List<List<String>> survivors = new ArrayList<>();
    private int unexplained;

    public StrengthReport(List<Mutant> mutants, Map<String, Coverage> coverage, Survivors reasons) {
        this.mutants = mutants;
        this.coverage = coverage;
        for (Mutant mutant : mutants) {
            if (!mutant.detected()) {
                String reason = reasons.reason(mutant);
                unexplained += reason == null ? 1 : 0;
                survivors.add(List.of("`" + mutant.type() + "." + mutant.method() + "`", "" + mutant.line(),
                        mutant.description(), reason == null ? "**none given**" : reason));
            }
        }
    }

    /// Survivors for which nobody gives a reason.
    public int unexplained() {
        return unexplained;
    }

    /// Mutants that were found, of a hundred, rounded down.
    public int percent() {
        return percent(mutants.size() - survivors.size(), mutants.size());
    }

    private static int percent(long part, long whole) {
        return whole == 0 ? 0 : (int) (100 * part / whole);
    }

    public List<String> headers() {
        return SCORES;
    }

    /// One for each package, and the sum.
    public List<List<String>> scores() {
        Map<String, List<Mutant>> byPackage = new TreeMap<>();
        mutants.forEach(
                mutant -> byPackage.computeIfAbsent(mutant.packageName(), name -> new ArrayList<>()).add(mutant));
        List<List<String>> rows = new ArrayList<>();
        byPackage.forEach((name, own) -> rows.add(row(name, own, coverage.get(name))));
        rows.add(row("all", mutants, null));
        return rows;
    }

    private static List<String> row(String name, List<Mutant> own, @Nullable Coverage executed) {
        long found = own.stream().filter(Mutant::detected).count();
        return List.of(name, Words.count(own.size()), Words.count(found), percent(found, own.size()) + " %",
                executed == null ? "" : percent(executed.linesCovered(), executed.lines()) + " %",
                executed == null ? "" : percent(executed.branchesCovered(), executed.branches()) + " %");
    }

    /// The whole report.
    public String markdown() {
        return HEAD + MarkdownTable.of(SCORES, scores()) + "\n" + survivors.size() + " survive:\n\n"
                + MarkdownTable.of(SURVIVORS, survivors);
    }
}
