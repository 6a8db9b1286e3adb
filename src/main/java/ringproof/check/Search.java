package ringproof.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Explores every reachable state of a program once, with several workers that share what has been visited.
///
/// Each worker goes depth first; one that has nothing to do is given a branch of another's oldest state.
final class Search {
    private static final int LEARNING_WALKS = 200;
    private static final int ANYWAY_WALKS = 2000;
    /// Final states that the real code is run to once more.
    private static final int MAX_SAMPLES = 32;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Program program;
    private final Configuration configuration;
    private final Budget budget;
    private final long start = System.nanoTime();
    private final LocalStates known;
    private final Simulation learning;
    private final Walks walks;
    private VisitedSet visited = new VisitedSet();
    private final AtomicLong stateCount = new AtomicLong();
    private VisitedSet finals = new VisitedSet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Branch> open = new ArrayDeque<>();
    /// Workers that wait for a branch.
    private final AtomicInteger idle = new AtomicInteger();
    private volatile boolean stopped;
    private @Nullable Failure failure;
    private @Nullable Path failurePath;
    private @Nullable String exhausted;
    private @Nullable RuntimeException broken;
    private final List<Sample> samples = new ArrayList<>();
    private int reruns;
    private long transitions;
    private long steps;
    private long executions;
    private int maxDepth;
    private final List<EdgeLog> edges = new ArrayList<>();
    private volatile boolean logsEdges = true;
    /// States in which the reductions must leave nobody out.
    private final Set<Long> inFull = new HashSet<>();
    /// Where in the path to a failure a round begins that goes on for ever, or -1.
    private int round = -1;
    /// A final state is sampled where this many leading bits of its name, spread, are 0: the same ones in every search.
    private final AtomicInteger sampleBits = new AtomicInteger();

    /// A state with transitions that are still to be explored.
    ///
    /// @param state before them
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Branch(State state, long name, @Nullable Path path, int[] transitions, int next) {
    }

    /// A final state and how it was reached.
    private record Sample(@Nullable Path path, long name) {
    }

    Search(Program program, Configuration configuration, Budget budget) {
        this.program = program;
        this.configuration = configuration;
        this.budget = budget;
        this.learning = new Simulation(program, configuration, null);
        this.known = learning.known();
        this.walks = new Walks(budget.depth());
    }

    Verdict run() {
        try {
            walks.learn(learning, LEARNING_WALKS);
            known.startAgain();
            do {
                beginAgain();
                runWorkers();
            } while (mustStartAgain());
        } catch (NotDeterministic e) {
            broken = e;
        }
        learning.close();
        if (broken instanceof NotDeterministic) {
            sampleAnyway();
        }
        if (broken != null) {
            throw broken;
        }
        rerunSample();
        Stats stats = stats();
        if (failure != null) {
            confirm(failure, failurePath);
            return new Verdict.Refuted(failure, Schedule.of(failurePath, round), stats);
        }
        return exhausted == null ? new Verdict.Proved(stats) : new Verdict.Inconclusive(exhausted, stats);
    }

    /// Whether the search was for nothing: something that it relied on was wrong, or it has left an agent out for ever.
    private boolean mustStartAgain() {
        if (broken != null || failure != null || exhausted != null) {
            return false;
        }
        if (known.isBroken()) {
            return true;
        }
        if (!logsEdges) {
            return false;
        }
        List<Long> ignored = new ArrayList<>();
        FairCycles cycles = new FairCycles(this, learning, new Transitions(persistentSets()), edges);
        FairCycles.Lasso lasso = cycles.find(ignored);
        if (lasso != null) {
            failure = lasso.failure();
            failurePath = lasso.path();
            round = lasso.round();
            return false;
        }
        return inFull.addAll(ignored);
    }

    /// Null where every agent is always explored.
    @Nullable
    Sharing persistentSets() {
        return configuration.reductions().contains(Reduction.PERSISTENT_SETS) ? known.sharing() : null;
    }

    /// The transitions to be explored from a state.
    int toExplore(State state, Transitions reduced, int[] into) {
        return !inFull.isEmpty() && inFull.contains(state.hash()) ? Transitions.possible(state, into)
                : reduced.toExplore(state, into);
    }

    boolean logsEdges() {
        return logsEdges;
    }

    /// What goes wrong must go wrong when the code itself is run.
    private void confirm(Failure what, @Nullable Path path) {
        Execution execution = new Execution(program, configuration, null, false);
        try {
            Failure again = execution.follow(Path.transitions(path), round);
            if (!what.equals(again)) {
                throw new NotDeterministic(
                        "what was computed, \"" + what + "\", does not happen when the code is run again: "
                                + (again == null ? "nothing goes wrong" : again) + LocalStates.RULES);
            }
        } finally {
            execution.close();
        }
    }

