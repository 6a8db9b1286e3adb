package ringproof.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Digestible;

/// Runs a program once, step by step, in the order that a [Strategy] says. Used again for the next run.
///
/// A step is one request to the machine that other agents can notice. The strategy is asked in the agent's own context, so going on with
/// the same agent costs no switch. A transition is an int: agent index, plus the agent count for flushing one of its buffered stores,
/// plus multiples of twice the agent count for the alternatives of a choice.
final class Execution {
    static final int STOP = -1;
    /// Transitions of one state at the most.
    static final int MAX_TRANSITIONS = 1024;
    private static final int MAX_AGENTS_AND_LOCKS = 31;

    private final Program program;
    private final Configuration configuration;
    private final CheckedMemory memory;
    private final World world;
    private final Strategy strategy;
    private final @Nullable Recorder recorder;
    /// Null: every step is interleaved.
    private final @Nullable Sharing sharing;
    private final Transitions transitions;

    private final List<Agent> agents = new ArrayList<>();
    private final List<CheckedLock> locks = new ArrayList<>();
    private final List<CheckedEvent> events = new ArrayList<>();
    private final Properties always = new Properties();
    private final Properties atEnd = new Properties();
    private @Nullable Agent current;
    /// An agent whose next buffered entry is to be made visible at once.
    private @Nullable Agent flushingOn;
    private boolean starting;
    private int next;
    private int alternative;
    private long stepCount;
    private boolean exploring;
    private @Nullable Failure failure;

    Execution(Program program, Configuration configuration, Strategy strategy, @Nullable Recorder recorder,
            Set<Reduction> reductions, @Nullable Sharing sharing) {
        this.program = program;
        this.configuration = configuration;
        this.strategy = strategy;
        this.recorder = recorder;
        this.sharing = sharing;
        this.memory = new CheckedMemory(this, program.memoryBytes());
        this.transitions = new Transitions(agents, locks, memory, sharing, reductions.contains(Reduction.LAZY_FLUSH));
        this.world = new CheckedWorld(this, new CheckedMachine(this, memory), memory, always, atEnd);
    }

    /// Runs the program from its start until the strategy stops it, nothing can run, or something is wrong.
    @Nullable
    Failure run() {
        memory.reset();
        agents.clear();
        locks.clear();
        events.clear();
        always.clear();
        atEnd.clear();
        failure = null;
        exploring = false;
        current = null;
        flushingOn = null;
        program.build(world);
        starting = true;
        for (Agent agent : agents) {
            resume(agent);
        }
        starting = false;
        next = failure == null ? decide() : STOP;
        while (next != STOP) {
            Agent agent = agents.get(next % agents.size());
            resume(agent);
            if (agent.pending == Agent.Pending.FINISHED) {
                next = decide();
            }
        }
        for (Agent agent : agents) {
            if (!agent.coroutine.isFinished()) {
                agent.coroutine.abandon();
            }
        }
        return failure;
    }

    private void resume(Agent agent) {
        current = agent;
        agent.coroutine.resume();
        current = null;
    }

    /// Asks for transitions until one is an agent's own step; flushes on the way. The checks of each new state are made here.
    private int decide() {
        Agent asking = current;
        while (true) {
            if (exploring && failure == null) {
                current = null;
                check(always);
                current = asking;
            }
            if (failure != null) {
                return STOP;
            }
            int transition = strategy.next(this);
            if (transition == STOP) {
                return STOP;
            }
            stepCount++;
            int count = agents.size();
            int kind = transition / count;
            Agent agent = agents.get(transition % count);
            if (kind != 1) {
                flushingOn = null;
                alternative = kind / 2;
                return transition;
            }
            flush(agent);
        }
    }

    /// Makes the agent's oldest buffered entry visible.
    private void flush(Agent agent) {
        // An entry that nobody notices is only in the way of one that somebody does.
        flushingOn = transitions.mayFlushOn(agent) ? agent : null;
        flushOne(agent);
        if (agent.buffer.isEmpty()) {
            flushingOn = null;
        }
    }

    private void flushOne(Agent agent) {
        if (recorder != null) {
            recorder.recordFlush(agent, agent.buffer.describeHead(memory));
        }
        agent.buffer.flushOne(memory, agent.footprint);
    }

    /// The agent is about to do something that others may notice; returns when the strategy lets it.
    ///
    /// `drains`: its buffered stores become visible with the step, before it. Whoever could tell that from one by one is given its
    /// chance by a flush of its own.
    void point(Agent agent, Agent.Pending pending, boolean drains) {
        agent.pending = pending;
        agent.drains = drains;
        if (starting) {
            agent.coroutine.suspend();
        } else {
            next = decide();
            if (next == STOP || agents.get(next % agents.size()) != agent) {
                agent.coroutine.suspend();
            }
        }
        if (pending != Agent.Pending.CHOICE) {
            agent.footprint.clear();
        }
        if (drains) {
            while (!agent.buffer.isEmpty()) {
                flushOne(agent);
            }
            agent.fenced = false;
        }
        agent.observe(pending.ordinal());
        agent.pending = Agent.Pending.STEP;
    }

    /// A step that accesses memory, a lock or an event; `fullBarrier`: whatever the memory model, the agent's stores are visible first.
    void step(Agent agent, Agent.Pending pending, long addr, int bytes, boolean write, boolean fullBarrier) {
        agent.stepAddr = addr;
        agent.stepBytes = bytes;
        agent.stepWrites = write;
        learn(agent, addr, bytes, write);
        point(agent, pending, fullBarrier || drainsBeforeLoad(agent));
        checkRace(agent, addr, bytes, write);
    }

