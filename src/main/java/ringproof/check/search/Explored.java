package ringproof.check.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import ringproof.check.agent.LocalStates;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// What a search has explored, and what it has still to explore. Visiting is thread-safe, all else is called under the search's lock or
/// while no worker runs.
public final class Explored {
    /// Final states that the real code is run to once more.
    private static final int MAX_SAMPLES = 32;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private VisitedSet visited = new VisitedSet();
    private VisitedSet finals = new VisitedSet();
    private Unfinished unfinished = new Unfinished(visited);
    private final AtomicLong stateCount = new AtomicLong();
    final Deque<Branch> open = new ArrayDeque<>();
    final List<EdgeLog> edges = new ArrayList<>();
    /// States in which the reductions must leave nobody out.
    final Set<Long> inFull = new HashSet<>();
    private final List<Sample> samples = new ArrayList<>();
    /// A final state is sampled where this many leading bits of its name, spread, are 0: the same ones in every search.
    private volatile int sampleBits;
    long transitions;
    long steps;
    long executions;
    int maxDepth;

    /// A state with transitions that are still to be explored.
    ///
    /// @param state before them
    /// @param next  index of the first that is still to be explored; -1: the state itself has just been reached
    /// @param node  waits for them, or null
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Branch(State state, long name, @Nullable Path path, int[] transitions, int next,
            Unfinished.@Nullable Node node) {
    }

    /// A final state and how it was reached.
    record Sample(@Nullable Path path, long name) {
    }

    /// Nothing explored so far counts.
    void clear(State first) {
        visited = new VisitedSet();
        finals = new VisitedSet();
        unfinished = new Unfinished(visited);
        stateCount.set(0);
        samples.clear();
        sampleBits = 0;
        edges.clear();
        open.clear();
        open.add(new Branch(first, EdgeLog.ROOT, null, new int[0], -1, null));
        transitions = 0;
        maxDepth = 0;
    }

    /// Adds what a worker has done that has ended.
    void count(Worker worker) {
        transitions += worker.transitions();
        steps += worker.steps();
        executions += worker.executions();
        edges.add(worker.edges());
        maxDepth = Math.max(maxDepth, worker.maxDepth());
    }

    /// Adds a state unless it has been visited before; `asUnfinished`: with that mark.
    VisitedSet.Status visit(long name, boolean asUnfinished) {
        VisitedSet.Status status = asUnfinished ? visited.begin(name) : visited.add(name);
        if (status == VisitedSet.Status.NEW) {
            stateCount.incrementAndGet();
        }
        return status;
    }

    Unfinished unfinished() {
        return unfinished;
    }

    boolean isVisited(long name) {
        return visited.contains(name);
    }

    /// Whether a final state is new, and one of those that the real code is to be run to once more.
    boolean visitFinal(long name) {
        return finals.add(name) == VisitedSet.Status.NEW && isSampled(name);
    }

    private boolean isSampled(long name) {
        return Long.numberOfLeadingZeros(name * SPREAD) >= sampleBits;
    }

    void sample(long name, @Nullable Path path) {
        samples.add(new Sample(path, name));
        if (samples.size() > MAX_SAMPLES) {
            int bits = sampleBits + 1;
            sampleBits = bits;
            samples.removeIf(s -> !isSampled(s.name));
        }
    }

    List<Sample> samples() {
        return samples;
    }

    long stateCount() {
        return stateCount.get();
    }

    long finalCount() {
        return finals.size();
    }

    long sizeBytes() {
        return visited.sizeBytes() + finals.sizeBytes();
    }

    /// All of it, and what is known of the agents. `nanos` is the time it took.
    Checkpoint save(String program, LocalStates known, long nanos, boolean logsEdges) {
        LongStream.Builder edgeNumbers = LongStream.builder();
        for (EdgeLog log : edges) {
            for (int i = 0; i < log.size(); i++) {
                edgeNumbers.add(log.from(i)).add(log.to(i)).add(log.transition(i));
            }
        }
        Map<Unfinished.Node, Integer> nodes = unfinished.indices();
        List<Checkpoint.Branch> branches = new ArrayList<>();
        for (Branch branch : open) {
            branches.add(new Checkpoint.Branch(branch.name, Path.transitions(branch.path), branch.transitions,
                    branch.next, branch.node == null ? -1 : nodes.getOrDefault(branch.node, -1)));
        }
        List<Checkpoint.Branch> sampled = new ArrayList<>();
        for (Sample sample : samples) {
            sampled.add(new Checkpoint.Branch(sample.name, Path.transitions(sample.path), new int[0], 0, -1));
        }
        long[] counters = {transitions, steps, executions, maxDepth, nanos, known.spinning(), logsEdges ? 1 : 0,
            sampleBits};
        return new Checkpoint(program, counters, known.sharing().save(),
                inFull.stream().mapToLong(Long::longValue).toArray(), visited.toArray(), finals.toArray(),
                edgeNumbers.build().toArray(), unfinished.save(nodes), sampled, branches);
    }

    /// Takes over what another run has saved; its branches' states are computed anew. False: it was made by other code.
    boolean restore(Checkpoint saved, Simulation simulation) {
        long[] counters = saved.counters();
        if (!simulation.known().sharing().restore(saved.sharing())
                || counters[Checkpoint.SPINNING] != simulation.known().spinning()) {
            return false;
        }
        transitions = counters[Checkpoint.TRANSITIONS];
        steps = counters[Checkpoint.STEPS];
        executions = counters[Checkpoint.EXECUTIONS];
        maxDepth = (int) counters[Checkpoint.DEPTH];
        sampleBits = (int) counters[Checkpoint.SAMPLE_BITS];
        LongStream.of(saved.inFull()).forEach(inFull::add);
        List<Unfinished.Node> nodes = unfinished.restore(saved.unfinished());
        LongStream.of(saved.visited()).forEach(visited::add);
        stateCount.set(visited.size());
        LongStream.of(saved.finals()).forEach(finals::add);
        EdgeLog log = new EdgeLog();
        for (int i = 0; i < saved.edges().length; i += 3) {
            log.add(saved.edges()[i], (int) saved.edges()[i + 2], saved.edges()[i + 1]);
        }
        edges.add(log);
        for (Checkpoint.Branch sample : saved.samples()) {
            samples.add(new Sample(Path.of(sample.path()), sample.name()));
        }
        open.clear();
        for (Checkpoint.Branch branch : saved.branches()) {
            State state = simulation.first();
            Path path = null;
            for (int transition : branch.path()) {
                if (state.failure() != null || !Transitions.isPossible(state, transition)) {
                    return false;
                }
                path = new Path(path, transition);
                simulation.step(state, path);
            }
            if (branch.next() >= 0 && state.hash() != branch.name()) {
                return false;
            }
            open.add(new Branch(state, branch.name(), path, branch.transitions(), branch.next(),
                    branch.node() < 0 ? null : nodes.get(branch.node())));
        }
        return true;
    }
}
