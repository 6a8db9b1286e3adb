package ringproof.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Stats;
import ringproof.check.Verdict;

/// A campaign too long for the time there is: each cell gets a short slice of it, each that needs more a longer one, and so on until all
/// cells are settled or the time is used up. Small cells come first. What was tried before is not tried again.
public final class Slices {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int GROWTH = 4;
    private static final int PARTS_OF_A_SLICE = 2;

    private final List<Cell> cells;
    private final Duration time;
    private final Budget each;
    private final int workers;

    /// What came of a cell in a slice of time.
    ///
    /// @param slice how long it was allowed to take
    public record Attempt(CellResult result, Duration slice) {
    }

    /// Hears how it goes on; called by one thread.
    public interface Listener {
        /// So many cells get a slice each, now that so much of the time is left.
        void round(int count, Duration slice, Duration left);

        void ended(Attempt attempt);
    }

    /// `time`: for all together, within a slice or so; `each`: what else one cell may use.
    public Slices(Campaign campaign, Duration time, Budget each, int workers) {
        this.cells = campaign.cells().stream().sorted(Comparator.comparingInt(Slices::size)).toList();
        this.time = time;
        this.each = each;
        this.workers = workers;
    }

    /// A guess at how long it will take: more agents and requests, more to choose, weaker memory.
    private static int size(Cell cell) {
        Scenario scenario = cell.scenario();
        return scenario.requestCount() + scenario.jobs().size() + cell.model().ordinal()
                + (scenario.life() == Life.NONE ? 0 : 2) + (scenario.environment() == Environment.NONE ? 0 : 1);
    }

    /// One result a cell, in the order of size. `before`: what is known already. A cell whose turn never came is inconclusive.
    public List<CellResult> run(Map<Cell, Attempt> before, Listener listener) {
        Map<Cell, Attempt> attempts = new HashMap<>(before);
        Shrinking shrinking = new Shrinking(Shrinking.DEFAULT_STATES);
        long deadline = System.nanoTime() + time.toNanos();
        List<Cell> open = openAmong(attempts);
        for (Duration slice = FIRST; !open.isEmpty() && left(deadline) > 0; slice = slice.multipliedBy(GROWTH)) {
            List<Cell> round = new ArrayList<>();
            for (Cell cell : open) {
                Attempt attempt = attempts.get(cell);
                if (attempt == null || attempt.slice().compareTo(slice) < 0) {
                    round.add(cell);
                }
            }
            if (!round.isEmpty()) {
                listener.round(round.size(), slice, Duration.ofNanos(left(deadline)));
                explore(round, slice, deadline, shrinking, attempt -> {
                    attempts.put(attempt.result().cell(), attempt);
                    listener.ended(attempt);
                });
                open = openAmong(attempts);
            }
        }
        return cells.stream().map(cell -> attempts.containsKey(cell) ? attempts.get(cell).result() : notBegun(cell))
                .toList();
    }

    private List<Cell> openAmong(Map<Cell, Attempt> attempts) {
        return cells.stream().filter(cell -> !attempts.containsKey(cell) || !attempts.get(cell).result().isConclusive())
                .toList();
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private void explore(List<Cell> round, Duration slice, long deadline, Shrinking shrinking,
            Consumer<Attempt> onAttempt) {
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            ExecutorCompletionService<List<Attempt>> running = new ExecutorCompletionService<>(pool);
            for (Cell cell : round) {
                running.submit(() -> attempt(cell, slice, deadline, shrinking));
            }
            for (int i = 0; i < round.size(); i++) {
                Future<List<Attempt>> ended = running.take();
                ended.get().forEach(onAttempt);
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("a cell of the campaign failed: " + failed.getMessage(), failed);
        }
    }

    /// Nothing where the time is used up.
    private List<Attempt> attempt(Cell cell, Duration slice, long deadline, Shrinking shrinking) {
        Duration most = Duration.ofNanos(Math.min(slice.toNanos(), left(deadline)));
        if (!most.isPositive()) {
            return List.of();
        }
        // Half for all executions, and if that does not suffice the other half for those with few preemptions.
        CellResult result = Campaign.explore(cell, each.withTime(most.dividedBy(PARTS_OF_A_SLICE)), shrinking);
        return List.of(new Attempt(result, most));
    }

    private CellResult notBegun(Cell cell) {
        return new CellResult(cell, new Verdict.Inconclusive(
                "not begun: the budget of " + time.toSeconds() + " s for all cells was used up before its turn",
                new Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO)));
    }
}
