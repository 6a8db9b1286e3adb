package ringproof.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Reduction;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.machine.Barrier;
import ringproof.tool.ToolException;

/// Our own engine on the benchmark program, in this JVM.
final class EngineChecker {
    static final String NAME = "Ringproof";
    /// The bug that every checker is given.
    static final String NO_RECHECK = "no second look before sleeping";

    /// How many workers are measured.
    static final List<Integer> WORKERS = List.of(1, 2);

    private static final int PROFILED_RUNS = 4;
    private static final int PROFILED_METHODS = 12;
    private static final double NANOS = 1e9;
    /// The search is repeated until so many runs in a row differ by no more than the spread: then the JIT is done.
    private static final int COUNTED_RUNS = 5;
    private static final double SETTLED_SPREAD = 0.05;
    private static final int MAX_RUNS = 20;
    private static final double MAX_SECONDS = 20;

    private EngineChecker() {
    }

    /// As it is used: with its reductions.
    static Measurement measure(RingSize size, MemoryModel model, int workers) throws ToolException {
        return measure(size, Configuration.of(model), reduced(model), workers, MAX_RUNS);
    }

    /// What such a measurement says of itself.
    static String reduced(MemoryModel model) {
        return model + ", reduced";
    }

    /// Every interleaving of steps, as the other checkers do: once, with a JIT that is warm already.
    static Measurement measureUnreduced(RingSize size, MemoryModel model) throws ToolException {
        return measure(size, Configuration.of(model).reducing(EnumSet.noneOf(Reduction.class)), model + ", every step",
                1, 1);
    }

    private static Measurement measure(RingSize size, Configuration configuration, String how, int workers, int maxRuns)
            throws ToolException {
        List<Double> seconds = new ArrayList<>();
        double sum = 0;
        while (true) {
            Verdict verdict = Explorer.exhaust(new NotificationProgram(size, true), configuration, budget(workers));
            Stats stats = verdict.stats();
            seconds.add(stats.time().toNanos() / NANOS);
            sum += seconds.getLast();
            Timing timing = Timing.of(seconds.stream().mapToDouble(Double::doubleValue).toArray(), COUNTED_RUNS);
            boolean settled = seconds.size() > COUNTED_RUNS && timing.spread() <= SETTLED_SPREAD;
            Ending ending = endingOf(verdict);
            if (settled || seconds.size() >= maxRuns || sum > MAX_SECONDS || ending != Ending.PROVED) {
                return new Measurement(NAME, how, workers, ending, OptionalLong.of(stats.states()),
                        OptionalLong.of(stats.steps()), OptionalLong.empty(), timing, bytesPerState(stats));
            }
            // What the last search has left behind is not the next one's affair.
            System.gc();
        }
    }

    /// Where the time of a few searches goes, TSO, one worker.
    static List<Profile.Share> profile(RingSize size) throws ToolException {
        return Profile.of(() -> {
            for (int i = 0; i < PROFILED_RUNS; i++) {
                Explorer.exhaust(new NotificationProgram(size, true), Configuration.of(MemoryModel.TSO), budget(1));
            }
        }, PROFILED_METHODS);
    }

    private static Budget budget(int workers) {
        return Budget.DEFAULT.withTime(Duration.ofMinutes(2)).withWorkers(workers);
    }

    private static OptionalDouble bytesPerState(Stats stats) {
        return OptionalDouble.of((double) stats.memoryBytes() / stats.states());
    }

    /// The consumer does not look again: an error under any memory model.
    static Canary withoutRecheck(RingSize size) throws ToolException {
        return canary(NO_RECHECK, new NotificationProgram(size, false), Configuration.of(MemoryModel.SC));
    }

    /// The producer does not fence: an error under TSO alone.
    static Canary withoutFence(RingSize size) throws ToolException {
        return canary("no fence in the producer, TSO", new NotificationProgram(size, true),
                Configuration.of(MemoryModel.TSO).dropping(Barrier.KICK_CHECK));
    }

    private static Canary canary(String bug, NotificationProgram program, Configuration configuration)
            throws ToolException {
        Verdict verdict = Explorer.exhaust(program, configuration, budget(1));
        String says = verdict instanceof Verdict.Refuted refuted ? refuted.failure().toString() : "";
        return new Canary(NAME, bug, endingOf(verdict), says, verdict.stats().time().toNanos() / NANOS);
    }

    private static Ending endingOf(Verdict verdict) throws ToolException {
        return switch (verdict) {
            case Verdict.Proved proved -> Ending.PROVED;
            case Verdict.Refuted refuted -> Ending.REFUTED;
            case Verdict.ProvedUpTo upTo ->
                throw new ToolException(NAME + " came to no verdict: " + upTo.why());
            case Verdict.Inconclusive inconclusive ->
                throw new ToolException(NAME + " came to no verdict: " + inconclusive.why());
        };
    }
}
