package ringproof.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Sampling;
import ringproof.check.Verdict;

/// What each checker makes of one seeded bug, in the scenario in which it shows, if it has one.
///
/// @param explored by memory model, in their order; empty without a scenario
/// @param sampled  the memory model for random executions: the strongest under which it shows, since that is the quickest to run
/// @param samples  one for each [Sampling.Strategy], in their order; empty likewise
/// @param requests how many requests [RequestCheck] has tried until it found something, or 0
/// @param chains   how many rings [ChainCheck] has
public record Detection(SeededBug bug, List<Verdict> explored, MemoryModel sampled, List<Sample> samples, int requests,
        int chains) {
    private static final int SEED = 2021;
    /// Of which each check finds something wrong, if it is there to be found.
    static final int TRIES = 10_000;

    /// Random executions, and how long they took.
    public record Sample(Sampling sampling, Duration time) {
        public boolean found() {
            return sampling.failure() != null;
        }
    }

    /// Whether no checker has found it.
    public boolean isMissed() {
        return explored.stream().noneMatch(Verdict.Refuted.class::isInstance)
                && samples.stream().noneMatch(Sample::found) && requests == 0 && chains == 0;
    }

    /// Whether it was found, by the explorer exactly where it must show.
    public boolean isAsExpected() {
        if (bug.where() == null) {
            return !isMissed();
        }
        for (MemoryModel model : MemoryModel.values()) {
            Verdict verdict = explored.get(model.ordinal());
            if (bug.showsUnder(model) ? !(verdict instanceof Verdict.Refuted) : !(verdict instanceof Verdict.Proved)) {
                return false;
            }
        }
        return true;
    }

    /// Lets every checker look for each bug: the explorer within the budget, the random ones up to so many executions. Several bugs at a
    /// time; `onEach` hears of each as it ends. In the order of the bugs.
    public static List<Detection> measure(List<SeededBug> bugs, Budget budget, int executions, int workers,
            Consumer<Detection> onEach) {
        List<Detection> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            CompletionService<Detection> running = new ExecutorCompletionService<>(pool);
            bugs.forEach(bug -> running.submit(() -> of(bug, budget, executions)));
            for (int i = 0; i < bugs.size(); i++) {
                Detection detection = running.take().get();
                all.add(detection);
                onEach.accept(detection);
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("a bug could not be looked for: " + failed.getMessage(), failed);
        }
        all.sort((one, other) -> bugs.indexOf(one.bug) - bugs.indexOf(other.bug));
        return List.copyOf(all);
    }

    private static Detection of(SeededBug bug, Budget budget, int executions) {
        RequestCheck.Found request = RequestCheck.run(bug, SEED, TRIES);
        ChainCheck.Found chain = ChainCheck.run(bug, SEED, TRIES);
        int requests = request == null ? 0 : request.requests();
        int chains = chain == null ? 0 : chain.rings();
        if (bug.where() == null) {
            return new Detection(bug, List.of(), MemoryModel.SC, List.of(), requests, chains);
        }
        List<Verdict> explored = new ArrayList<>();
        MemoryModel strongest = MemoryModel.WEAK;
        for (MemoryModel model : MemoryModel.values()) {
            Cell cell = bug.cell(model);
            explored.add(Explorer.exhaust(cell.program(), cell.configuration(), budget));
            strongest = bug.showsUnder(model) && model.compareTo(strongest) < 0 ? model : strongest;
        }
        Cell cell = bug.cell(strongest);
        List<Sample> samples = new ArrayList<>();
        for (Sampling.Strategy strategy : Sampling.Strategy.values()) {
            long start = System.nanoTime();
            Sampling sampling = Explorer.sample(cell.program(), cell.configuration(), strategy, SEED, executions);
            samples.add(new Sample(sampling, Duration.ofNanos(System.nanoTime() - start)));
        }
        return new Detection(bug, List.copyOf(explored), strongest, List.copyOf(samples), requests, chains);
    }
}