    /// An entry is added to the agent's store buffer: no step yet.
    void buffered(Agent agent, long addr, int bytes) {
        learn(agent, addr, bytes, true);
        checkRace(agent, addr, bytes, true);
    }

    /// What an agent is about to access counts, not what it gets to access: else a step that is put off for ever would never be known.
    private void learn(Agent agent, long addr, int bytes, boolean write) {
        if (sharing != null) {
            sharing.access(agent, addr, bytes, write);
        }
    }

    private boolean drainsBeforeLoad(Agent agent) {
        return agent.fenced || configuration.model() == MemoryModel.SC;
    }

    /// A plain access: no step, but no other agent may be accessing the bytes.
    @Nullable
    Agent plainAccess(long addr, int bytes, boolean write) {
        Agent agent = current;
        if (agent != null) {
            learn(agent, addr, bytes, write);
            checkRace(agent, addr, bytes, write);
            agent.footprint.add(addr, bytes, write, agent.buffer.nextSequence());
            if (write) {
                agent.observe(bytes);
            }
        }
        return agent;
    }

    private void checkRace(Agent agent, long addr, int bytes, boolean write) {
        if (!exploring && !starting) {
            return;
        }
        for (Agent other : agents) {
            if (other != agent && other.footprint.conflicts(addr, bytes, write)) {
                fail(Failure.Kind.DATA_RACE, agent.name + " and " + other.name + " access " + memory.nameOf(addr)
                        + " at the same time, one of them with a plain access");
            }
        }
    }

    /// No later load of the agent overtakes its earlier stores.
    void fullBarrier(Barrier barrier) {
        Agent agent = current;
        if (agent == null || configuration.dropped().contains(barrier)) {
            return;
        }
        agent.fenced = true;
        agent.observe(barrier.ordinal());
        if (recorder != null) {
            recorder.recordFence(agent, barrier);
        }
    }

    void lockTaken(CheckedLock lock) {
        for (Agent agent : agents) {
            agent.footprint.forgetReleasedBy(lock);
        }
    }

    boolean ignores(CheckedLock lock) {
        return configuration.ignoredLocks().contains(lock.name());
    }

    /// Fills `into` with the transitions to be explored now, the running agent's first. Returns how many.
    int transitions(int[] into) {
        return transitions.toExplore(current, flushingOn, into);
    }

    /// Whether a transition is possible now, to be explored or not.
    boolean isPossible(int transition) {
        return transitions.isPossible(transition);
    }

    /// Names the global state.
    long stateHash() {
        return StateHash.of(memory, agents, locks, events);
    }

    /// Nothing can run any more: makes the checks of a final state.
    void quiesce() {
        Agent asking = current;
        current = null;
        check(atEnd);
        for (Agent agent : agents) {
            if (recorder != null && agent.pending != Agent.Pending.FINISHED) {
                recorder.recordWait(agent);
            }
            if (failure == null && !agent.daemon && agent.pending != Agent.Pending.FINISHED) {
                fail(Failure.Kind.STUCK, agent.name + " waits for ever for " + agent.waitsFor());
            }
        }
        current = asking;
    }

    private void check(Properties properties) {
        String wrong = properties.violation();
        if (wrong != null) {
            fail(Failure.Kind.PROPERTY, wrong);
        }
    }

    void fail(Failure.Kind kind, String message) {
        if (failure == null) {
            failure = new Failure(kind, message);
        }
    }

    /// From here on states are new: properties are checked.
    void setExploring() {
        exploring = true;
    }

    @Nullable
    Agent current() {
        return current;
    }

    List<CheckedLock> locks() {
        return locks;
    }

    List<Agent> agents() {
        return agents;
    }

    MemoryModel model() {
        return configuration.model();
    }

    @Nullable
    Recorder recorder() {
        return recorder;
    }

    long stepCount() {
        return stepCount;
    }

    CheckedLock newLock(String name, @Nullable Digestible guarded) {
        limit(locks.size(), "locks");
        CheckedLock lock = new CheckedLock(this, locks.size(), memory.newCell(name), name, guarded);
        locks.add(lock);
        return lock;
    }

    CheckedEvent newEvent(String name) {
        CheckedEvent event = new CheckedEvent(this, memory.newCell(name), name);
        events.add(event);
        return event;
    }

    void addAgent(String name, boolean daemon, Runnable body) {
        int index = agents.size();
        limit(index, "agents");
        agents.add(
                new Agent(index, name, daemon, Coroutine.of(configuration.coroutines(), () -> runBody(index, body))));
    }

    /// Sets of them are masks.
    private static void limit(int count, String what) {
        if (count == MAX_AGENTS_AND_LOCKS) {
            throw new IllegalStateException("a checked program has at most " + MAX_AGENTS_AND_LOCKS + " " + what);
        }
    }

    private void runBody(int index, Runnable body) {
        Agent agent = agents.get(index);
        try {
            body.run();
        } catch (Coroutine.Abandoned abandoned) {
            throw abandoned;
        } catch (RuntimeException | AssertionError | StackOverflowError thrown) {
            fail(Failure.Kind.EXCEPTION, agent.name + " threw " + thrown);
        }
        agent.finish();
    }

    int choose(String what, int alternatives) {
        Agent agent = current;
        if (agent == null) {
            throw new IllegalStateException("only an agent can let the environment choose");
        }
        if (alternatives < 1 || alternatives > MAX_TRANSITIONS) {
            throw new IllegalArgumentException(
                    "a choice has 1 to " + MAX_TRANSITIONS + " alternatives, not " + alternatives);
        }
        agent.alternatives = alternatives;
        point(agent, Agent.Pending.CHOICE, false);
        int chosen = alternative;
        agent.observe(chosen);
        if (recorder != null) {
            recorder.record(agent, what + ": " + chosen, null);
        }
        return chosen;
    }
}
