package ringproof.check.search;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.Program;
import ringproof.check.Reduction;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.check.agent.Instance;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;
import ringproof.machine.Digest;

/// Explores executions in the order of how often they preempt an agent that could go on: first all without a preemption, then all with
/// one, and so on; the shorter first. So a finding has the fewest preemptions there are, and a search that ends early has proved
/// something.
///
/// No reduction that leaves agents out: those do not keep the number of preemptions. Stores become visible, and loads read what is old,
/// without being counted, so under SC and TSO an agent's last store may come late for nothing.
///
/// Source: Musuvathi, Qadeer, "Iterative context bounding for systematic testing of multithreaded programs", 2007.
public final class RisingBound {
    private static final int CHECK_EVERY = 256;
    private static final int NOBODY = -1;
    private static final int LEARNING_WALKS = 50;
    /// What a state that waits to be explored takes, roughly.
    private static final long WAITING_BYTES = 2048;

    private final Simulation simulation;
    private final Instance instance;
    private final Budget budget;
    private final Transitions all = new Transitions(null);
    private final VisitedSet visited = new VisitedSet();
    private final VisitedSet states = new VisitedSet();
    private final VisitedSet finals = new VisitedSet();
    private final int[] possible = new int[State.MAX_TRANSITIONS];
    private final long start = System.nanoTime();
    /// With no more preemptions than now, and with one more.
    private final ArrayDeque<Waiting> now = new ArrayDeque<>();
    private List<Waiting> next = new ArrayList<>();
    private long transitions;
    private int deepest;
    private int bound;
    private @Nullable String exhausted;
    private @Nullable Failure failure;
    private @Nullable Path failurePath;

    /// A transition that waits to be made.
    ///
    /// @param state before it
    /// @param last  agent that made the last step, or -1
    private record Waiting(State state, @Nullable Path path, int transition, int last) {
    }

    private RisingBound(Simulation simulation, Budget budget) {
        this.simulation = simulation;
        this.instance = simulation.instance();
        this.budget = budget;
    }

    /// `maxBound`: the most preemptions that are tried.
    public static Verdict search(Program program, Configuration configuration, int maxBound, Budget budget) {
        Set<Reduction> kept = EnumSet.noneOf(Reduction.class);
        kept.addAll(configuration.reductions());
        kept.remove(Reduction.PERSISTENT_SETS);
        Simulation simulation = new Simulation(program, configuration.reducing(kept), null);
        try {
            new Walks(budget.depth()).learn(simulation, LEARNING_WALKS);
            Verdict verdict;
            do {
                simulation.known().startAgain();
                verdict = new RisingBound(simulation, budget).run(maxBound);
            } while (simulation.known().isBroken() && !(verdict instanceof Verdict.Refuted));
            return verdict;
        } finally {
            simulation.close();
        }
    }

    private Verdict run(int maxBound) {
        arrive(simulation.first(), null, NOBODY);
        long untilCheck = CHECK_EVERY;
        while (failure == null && exhausted == null) {
            if (now.isEmpty()) {
                if (next.isEmpty() || bound == maxBound) {
                    break;
                }
                bound++;
                now.addAll(next);
                next = new ArrayList<>();
            }
            Waiting waiting = now.remove();
            State state = waiting.state.copy();
            Path path = new Path(waiting.path, waiting.transition);
            boolean flush = Transitions.isFlush(state, waiting.transition);
            transitions++;
            simulation.step(state, path);
            arrive(state, path, flush ? waiting.last : Transitions.agent(state, waiting.transition));
            if (--untilCheck == 0) {
                untilCheck = CHECK_EVERY;
                checkLimits();
            }
        }
        return verdict();
    }

    private Verdict verdict() {
        Stats stats = new Stats(states.size(), finals.size(), transitions, simulation.steps(), simulation.executions(),
                simulation.known().size(), 0, deepest, visited.sizeBytes() + states.sizeBytes() + finals.sizeBytes(),
                Duration.ofNanos(System.nanoTime() - start));
        if (failure != null) {
            return new Verdict.Refuted(failure, Path.schedule(failurePath, -1), stats);
        }
        if (exhausted == null && next.isEmpty()) {
            return new Verdict.Proved(stats);
        }
        int proved = exhausted == null ? bound : bound - 1;
        return proved < 0 ? new Verdict.Inconclusive(String.valueOf(exhausted), stats)
                : new Verdict.ProvedUpTo(proved, exhausted == null ? "no more were asked for" : exhausted, stats);
    }

    private void arrive(State state, @Nullable Path path, int last) {
        deepest = Math.max(deepest, Path.length(path));
        if (state.failure() == null) {
            instance.checkAlways(state);
        }
        String beyond = state.beyondLimits();
        exhausted = beyond != null ? beyond : exhausted;
        long name = state.failure() == null ? state.hash() : 0;
        int count = state.failure() == null ? all.toExplore(state, possible) : 0;
        if (count == 0) {
            if (state.failure() == null && finals.add(name) == VisitedSet.Status.NEW) {
                instance.checkAtEnd(state);
            }
            if (state.failure() != null) {
                failure = state.failure();
                failurePath = path;
            }
            return;
        }
        if (visited.add(Digest.mix(name, last + 1L)) != VisitedSet.Status.NEW) {
            return;
        }
        states.add(name);
        boolean lastCanGoOn = last != NOBODY && state.alternatives(last) > 0;
        for (int i = 0; i < count; i++) {
            int transition = possible[i];
            boolean preempts = lastCanGoOn && !Transitions.isFlush(state, transition)
                    && Transitions.agent(state, transition) != last;
            Waiting waiting = new Waiting(state, path, transition, last);
            if (preempts) {
                next.add(waiting);
            } else {
                now.add(waiting);
            }
        }
    }

    private void checkLimits() {
        String exceeded = budget.exceeded(System.nanoTime() - start,
                visited.sizeBytes() + (now.size() + (long) next.size()) * WAITING_BYTES, states.size(), deepest);
        exhausted = exceeded != null ? exceeded : exhausted;
    }
}
