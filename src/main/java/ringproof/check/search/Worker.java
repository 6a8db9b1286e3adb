package ringproof.check.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.check.agent.Instance;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// One thread of a [Search]: explores a branch depth first, and gives away what others can do meanwhile.
public final class Worker {
    private static final int CHECK_EVERY = 256;
    /// So many transitions without a choice may be the beginning of a cycle: from there on every state is remembered.
    static final int LONG_CHAIN = 1000;

    private static final int NOT_LASTING = -2;

    private final Search search;
    private final EdgeLog edges = new EdgeLog();
    private final Simulation simulation;
    private final Instance instance;
    private final Transitions reduced;
    private final int[] possible = new int[State.MAX_TRANSITIONS];
    /// The states on the way to the one in hand in which there was something to choose.
    private final List<Frame> stack = new ArrayList<>();
    private int oldest;
    private long transitions;
    private int deepest;
    private int untilCheck = CHECK_EVERY;

    private static final class Frame {
        /// Null once its last transition was made.
        @Nullable
        State state;
        final long name;
        final @Nullable Path path;
        final int[] transitions;
        int next;
        int end;
        /// Null as long as it is finished when it is taken from the stack.
        Unfinished.@Nullable Node node;

        Frame(State state, long name, @Nullable Path path, int[] transitions, int next) {
            this.state = state;
            this.name = name;
            this.path = path;
            this.transitions = transitions;
            this.next = next;
            this.end = transitions.length;
        }

        boolean isDone() {
            return next == end;
        }

        /// The state before the next transition, to be changed.
        State takeState() {
            State taken = Objects.requireNonNull(state, "there is nothing left to be done");
            if (isDone()) {
                state = null;
                return taken;
            }
            return taken.copy();
        }
    }

    Worker(Search search, Simulation simulation) {
        this.search = search;
        this.simulation = simulation;
        this.instance = simulation.instance();
        this.reduced = new Transitions(search.persistentSets());
    }

    void explore(Explored.Branch branch) {
        stack.clear();
        oldest = 0;
        if (branch.next() < 0) {
            arrive(branch.state(), branch.path(), EdgeLog.ROOT, -1);
        } else {
            Frame frame = new Frame(branch.state(), branch.name(), branch.path(), branch.transitions(), branch.next());
            frame.node = branch.node();
            stack.add(frame);
        }
        while (!stack.isEmpty() && !search.isStopped()) {
            if (search.wantsBranches()) {
                giveAway();
            }
            goOn(stack.getLast());
        }
        if (search.isPausing()) {
            giveBack();
        }
    }

    /// Takes the next transition of the newest frame.
    private void goOn(Frame frame) {
        if (frame.isDone()) {
            stack.removeLast();
            oldest = Math.min(oldest, stack.size());
            finish(frame);
            return;
        }
        int transition = frame.transitions[frame.next++];
        State state = frame.takeState();
        transitions++;
        boolean lasting = state.mayBeRepeatedForEver(transition);
        Path path = new Path(frame.path, transition);
        simulation.step(state, path);
        arrive(state, path, frame.name, lasting ? transition : NOT_LASTING);
    }

    /// A frame was taken from the stack.
    private void finish(Frame frame) {
        if (search.logsEdges()) {
            return;
        }
        Unfinished unfinished = search.unfinished();
        if (frame.node == null) {
            unfinished.finish(frame.name);
            return;
        }
        if (!stack.isEmpty()) {
            unfinished.link(nodeOf(stack.getLast()), frame.node);
        }
        unfinished.release(frame.node);
    }

    private Unfinished.Node nodeOf(Frame frame) {
        Unfinished.Node node = frame.node;
        if (node == null) {
            node = search.unfinished().node(frame.name);
            frame.node = node;
        }
        return node;
    }

