package ringproof.check.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.Monitor;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.Reduction;
import ringproof.check.Sampling;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.check.agent.LocalStates;
import ringproof.check.agent.OwnThread;
import ringproof.check.memory.Sharing;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Explores every reachable state of a program once, with several workers that share what has been visited.
///
/// Each worker goes depth first; one that has nothing to do is given a branch of another's oldest state.
public final class Search {
    private static final int LEARNING_WALKS = 200;

    private final Program program;
    private final Configuration configuration;
    private final Budget budget;
    private final @Nullable Monitor monitor;
    private final Simulation learning;
    private final LocalStates known;
    private final Reruns reruns;
    private final Explored explored = new Explored();
    private long start = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Workers that wait for a branch.
    private final AtomicInteger idle = new AtomicInteger();
    private volatile boolean stopped;
    /// Stopped only to be saved.
    private volatile boolean pausing;
    private volatile long nextPause = Long.MAX_VALUE;
    /// There are cycles, which are looked at in the end: until one is met, nothing need be written down.
    private volatile boolean logsEdges;
    private volatile boolean foundCycle;

    private @Nullable Failure failure;
    private @Nullable Path failurePath;
    /// Where in the path to a failure a round begins that goes on for ever, or -1.
    private int round = -1;
    private @Nullable String exhausted;
    private @Nullable Throwable broken;
    private int rerunCount;

    /// `monitor` null: nobody wants to know.
    public Search(Program program, Configuration configuration, Budget budget, @Nullable Monitor monitor) {
        this.program = program;
        this.configuration = configuration;
        this.budget = budget;
        this.monitor = monitor;
        this.reruns = new Reruns(program, configuration);
        this.learning = new Simulation(program, configuration, null);
        this.known = learning.known();
    }

    public Verdict run() {
        try {
            new Walks(budget.depth()).learn(learning, LEARNING_WALKS);
            known.startAgain();
            explored.clear(learning.first());
            if (monitor != null && monitor.resume()) {
                restore(monitor);
            }
            runUntilPauses();
            while (mustStartAgain()) {
                // What was relied on was wrong: nothing explored so far counts.
                known.startAgain();
                explored.clear(learning.first());
                runUntilPauses();
            }
        } catch (NotDeterministic e) {
            broken = e;
        }
        learning.close();
        if (broken instanceof NotDeterministic) {
            runAnyway();
        }
        if (broken != null) {
            throw OwnThread.again(broken);
        }
        if (failure != null) {
            reruns.confirm(failure, failurePath, round);
            return new Verdict.Refuted(failure, Path.schedule(failurePath, round), stats());
        }
        rerunCount = reruns.compare(explored.samples(), known);
        return exhausted == null ? new Verdict.Proved(stats()) : new Verdict.Inconclusive(exhausted, stats());
    }

