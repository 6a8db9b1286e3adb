package ringproof.check.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.check.Failure;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Looks for executions that go on for ever although every agent gets its turn: a cycle in which each agent that could always make a step
/// makes one, and each store becomes visible. If an agent that must finish is left in it, that is a livelock.
///
/// A cycle in which some agent could always step but never does is not fair. If nothing leads out of it either, the reductions may have
/// left that agent out for ever: the search must then explore one of its states in full.
public final class FairCycles {
    private final StateGraph graph;
    private final Simulation simulation;
    private final Transitions reduced;
    private final Search search;
    private final int[] possible = new int[State.MAX_TRANSITIONS];

    /// An execution that goes round for ever.
    ///
    /// @param round where in the path the round begins that is repeated
    record Lasso(Failure failure, @Nullable Path path, int round) {
    }

    /// What a cycle lets happen. Masks of agents.
    private static final class Round {
        int moved;
        int disabled;
        int flushed;
        int unbuffered;

        /// `unfinished`: the agents that may still make steps; those that have finished may still have stores that nobody sees.
        boolean isFair(int unfinished, int all) {
            return ((moved | disabled) & unfinished) == unfinished && ((flushed | unbuffered) & all) == all;
        }

        void see(State state) {
            for (int agent = 0; agent < state.agentCount(); agent++) {
                disabled |= state.alternatives(agent) == 0 ? 1 << agent : 0;
                unbuffered |= state.isBuffering(agent) ? 0 : 1 << agent;
            }
        }

        boolean adds(Round other) {
            return (other.moved & ~moved) != 0 || (other.disabled & ~disabled) != 0 || (other.flushed & ~flushed) != 0
                    || (other.unbuffered & ~unbuffered) != 0;
        }

        void add(Round other) {
            moved |= other.moved;
            disabled |= other.disabled;
            flushed |= other.flushed;
            unbuffered |= other.unbuffered;
        }
    }

    /// A state of the cycle, and how it was reached.
    private record Visit(int member, State state, @Nullable Path path) {
    }

    FairCycles(Search search, Simulation simulation, Transitions reduced, List<EdgeLog> logs) {
        this.search = search;
        this.simulation = simulation;
        this.reduced = reduced;
        this.graph = new StateGraph(logs);
    }

    /// A fair cycle that is a finding, or null. `ignored` gets the names of states that must be explored in full.
    @Nullable
    Lasso find(List<Long> ignored) {
        int[] component = graph.components();
        for (int state : graph.cyclic(component)) {
            Lasso lasso = examine(state, component, ignored);
            if (lasso != null) {
                return lasso;
            }
        }
        return null;
    }

    private @Nullable Lasso examine(int start, int[] component, List<Long> ignored) {
        List<Integer> prefix = start == graph.root() ? List.of() : graph.way(graph.root(), start, component, -1);
        State first = simulation.first();
        Path path = chain(first, null, new Round());
        for (int edge : prefix.subList(Math.min(1, prefix.size()), prefix.size())) {
            path = follow(first, path, edge, new Round());
        }
        int within = component[start];
        Round all = new Round();
        boolean leaves = false;
        List<Integer> needed = new ArrayList<>();
        ArrayDeque<Visit> open = new ArrayDeque<>();
        Set<Integer> seen = new HashSet<>();
        open.add(new Visit(start, first, path));
        seen.add(start);
        while (!open.isEmpty()) {
            Visit visit = open.remove();
            for (int edge = graph.firstEdge(visit.member); edge < graph.endOfEdges(visit.member); edge++) {
                int target = graph.target(edge);
                if (component[target] != within) {
                    leaves = true;
                    continue;
                }
                State state = visit.state.copy();
                Round round = new Round();
                round.see(state);
                Path end = follow(state, visit.path, edge, round);
                if (all.adds(round)) {
                    all.add(round);
                    needed.add(edge);
                    needed.add(visit.member);
                }
                if (seen.add(target)) {
                    open.add(new Visit(target, state, end));
                }
            }
        }
        if (!all.isFair(first.unfinished(), (1 << first.agentCount()) - 1)) {
            if (!leaves) {
                ignored.add(first.hash());
            }
            return null;
        }
        if (first.allFinished()) {
            return null;
        }
        return lasso(first, path, start, needed, component, within, all.moved);
    }

    private Lasso lasso(State first, @Nullable Path path, int start, List<Integer> needed, int[] component, int within,
            int moved) {
        State state = first.copy();
        Path at = path;
        int here = start;
        for (int i = 0; i < needed.size(); i += 2) {
            int edge = needed.get(i);
            int member = needed.get(i + 1);
            if (member != here) {
                for (int step : graph.way(here, member, component, within)) {
                    at = follow(state, at, step, new Round());
                }
            }
            at = follow(state, at, edge, new Round());
            here = graph.target(edge);
        }
        if (here != start) {
            for (int step : graph.way(here, start, component, within)) {
                at = follow(state, at, step, new Round());
            }
        }
        return new Lasso(new Failure(Failure.Kind.LIVELOCK, state.livelock(moved)), at, Path.length(path));
    }

    private Path follow(State state, @Nullable Path before, int edge, Round round) {
        Path path = new Path(before, graph.transition(edge));
        note(state, path.transition(), round);
        simulation.step(state, path);
        Path end = chain(state, path, round);
        return end == null ? path : end;
    }

    /// Makes the transitions after which there is nothing to choose.
    private @Nullable Path chain(State state, @Nullable Path before, Round round) {
        Path path = before;
        int chain = 0;
        int count = toExplore(state);
        while (count == 1 && ++chain <= Worker.LONG_CHAIN) {
            round.see(state);
            path = new Path(path, possible[0]);
            note(state, possible[0], round);
            simulation.step(state, path);
            count = toExplore(state);
        }
        return path;
    }

    private int toExplore(State state) {
        return search.toExplore(state, reduced, possible);
    }

    private static void note(State state, int transition, Round round) {
        if (Transitions.isFlush(state, transition)) {
            round.flushed |= 1 << Transitions.agent(state, transition);
        } else {
            round.moved |= 1 << Transitions.agent(state, transition);
        }
    }
}