    /// Runs the code along some of the paths explored: it must come to the states that were computed.
    private void rerunSample() {
        for (Sample sample : samples) {
            Execution execution = new Execution(program, configuration, known, false);
            try {
                execution.follow(Path.transitions(sample.path), -1);
                if (execution.state().hash() != sample.name) {
                    throw new NotDeterministic(
                            "the code does not come to the state that was computed when it is run again"
                                    + LocalStates.RULES);
                }
                reruns++;
            } finally {
                execution.close();
            }
        }
    }

    /// Without the rules that the search relies on, what is wrong may still show in a run of the code.
    private void sampleAnyway() {
        Sampling sampling = Sampling.run(program, configuration, Sampling.Strategy.UNIFORM, 0, ANYWAY_WALKS);
        executions += sampling.executions();
        if (sampling.failure() != null && sampling.schedule() != null) {
            failure = sampling.failure();
            for (int transition : sampling.schedule().transitions()) {
                failurePath = new Path(failurePath, transition);
            }
            broken = null;
        }
    }

    private Stats stats() {
        return new Stats(visited.size(), finals.size(), transitions, steps + learning.steps(),
                executions + learning.executions(), known.size(), reruns, maxDepth,
                visited.sizeBytes() + finals.sizeBytes(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /// Something that was relied on turned out wrong: nothing explored so far counts.
    private void beginAgain() {
        known.startAgain();
        visited = new VisitedSet();
        finals = new VisitedSet();
        samples.clear();
        sampleBits.set(0);
        open.clear();
        edges.clear();
        idle.set(0);
        stopped = false;
        stateCount.set(0);
        transitions = 0;
        maxDepth = 0;
        open.add(new Branch(learning.first(), EdgeLog.ROOT, null, new int[0], -1));
    }

    private void runWorkers() {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < budget.workers(); i++) {
            others.add(Thread.ofPlatform().name("ringproof-" + i).daemon().start(this::work));
        }
        work();
        boolean interrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stopped = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Worker worker = new Worker(this, new Simulation(program, configuration, known));
        try {
            Branch branch = take();
            while (branch != null) {
                worker.explore(branch);
                branch = take();
            }
        } catch (RuntimeException e) {
            stop(() -> broken = e);
        } finally {
            worker.close();
            lock.lock();
            try {
                transitions += worker.transitions();
                steps += worker.steps();
                executions += worker.executions();
                edges.add(worker.edges());
                maxDepth = Math.max(maxDepth, worker.maxDepth());
            } finally {
                lock.unlock();
            }
        }
    }

    /// A branch to be explored; null when there is nothing left.
    private @Nullable Branch take() {
        lock.lock();
        try {
            idle.incrementAndGet();
            while (open.isEmpty() && !stopped) {
                if (idle.get() == budget.workers()) {
                    stopped = true;
                    changed.signalAll();
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            if (stopped) {
                return null;
            }
            idle.decrementAndGet();
            return open.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody has nothing to do.
    boolean wantsBranches() {
        return idle.get() > 0;
    }

    void give(Branch branch) {
        lock.lock();
        try {
            open.add(branch);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    private void stop(Runnable why) {
        lock.lock();
        try {
            if (!stopped || failure == null) {
                why.run();
            }
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void found(Failure what, @Nullable Path path) {
        stop(() -> {
            failure = what;
            failurePath = path;
        });
    }

    /// Called now and then: stops the search when it must start again or has used up what it may.
    void checkLimits(int depth, EdgeLog log) {
        if ((long) log.size() * EdgeLog.EDGE_BYTES * budget.workers() > budget.memoryBytes() / 2) {
            logsEdges = false;
        }
        if (!logsEdges && log.size() > 0) {
            log.clear();
        }
        if (known.isBroken()) {
            stop(() -> {
            });
        } else if (System.nanoTime() - start > budget.time().toNanos()) {
            exhaust("the time budget of " + budget.time().toMillis() / 1000.0 + " s is used up");
        } else if (visited.sizeBytes() > budget.memoryBytes()) {
            exhaust("the memory budget of " + budget.memoryBytes() + " bytes for remembering states is used up");
        } else if (depth > budget.depth()) {
            exhaust("an execution is longer than " + budget.depth() + " steps: an agent may run for ever");
        }
    }

    void exhaust(String why) {
        stop(() -> exhausted = why);
    }

    /// Whether the state has not been visited before.
    boolean visit(long name) {
        boolean isNew = visited.add(name);
        if (isNew && stateCount.incrementAndGet() > budget.states()) {
            exhaust("the budget of " + budget.states() + " states is used up");
        }
        return isNew;
    }

    void visitFinal(long name, @Nullable Path path) {
        if (finals.add(name) && Long.numberOfLeadingZeros(name * SPREAD) >= sampleBits.get()) {
            lock.lock();
            try {
                samples.add(new Sample(path, name));
                if (samples.size() > MAX_SAMPLES) {
                    sampleBits.incrementAndGet();
                    samples.removeIf(s -> Long.numberOfLeadingZeros(s.name * SPREAD) < sampleBits.get());
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
