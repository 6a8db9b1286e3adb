package ringproof.check.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    /// States on the way to the one in hand that have transitions still to be explored.
    private final List<Frame> stack = new ArrayList<>();
    private int oldest;
    private long transitions;
    private int deepest;
    private int untilCheck = CHECK_EVERY;

    private static final class Frame {
        final State state;
        final long name;
        final @Nullable Path path;
        final int[] transitions;
        int next;

        Frame(State state, long name, @Nullable Path path, int[] transitions, int next) {
            this.state = state;
            this.name = name;
            this.path = path;
            this.transitions = transitions;
            this.next = next;
        }

        boolean isDone() {
            return next == transitions.length;
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
            stack.add(new Frame(branch.state(), branch.name(), branch.path(), branch.transitions(), branch.next()));
        }
        while (!stack.isEmpty() && !search.isStopped()) {
            if (search.wantsBranches()) {
                giveAway();
            }
            goOn(stack.getLast());
        }
        if (search.isPausing()) {
            for (Frame frame : stack) {
                if (!frame.isDone()) {
                    search.give(
                            new Explored.Branch(frame.state, frame.name, frame.path, frame.transitions, frame.next));
                }
            }
        }
    }

    /// Takes the next transition of the newest frame.
    private void goOn(Frame frame) {
        if (frame.isDone()) {
            stack.removeLast();
            oldest = Math.min(oldest, stack.size());
            return;
        }
        int transition = frame.transitions[frame.next++];
        State state = frame.state;
        if (frame.isDone()) {
            stack.removeLast();
            oldest = Math.min(oldest, stack.size());
        } else {
            state = state.copy();
        }
        transitions++;
        boolean lasting = state.mayBeRepeatedForEver(transition);
        Path path = new Path(frame.path, transition);
        simulation.step(state, path);
        arrive(state, path, frame.name, lasting ? transition : NOT_LASTING);
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
                if (transition != NOT_LASTING && search.logsEdges()) {
                    edges.add(from, transition, name);
                }
                if (search.visit(name)) {
                    stack.add(new Frame(state, name, path, Arrays.copyOf(possible, count), 0));
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
        int half = frame.next + (frame.transitions.length - frame.next) / 2;
        int[] given = Arrays.copyOfRange(frame.transitions, half, frame.transitions.length);
        int[] kept = Arrays.copyOf(frame.transitions, half);
        stack.set(oldest, new Frame(frame.state, frame.name, frame.path, kept, frame.next));
        search.give(new Explored.Branch(frame.state.copy(), frame.name, frame.path, given, 0));
    }

    void close() {
        simulation.close();
    }

    int openCount() {
        return stack.size();
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
