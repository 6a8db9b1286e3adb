package ringproof.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Reduction;
import ringproof.check.Verdict;
import ringproof.driver.policy.Policy;

/// How the cost of a proof grows with the requests and the submitters, with and without each reduction.
public final class Growth {
    private static final int MAX_REQUESTS = 6;
    private static final int MAX_SUBMITTERS = 3;

    private Growth() {
    }

    /// What one scenario costs in one way.
    ///
    /// @param reductions in words
    public record Row(int requests, int submitters, String reductions, Verdict verdict) {
    }

    /// Measures all, one after the other, each within the budget: interrupts, flags, TSO. Hears of each as it ends. What is larger than a
    /// scenario that a way could not finish is not tried that way.
    public static List<Row> measure(Budget budget, Consumer<Row> onRow) {
        List<Row> rows = new ArrayList<>();
        for (Set<Reduction> reductions : ways()) {
            for (int submitters = 1; submitters <= MAX_SUBMITTERS; submitters++) {
                boolean finished = true;
                for (int requests = submitters; requests <= MAX_REQUESTS && finished; requests++) {
                    Scenario scenario = new Scenario(RingProfile.SPLIT_FLAGS, Policy.INTERRUPT, Scenario.Poller.NONE,
                            jobs(requests, submitters), 32, 7);
                    Verdict verdict = Explorer.exhaust(new RingProgram(scenario, Parts.REAL),
                            Configuration.of(MemoryModel.TSO).reducing(reductions), budget);
                    Row row = new Row(requests, submitters, words(reductions), verdict);
                    rows.add(row);
                    onRow.accept(row);
                    finished = verdict instanceof Verdict.Proved;
                }
            }
        }
        return List.copyOf(rows);
    }

    /// All, all but one, none. Symmetry says nothing here: each submitter has a request of its own.
    private static List<Set<Reduction>> ways() {
        Set<Reduction> all = EnumSet.of(Reduction.PERSISTENT_SETS, Reduction.LAZY_FLUSH);
        return List.of(all, EnumSet.of(Reduction.PERSISTENT_SETS), EnumSet.of(Reduction.LAZY_FLUSH),
                EnumSet.noneOf(Reduction.class));
    }

    private static String words(Set<Reduction> reductions) {
        return switch (reductions.size()) {
            case 0 -> "none";
            case 1 -> "only " + reductions.iterator().next();
            default -> "all";
        };
    }

    private static List<String> jobs(int requests, int submitters) {
        int[] counts = new int[submitters];
        for (int i = 0; i < requests; i++) {
            counts[i % submitters]++;
        }
        return Arrays.stream(counts).mapToObj(n -> String.join("", Collections.nCopies(n, "L"))).toList();
    }
}