    /// Lets the workers run, and saves what they have come to at each pause.
    private void runUntilPauses() {
        do {
            if (pausing && monitor != null && monitor.checkpoint() != null) {
                save(monitor, monitor.checkpoint());
            }
            pausing = false;
            stopped = false;
            idle.set(0);
            nextPause = monitor == null ? Long.MAX_VALUE : System.nanoTime() + monitor.every().toNanos();
            Crew.run(budget.workers(), this::work, () -> stopped = true);
        } while (pausing && broken == null && failure == null && exhausted == null && !known.isBroken() && !foundCycle);
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
            logsEdges = foundCycle || !explored.unfinished().isEmpty();
            foundCycle = false;
            return logsEdges;
        }
        List<Long> ignored = new ArrayList<>();
        FairCycles cycles = new FairCycles(this, learning, new Transitions(persistentSets()), explored.edges);
        FairCycles.Lasso lasso = cycles.find(ignored);
        if (lasso != null) {
            failure = lasso.failure();
            failurePath = lasso.path();
            round = lasso.round();
            return false;
        }
        return explored.inFull.addAll(ignored);
    }

    private void save(Monitor by, java.nio.file.Path file) {
        try {
            explored.save(by.program(), known, System.nanoTime() - start, logsEdges).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " could not be written: " + e, e);
        }
    }

    private void restore(Monitor by) {
        java.nio.file.Path file = by.checkpoint();
        if (file == null) {
            throw new IllegalArgumentException("there is no checkpoint to resume from");
        }
        try {
            Checkpoint saved = Checkpoint.read(file, by.program());
            if (!explored.restore(saved, learning)) {
                throw new IOException(file + " was made by other code: begin anew");
            }
            start = System.nanoTime() - saved.counters()[Checkpoint.NANOS];
            logsEdges = saved.counters()[Checkpoint.LOGS_EDGES] == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Null where every agent is always explored.
    @Nullable
    Sharing persistentSets() {
        return configuration.reductions().contains(Reduction.PERSISTENT_SETS) ? known.sharing() : null;
    }

    /// The transitions to be explored from a state.
    int toExplore(State state, Transitions reduced, int[] into) {
        return !explored.inFull.isEmpty() && explored.inFull.contains(state.hash())
                ? Transitions.possible(state, into) : reduced.toExplore(state, into);
    }

    boolean logsEdges() {
        return logsEdges;
    }

    Unfinished unfinished() {
        return explored.unfinished();
    }

    /// The search must start again, and write down its transitions.
    void foundCycle() {
        stop(() -> foundCycle = true);
    }

    /// Without the rules that the search relies on, what is wrong may still show in a run of the code.
    private void runAnyway() {
        Sampling sampling = reruns.atRandom();
        explored.executions += sampling.executions();
        if (sampling.failure() != null && sampling.schedule() != null) {
            failure = sampling.failure();
            failurePath = Path.of(sampling.schedule().transitions());
            broken = null;
        }
    }

    private Stats stats() {
        return new Stats(explored.stateCount(), explored.finalCount(), explored.transitions,
                explored.steps + learning.steps(), explored.executions + learning.executions(), known.size(),
                rerunCount,
                explored.maxDepth, explored.sizeBytes(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void work() {
        try {
            Worker worker = new Worker(this, new Simulation(program, configuration, known));
            try {
                Explored.Branch branch = take();
                while (branch != null) {
                    worker.explore(branch);
                    branch = take();
                }
            } finally {
                worker.close();
                lock.lock();
                try {
                    explored.count(worker);
                } finally {
                    lock.unlock();
                }
            }
        } catch (RuntimeException | Error e) {
            stop(() -> broken = e); // else the others would wait for this worker for ever
        }
    }

    /// A branch to be explored; null when there is nothing left.
    private Explored.@Nullable Branch take() {
        lock.lock();
        try {
            idle.incrementAndGet();
            while (explored.open.isEmpty() && !stopped) {
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
            return explored.open.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody has nothing to do.
    boolean wantsBranches() {
        return idle.get() > 0;
    }

    void give(Explored.Branch branch) {
        lock.lock();
        try {
            explored.open.add(branch);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the workers are to give back what they have not done.
    boolean isStopped() {
        return stopped;
    }

    boolean isPausing() {
        return pausing;
    }

    private void stop(Runnable why) {
        lock.lock();
        try {
            if (failure == null) {
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

    void exhaust(String why) {
        stop(() -> exhausted = why);
    }

    /// Called now and then: stops the search when it must start again or has used up what it may.
    void checkLimits(int depth, Worker worker) {
        if ((long) worker.edges().size() * EdgeLog.EDGE_BYTES * budget.workers() > budget.memoryBytes() / 2) {
            exhaust("the transitions among which livelocks are looked for take half the memory budget of "
                    + budget.memoryBytes() + " bytes");
        }
        String exceeded = exceeded(depth);
        if (known.isBroken()) {
            stop(() -> {
            });
        } else if (exceeded != null) {
            exhaust(exceeded);
        } else if (monitor != null && System.nanoTime() > nextPause) {
            pause(monitor, worker);
        }
    }

    private @Nullable String exceeded(int depth) {
        return budget.exceeded(System.nanoTime() - start, explored.sizeBytes(), explored.stateCount(), depth);
    }

    private void pause(Monitor by, Worker worker) {
        lock.lock();
        try {
            if (pausing || stopped || System.nanoTime() <= nextPause) {
                return;
            }
            nextPause = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        double fraction = new Recapture(this, new Simulation(program, configuration, known)).fraction();
        lock.lock();
        try {
            nextPause = System.nanoTime() + by.every().toNanos();
            by.onProgress().accept(new Monitor.Progress(explored.stateCount(), explored.steps + worker.steps(),
                    Math.max(explored.maxDepth, worker.maxDepth()), worker.openCount() + explored.open.size(),
                    Duration.ofNanos(System.nanoTime() - start), fraction));
            if (by.checkpoint() != null && !stopped) {
                pausing = true;
                stopped = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether the state has been visited before.
    VisitedSet.Status visit(long name) {
        VisitedSet.Status status = explored.visit(name, !logsEdges);
        String exceeded = status == VisitedSet.Status.NEW && explored.stateCount() > budget.states() ? exceeded(0)
                : null;
        if (exceeded != null) {
            exhaust(exceeded);
        }
        return status;
    }

    boolean isVisited(long name) {
        return explored.isVisited(name);
    }

    void visitFinal(long name, @Nullable Path path) {
        if (explored.visitFinal(name)) {
            lock.lock();
            try {
                explored.sample(name, path);
            } finally {
                lock.unlock();
            }
        }
    }
}