    /// A transition of the newest frame leads to a state that is not finished: a cycle, or others are at it.
    private void meet(long unfinished) {
        for (Frame frame : stack) {
            if (frame.name == unfinished) {
                search.foundCycle();
                return;
            }
        }
        search.unfinished().await(nodeOf(stack.getLast()), unfinished);
    }

    /// Gives back all that is still to be done.
    private void giveBack() {
        for (int i = 1; i < stack.size() && !search.logsEdges(); i++) {
            search.unfinished().link(nodeOf(stack.get(i - 1)), nodeOf(stack.get(i)));
        }
        for (Frame frame : stack) {
            Unfinished.Node node = search.logsEdges() ? null : nodeOf(frame);
            if (frame.state != null && !frame.isDone()) {
                search.give(new Explored.Branch(frame.state, frame.name, frame.path,
                        Arrays.copyOf(frame.transitions, frame.end), frame.next, node));
            } else if (node != null) {
                search.unfinished().release(node);
            }
        }
    }

    /// Goes on from a state until there is something to choose that has not been chosen from before.
    private void arrive(State state, @Nullable Path start, long from, int transition) {
        Path path = start;
        int chain = 0;
        while (true) {
            if (--untilCheck == 0) {
                untilCheck = CHECK_EVERY;
                search.checkLimits(Path.length(path), this);
                if (search.isStopped() && !search.isPausing()) {
                    return;
                }
            }
            if (state.failure() == null) {
                instance.checkAlways(state);
            }
            String beyond = state.beyondLimits();
            if (beyond != null) {
                search.exhaust(beyond);
                return;
            }
            int count = state.failure() == null ? search.toExplore(state, reduced, possible) : 0;
            if (count == 0) {
                end(state, path);
                return;
            }
            if (count > 1 || ++chain > LONG_CHAIN) {
                long name = state.hash();
                if (search.logsEdges() && transition != NOT_LASTING) {
                    edges.add(from, transition, name);
                }
                VisitedSet.Status status = search.visit(name);
                if (status == VisitedSet.Status.NEW) {
                    stack.add(new Frame(state, name, path, Arrays.copyOf(possible, count), 0));
                } else if (status == VisitedSet.Status.UNFINISHED && transition != NOT_LASTING) {
                    meet(name);
                }
                return;
            }
            path = new Path(path, possible[0]);
            simulation.step(state, path);
        }
    }

    /// Nothing can run any more, or something is wrong.
    private void end(State state, @Nullable Path path) {
        deepest = Math.max(deepest, Path.length(path));
        if (state.failure() == null) {
            search.visitFinal(state.hash(), path);
            instance.checkAtEnd(state);
        }
        if (state.failure() != null) {
            search.found(state.failure(), path);
        }
    }

    /// Gives half of what is to be done in the oldest state to whoever has nothing to do.
    private void giveAway() {
        while (oldest < stack.size() && stack.get(oldest).isDone()) {
            oldest++;
        }
        if (oldest >= stack.size() - 1) {
            return;
        }
        Frame frame = stack.get(oldest);
        State state = Objects.requireNonNull(frame.state, "something is left to be done");
        Unfinished.Node node = null;
        if (!search.logsEdges()) {
            node = nodeOf(frame);
            search.unfinished().share(node);
        }
        int half = frame.next + (frame.end - frame.next) / 2;
        int[] given = Arrays.copyOfRange(frame.transitions, half, frame.end);
        frame.end = half;
        search.give(new Explored.Branch(state.copy(), frame.name, frame.path, given, 0, node));
    }

    void close() {
        simulation.close();
    }

    int openCount() {
        int count = 0;
        for (Frame frame : stack) {
            count += frame.isDone() ? 0 : 1;
        }
        return count;
    }

    EdgeLog edges() {
        return edges;
    }

    long transitions() {
        return transitions;
    }

    long steps() {
        return simulation.steps();
    }

    long executions() {
        return simulation.executions();
    }

    int maxDepth() {
        return deepest;
    }
}
