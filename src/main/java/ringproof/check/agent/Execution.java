package ringproof.check.agent;

import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.Trace;
import ringproof.check.memory.LocalState;
import ringproof.check.memory.Op;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// One run of a program's real code, transition by transition. What its agents do is learned on the way.
///
/// An agent is a coroutine that stops at every request which must wait for its turn.
public final class Execution implements Instance.Runner {
    private final Instance instance;
    private final @Nullable LocalStates known;
    private final @Nullable Recorder recorder;
    private final State state;
    private final RunningAgent[] agents;
    private @Nullable RunningAgent running;
    private int alternative;
    private @Nullable String misfit;

    /// Runs each agent up to its first request that must wait. `known`: where what is learned goes, or null.
    public Execution(Program program, Configuration configuration, @Nullable LocalStates known, boolean recording) {
        instance = new Instance(program, configuration, this);
        this.known = known;
        if (known != null) {
            instance.checkBuiltLike(known.built());
        }
        recorder = recording ? new Recorder(configuration.model(), instance.shape) : null;
        state = instance.initialState(known == null ? null : known.sharing());
        if (recorder != null) {
            recorder.starts(state);
        }
        agents = new RunningAgent[instance.bodies().size()];
        for (int i = 0; i < agents.length; i++) {
            Runnable body = instance.bodies().get(i);
            agents[i] = new RunningAgent(i, Coroutine.of(configuration.coroutines(), () -> run(body)));
        }
        for (RunningAgent agent : agents) {
            if (state.failure() == null) {
                resume(agent, 0);
            }
        }
    }

    public State state() {
        return state;
    }

    public Instance instance() {
        return instance;
    }

    /// Makes one transition, which must be possible.
    public void advance(int transition) {
        int agent = Transitions.agent(state, transition);
        if (Transitions.isFlush(state, transition)) {
            if (recorder != null) {
                recorder.flushed(agent, state.buffered(agent).getFirst());
            }
            state.flush(agent);
        } else {
            resume(agents[agent], Transitions.alternative(state, transition));
        }
    }

    /// Makes transitions one after the other, checking what must hold; returns what went wrong, or null. `round`: from which transition on they
    /// make a round that comes back to where it began, or -1.
    @Nullable
    public Failure follow(int[] transitions, int round) {
        instance.checkAlways(state);
        long atRound = 0;
        int moved = 0;
        for (int i = 0; i < transitions.length; i++) {
            int transition = transitions[i];
            if (state.failure() != null || !Transitions.isPossible(state, transition)) {
                misfit = state.failure() != null ? "the schedule goes on after the execution has ended"
                        : "step " + (i + 1) + " of the schedule is not possible";
                return state.failure();
            }
            atRound = i == round ? state.visibleHash() : atRound;
            moved |= i >= round && !Transitions.isFlush(state, transition) ? 1 << Transitions.agent(state, transition)
                    : 0;
            advance(transition);
            if (state.failure() == null) {
                instance.checkAlways(state);
            }
        }
        if (state.failure() == null && round >= 0) {
            if (state.visibleHash() == atRound) {
                state.fail(Failure.Kind.LIVELOCK, state.livelock(moved));
            } else {
                misfit = "the round of the schedule does not come back to where it began";
            }
        } else if (state.failure() == null && Transitions.possible(state, new int[State.MAX_TRANSITIONS]) > 0) {
            misfit = "the schedule ends although something could still run";
        } else if (state.failure() == null) {
            instance.checkAtEnd(state);
        }
        return state.failure();
    }

    /// Why the schedule followed does not fit, or null.
    @Nullable
    public String misfit() {
        return misfit;
    }

    private void resume(RunningAgent agent, int with) {
        alternative = with;
        running = agent;
        agent.coroutine.resume();
        running = null;
    }

    /// Gives up on the agents that have not finished.
    public void close() {
        for (RunningAgent agent : agents) {
            if (!agent.coroutine.isFinished()) {
                agent.coroutine.abandon();
            }
        }
    }

    public Trace trace() {
        if (recorder == null) {
            throw new IllegalStateException("nothing was recorded");
        }
        for (RunningAgent agent : agents) {
            if (state.failure() != null && !state.at(agent.index).isFinished()
                    && state.alternatives(agent.index) == 0) {
                recorder.waits(agent.index, state.at(agent.index));
            }
        }
        return recorder.trace();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public RunningAgent running() {
        if (running == null) {
            throw new IllegalStateException("no agent is running");
        }
        return running;
    }

    @Override
    public long request(Op op) {
        RunningAgent agent = running();
        LocalState here = arrive(agent, op);
        if (state.isPoint(agent.index)) {
            agent.coroutine.suspend();
        }
        if (recorder != null) {
            recorder.begins(agent.index, op, state);
        }
        long answer = state.execute(agent.index, alternative);
        alternative = 0;
        if (recorder != null) {
            recorder.executed(agent.index, op, answer, state);
        }
        agent.answered(here, answer);
        if (state.failure() != null) {
            // Nothing goes on from here.
            agent.coroutine.suspend();
        }
        return answer;
    }

    private void run(Runnable body) {
        try {
            body.run();
        } catch (Coroutine.Abandoned abandoned) {
            throw abandoned;
        } catch (NotDeterministic broken) {
            throw broken;
        } catch (RuntimeException | AssertionError | StackOverflowError thrown) {
            if (recorder != null) {
                recorder.threw(running().index, thrown);
            }
            request(Op.said(Op.Kind.THROW, String.valueOf(thrown)));
        }
        arrive(running(), Op.simple(Op.Kind.FINISHED));
    }

    private LocalState arrive(RunningAgent agent, Op op) {
        LocalState here = known == null
                ? new LocalState(op, agent.digest, agent.digest, agent.heldLocks, agent.watch.copy())
                : known.arrive(agent.index, agent.before, agent.answer, op, agent.digest, agent.heldLocks, agent.watch);
        state.arrive(agent.index, here);
        return here;
    }
}
