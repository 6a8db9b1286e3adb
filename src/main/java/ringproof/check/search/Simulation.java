package ringproof.check.search;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.agent.Execution;
import ringproof.check.agent.Instance;
import ringproof.check.agent.LocalStates;
import ringproof.check.memory.LocalState;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Takes states of a program from one to the next by what is known of its agents, and runs the real code where that is not enough.
///
/// Used by one thread.
public final class Simulation {
    private final Program program;
    private final Configuration configuration;
    private final Instance instance;
    private final LocalStates known;
    /// A run of the real code, and how far it has come.
    private @Nullable Execution live;
    private @Nullable Path livePath;
    private long steps;
    private long executions;

    /// `known` null: nothing is known yet.
    Simulation(Program program, Configuration configuration, @Nullable LocalStates known) {
        this.program = program;
        this.configuration = configuration;
        this.instance = new Instance(program, configuration, null);
        this.known = known == null ? new LocalStates(instance) : known;
        instance.checkBuiltLike(this.known.built());
    }

    LocalStates known() {
        return known;
    }

    Instance instance() {
        return instance;
    }

    long steps() {
        return steps;
    }

    long executions() {
        return executions;
    }

    /// The state in which the program begins, each agent before its first request that must wait.
    State first() {
        State state = instance.initialState(known.sharing());
        for (int agent = 0; agent < state.agentCount() && state.failure() == null; agent++) {
            LocalState start = known.first(agent);
            if (start == null) {
                run(null);
                start = known.first(agent);
            }
            state.arrive(agent, lastingly(start, agent));
            goOn(state, agent, null);
        }
        return state;
    }

    private LocalState lastingly(@Nullable LocalState learned, int agent) {
        if (learned == null) {
            throw new NotDeterministic("the agent " + instance.shape.agentName(agent)
                    + " is not deterministic: it does something else when it is run again");
        }
        return learned;
    }

    /// Makes the transition that `path` ends with.
    void step(State state, Path path) {
        steps++;
        int transition = path.transition();
        int agent = Transitions.agent(state, transition);
        if (Transitions.isFlush(state, transition)) {
            state.flush(agent);
            return;
        }
        request(state, agent, Transitions.alternative(state, transition), path);
        goOn(state, agent, path);
    }

    /// Up to the agent's next request that must wait.
    private void goOn(State state, int agent, @Nullable Path path) {
        while (state.failure() == null && !state.isPoint(agent)) {
            request(state, agent, 0, path);
        }
    }

    private void request(State state, int agent, int alternative, @Nullable Path path) {
        LocalState here = state.at(agent);
        long answer = state.execute(agent, alternative);
        if (state.failure() != null) {
            return;
        }
        LocalState next = here.next(answer);
        if (next == null) {
            run(path);
            next = lastingly(here.next(answer), agent);
        }
        state.arrive(agent, next);
    }

    /// Runs the real code along a path, to learn what happens at its end.
    private void run(@Nullable Path path) {
        Execution execution = live;
        int done = Path.length(livePath);
        Path ancestor = path;
        while (Path.length(ancestor) > done && ancestor != null) {
            ancestor = ancestor.before();
        }
        if (execution == null || ancestor != livePath || path == livePath) {
            if (execution != null) {
                execution.close();
            }
            execution = new Execution(program, configuration, known, false);
            executions++;
            done = 0;
        }
        int[] transitions = Path.transitions(path);
        for (int transition : Arrays.copyOfRange(transitions, done, transitions.length)) {
            execution.advance(transition);
        }
        live = execution;
        livePath = path;
    }

    /// Gives up on the run of the real code.
    void close() {
        if (live != null) {
            live.close();
            live = null;
            livePath = null;
        }
    }
}
