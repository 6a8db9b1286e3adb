package ringproof.check.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.Program;
import ringproof.check.Sampling;
import ringproof.check.Scheduler;
import ringproof.check.agent.Execution;
import ringproof.check.memory.Op;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Runs the real code along schedules that are made on the way: random ones, or somebody's own.
public final class Sampler {
    private static final int MAX_DEPTH = 20_000;

    private Sampler() {
    }

    public static Sampling run(Program program, Configuration configuration, Sampling.Strategy strategy, long seed,
            int executions) {
        SplittableRandom random = new SplittableRandom(seed);
        int longest = 1;
        for (int i = 1; i <= executions; i++) {
            Chooser chooser = strategy == Sampling.Strategy.UNIFORM ? new Uniform(random.split())
                    : new Priorities(random.split(), longest);
            Execution execution = new Execution(program, configuration, null, false);
            Path path = walk(execution, chooser);
            longest = Math.max(longest, Path.length(path));
            if (execution.state().failure() != null) {
                return new Sampling(execution.state().failure(), Path.schedule(path, -1), i);
            }
        }
        return new Sampling(null, null, executions);
    }

    /// One execution along the schedule that `scheduler` makes.
    public static Sampling run(Program program, Configuration configuration, Scheduler scheduler) {
        Execution execution = new Execution(program, configuration, null, false);
        Path path = walk(execution, (state, possible, count, step) -> {
            List<Scheduler.Possible> choices = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                choices.add(describe(execution, possible[i]));
            }
            return possible[scheduler.choose(choices)];
        });
        Failure failure = execution.state().failure();
        return new Sampling(failure, failure == null ? null : Path.schedule(path, -1), 1);
    }

    private static Scheduler.Possible describe(Execution execution, int transition) {
        State state = execution.state();
        int agent = Transitions.agent(state, transition);
        return new Scheduler.Possible(execution.instance().shape.agentName(agent),
                Transitions.alternative(state, transition), Transitions.isFlush(state, transition),
                state.at(agent).op.kind() == Op.Kind.AWAIT, state.at(agent).holdsLock());
    }

    /// Ends the execution.
    private static @Nullable Path walk(Execution execution, Chooser chooser) {
        try {
            return goOn(execution, chooser);
        } finally {
            execution.close();
        }
    }

    private static @Nullable Path goOn(Execution execution, Chooser chooser) {
        State state = execution.state();
        int[] possible = new int[State.MAX_TRANSITIONS];
        Path path = null;
        while (state.failure() == null && Path.length(path) < MAX_DEPTH) {
            execution.instance().checkAlways(state);
            int count = Transitions.possible(state, possible);
            if (count == 0) {
                execution.instance().checkAtEnd(state);
                return path;
            }
            if (state.failure() == null) {
                path = new Path(path, chooser.choose(state, possible, count, Path.length(path)));
                execution.advance(path.transition());
            }
        }
        return path;
    }

    /// Takes one of the transitions that are possible.
    private interface Chooser {
        int choose(State state, int[] possible, int count, int step);
    }

    private record Uniform(SplittableRandom random) implements Chooser {
        @Override
        public int choose(State state, int[] possible, int count, int step) {
            return possible[random.nextInt(count)];
        }
    }

    /// Agents, and the store buffer of each, have priorities.
    private static final class Priorities implements Chooser {
        private static final int CHANGES = 2;
        private final SplittableRandom random;
        private final int[] changeAt = new int[CHANGES];
        private double[] priorities = new double[0];

        Priorities(SplittableRandom random, int length) {
            this.random = random;
            for (int i = 0; i < CHANGES; i++) {
                changeAt[i] = random.nextInt(length);
            }
        }

        @Override
        public int choose(State state, int[] possible, int count, int step) {
            if (priorities.length == 0) {
                priorities = random.doubles(2L * state.agentCount(), 1, 2).toArray();
            }
            int best = highest(state, possible, count);
            for (int i = 0; i < CHANGES; i++) {
                if (changeAt[i] == step) {
                    priorities[who(state, best)] = -i;
                    best = highest(state, possible, count);
                }
            }
            return best;
        }

        /// Among the alternatives of one step, any.
        private int highest(State state, int[] possible, int count) {
            int best = possible[0];
            int alike = 1;
            for (int i = 1; i < count; i++) {
                double difference = priorities[who(state, possible[i])] - priorities[who(state, best)];
                if (difference > 0) {
                    best = possible[i];
                    alike = 1;
                } else if (difference == 0 && random.nextInt(++alike) == 0) {
                    best = possible[i];
                }
            }
            return best;
        }

        private static int who(State state, int transition) {
            return Transitions.agent(state, transition)
                    + (Transitions.isFlush(state, transition) ? state.agentCount() : 0);
        }
    }
}
