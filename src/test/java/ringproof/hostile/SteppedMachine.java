package ringproof.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// A world in which one agent runs at a time, and another may take over at every access: which, a seed says. It counts accesses, so that what
/// does not end is found without a clock.
///
/// Sequentially consistent. Not for the checker's purposes: it explores nothing, but a whole stack with a peer that knows no rules runs in it in
/// a millisecond.
final class SteppedMachine implements Machine {
    private static final ContinuationScope SCOPE = new ContinuationScope("stepped");
    private static final int LONGEST_BURST = 40;

    private final SteppedMemory memory;
    private final SplittableRandom random;
    private final List<Agent> agents = new ArrayList<>();
    private @Nullable Agent current;
    private long steps;
    private long stepsLeft;
    private int burst;

    private static final class Agent {
        final String name;
        final Continuation body;
        /// Null: it can run.
        @Nullable
        BooleanSupplier blockedUntil;
        @Nullable
        Throwable thrown;
        long ownSteps;
        /// Steps of the others when it relaxed last.
        long othersSeen;

        Agent(String name, Runnable body) {
            this.name = name;
            this.body = new Continuation(SCOPE, () -> {
                try {
                    body.run();
                } catch (RuntimeException | Error e) {
                    thrown = e;
                }
            });
        }

        boolean canRun() {
            return !body.isDone() && (blockedUntil == null || blockedUntil.getAsBoolean());
        }
    }

    SteppedMachine(int realBytes, long claimedBytes, long seed) {
        this.memory = new SteppedMemory(this, realBytes, claimedBytes);
        this.random = new SplittableRandom(seed);
    }

    void agent(String name, Runnable body) {
        agents.add(new Agent(name, body));
    }

    /// Runs until nobody can go on. Throws [AssertionError] where an agent has thrown, and where they are still going after so many accesses.
    void run(long limit) {
        stepsLeft = limit;
        List<Agent> possible = new ArrayList<>();
        while (true) {
            possible.clear();
            for (Agent agent : agents) {
                if (agent.canRun()) {
                    possible.add(agent);
                }
            }
            if (possible.isEmpty()) {
                return;
            }
            resume(possible.get(random.nextInt(possible.size())));
            if (stepsLeft <= 0) {
                throw new AssertionError("still going after " + limit + " accesses: " + waiting());
            }
        }
    }

    private void resume(Agent agent) {
        burst = 1 + random.nextInt(1 + random.nextInt(LONGEST_BURST));
        agent.blockedUntil = null;
        current = agent;
        agent.body.run();
        current = null;
        if (agent.thrown != null) {
            throw new AssertionError(agent.name + " threw " + agent.thrown, agent.thrown);
        }
    }

    /// The agents that have not ended.
    List<String> waiting() {
        List<String> names = new ArrayList<>();
        for (Agent agent : agents) {
            if (!agent.body.isDone()) {
                names.add(agent.name);
            }
        }
        return names;
    }

    /// Here another agent may take over.
    void point() {
        step();
        if (current != null && (--burst <= 0 || stepsLeft <= 0)) {
            Continuation.yield(SCOPE);
        }
    }

    private void block(BooleanSupplier until) {
        Agent agent = current;
        if (agent == null) {
            throw new IllegalStateException("only an agent can wait");
        }
        step();
        agent.blockedUntil = until;
        Continuation.yield(SCOPE);
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public Lock newLock(String name, Digestible guarded) {
        return newLock(name);
    }

    @Override
    public Lock newLock(String name) {
        return new SteppedLock(name);
    }

    @Override
    public Event newEvent(String name) {
        return new SteppedEvent();
    }

    @Override
    public Cell newCell(String name) {
        return new SteppedCell();
    }

    /// Goes on when somebody else has made a step since the agent was here last.
    @Override
    public void relax() {
        Agent agent = current;
        if (agent == null) {
            throw new IllegalStateException("only an agent can wait");
        }
        block(() -> othersSteps(agent) > agent.othersSeen);
        agent.othersSeen = othersSteps(agent);
    }

    private long othersSteps(Agent agent) {
        return steps - agent.ownSteps;
    }

    private void step() {
        steps++;
        stepsLeft--;
        if (current != null) {
            current.ownSteps++;
        }
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void settle(long mark, long result) {
        // Only the checker forgets.
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        // Only the checker forgets.
    }

    private final class SteppedLock implements Lock {
        private final String name;
        private boolean held;

        SteppedLock(String name) {
            this.name = name;
        }

        @Override
        public void lock() {
            point();
            while (held) {
                block(() -> !held);
            }
            held = true;
        }

        @Override
        public void unlock() {
            if (!held) {
                throw new IllegalStateException(name + " is not held");
            }
            held = false;
            point();
        }
    }

    private final class SteppedEvent implements Event {
        private boolean raised;

        @Override
        public void signal() {
            raised = true;
            point();
        }

        @Override
        public void await() {
            point();
            while (!raised) {
                block(() -> raised);
            }
            raised = false;
        }
    }

    private final class SteppedCell implements Cell {
        private long word;

        @Override
        public long get() {
            point();
            return word;
        }

        @Override
        public void set(long value) {
            word = value;
            point();
        }

        @Override
        public long getAcquire(Barrier barrier) {
            return get();
        }

        @Override
        public void setRelease(long value, Barrier barrier) {
            set(value);
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            point();
            boolean equal = word == expected;
            word = equal ? value : word;
            return equal;
        }

        @Override
        public long getAndAdd(long delta) {
            point();
            long before = word;
            word += delta;
            return before;
        }
    }
}
