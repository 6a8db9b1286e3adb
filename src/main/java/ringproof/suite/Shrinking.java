package ringproof.suite;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.Failure;
import ringproof.check.NotDeterministic;
import ringproof.check.Stats;
import ringproof.check.Verdict;

/// Looks for a smaller cell in which the same goes wrong: fewer requests, fewer submitters, the usual queue. Ring, policy, poller, memory
/// model and seeded bug stay.
///
/// Goes from a cell to the first of those one step smaller that is refuted in the same way, and on from there, in the order of
/// [SmallerScenarios]; so another way might have led further. A cell is explored once, whoever asks.
///
/// Source: Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", 2002. Thread-safe.
public final class Shrinking {
    /// States, not seconds, limit what is tried: the same comes out everywhere.
    public static final long DEFAULT_STATES = 20_000;
    /// For one finding altogether, so many times the most for one cell.
    private static final int FULL_CELLS = 10;

    private final Budget budget;
    private final Map<Cell, Tried> tried = new ConcurrentHashMap<>();
    private final Map<Cell, CellResult> results = new ConcurrentHashMap<>();

    /// What exploring a smaller cell has shown.
    private record Tried(Verdict.@Nullable Refuted refuted, long states) {
    }

    /// What came of it.
    ///
    /// @param result the smallest cell found and what goes wrong there, or null where no smaller one was found
    /// @param cells  how many were explored
    /// @param states in how many states
    public record Outcome(@Nullable CellResult result, int cells, long states) {
    }

    /// `states`: the most to explore in one cell.
    public Shrinking(long states) {
        this.budget = Budget.DEFAULT.withStates(states);
    }

    /// Looks for a cell smaller than one in which `failure` was found.
    public Outcome smaller(Cell cell, Failure failure) {
        Cell smallest = cell;
        Set<Cell> seen = new HashSet<>();
        long states = 0;
        for (Cell next = cell; next != null;) {
            smallest = next;
            next = null;
            for (Scenario scenario : SmallerScenarios.of(smallest.scenario())) {
                Cell candidate = new Cell(scenario, cell.model(), cell.bug());
                if (states > FULL_CELLS * budget.states() || !seen.add(candidate)) {
                    continue;
                }
                Tried there = tried.computeIfAbsent(candidate, this::explore);
                states += there.states;
                if (there.refuted != null && isSame(failure, there.refuted.failure())) {
                    next = candidate;
                    break;
                }
            }
        }
        CellResult result = smallest.equals(cell) ? null : results.computeIfAbsent(smallest, this::withFewSteps);
        return new Outcome(result, seen.size(), states);
    }

    private Tried explore(Cell cell) {
        try {
            Verdict verdict = Explorer.exhaust(cell.program(), cell.configuration(), budget);
            return new Tried(verdict instanceof Verdict.Refuted refuted ? refuted : null, verdict.stats().states());
        } catch (NotDeterministic unsearchable) {
            // Of another kind than what is looked for, and told wherever this cell itself is explored.
            return new Tried(null, 0);
        }
    }

    private CellResult withFewSteps(Cell cell) {
        Verdict.Refuted refuted = Objects.requireNonNull(tried.get(cell)).refuted;
        return new CellResult(cell, withFewSteps(cell, Objects.requireNonNull(refuted)));
    }

    /// The same finding with the fewest preemptions, and among those few steps, as far as the budget goes.
    public Verdict.Refuted withFewSteps(Cell cell, Verdict.Refuted found) {
        Verdict.Refuted few = Explorer.shrink(cell.program(), cell.configuration(), found, budget);
        return isSame(few.failure(), found.failure()) ? few : found;
    }

    /// A token of the same finding, with few steps likewise. `failure`: what replaying the token shows.
    public Token withFewSteps(Token token, Failure failure) {
        Stats none = new Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
        Verdict.Refuted few = withFewSteps(token.cell(),
                new Verdict.Refuted(failure, token.counterexample().schedule(), none));
        return Token.of(token.cell(), few.failure(), few.schedule());
    }

    /// Whether two failures are of one kind. Of properties that do not hold, their sentences must be the same, but for numbers and for what
    /// follows a colon.
    static boolean isSame(Failure one, Failure other) {
        return one.kind() == other.kind()
                && (one.kind() != Failure.Kind.PROPERTY || gist(one.message()).equals(gist(other.message())));
    }

    private static String gist(String message) {
        return message.replaceFirst(":.*", "").replaceAll("[0-9]+", "#");
    }
}
