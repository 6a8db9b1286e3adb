package ringproof.check.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.Ghost;
import ringproof.check.MemoryModel;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.Reduction;
import ringproof.check.World;
import ringproof.check.memory.Op;
import ringproof.check.memory.Shape;
import ringproof.check.memory.Sharing;
import ringproof.check.memory.State;
import ringproof.check.memory.Words;
import ringproof.machine.Machine;

/// A program that has been built once: its shape, its first state, its properties and the bodies of its agents.
///
/// Whoever runs the bodies is the [Runner]; without one, requests to the machine look at the state in hand, as properties do.
public final class Instance implements World {
    private static final int MAX_ALTERNATIVES = 256;

    private final Configuration configuration;
    public final Shape shape;
    private final CheckedMachine machine;
    private final List<Runnable> bodies = new ArrayList<>();
    private final List<Supplier<@Nullable String>> always = new ArrayList<>();
    private final List<Supplier<@Nullable String>> atEnd = new ArrayList<>();
    private Words words;
    private long raised;
    private @Nullable State state;
    private final @Nullable Runner runner;
    private int groups;

    /// Runs the bodies of the agents.
    interface Runner {
        boolean isRunning();

        /// Makes a request of the running agent; returns the answer.
        long request(Op op);

        RunningAgent running();
    }

    public Instance(Program program, Configuration configuration, @Nullable Runner runner) {
        this.configuration = configuration;
        this.runner = runner;
        this.shape = new Shape(program.memoryBytes());
        this.words = new Words(shape.maxSizeBytes());
        this.machine = new CheckedMachine(this);
        program.build(this);
    }

    /// The state in which the program begins, each agent before its first request.
    public State initialState(@Nullable Sharing sharing) {
        State initial = State.initial(configuration.model(), shape, words.first(shape.sizeBytes()), raised,
                configuration.reductions().contains(Reduction.LAZY_FLUSH),
                configuration.reductions().contains(Reduction.PERSISTENT_SETS) ? sharing : null);
        state = initial;
        return initial;
    }

    boolean isRunning() {
        return runner != null && runner.isRunning();
    }

    Runner runner() {
        if (runner == null) {
            throw new IllegalStateException("only an agent can do this");
        }
        return runner;
    }

    Configuration configuration() {
        return configuration;
    }

    /// The bytes as whoever is no agent sees them.
    Words words() {
        return state == null ? words : state.words;
    }

    void raise(int event) {
        if (state == null) {
            raised |= 1L << event;
        } else {
            state.raise(event);
        }
    }

    List<Runnable> bodies() {
        return bodies;
    }

    /// Checks what must hold in every state.
    public void checkAlways(State at) {
        check(at, always);
    }

    /// Checks what must hold where nothing can run any more.
    public void checkAtEnd(State at) {
        check(at, atEnd);
        for (int i = 0; i < at.agentCount() && at.failure() == null; i++) {
            if (!shape.isDaemon(i) && !at.at(i).isFinished()) {
                at.fail(Failure.Kind.STUCK, shape.agentName(i) + " waits for ever for " + at.at(i).waitsFor(shape));
            }
        }
    }

    private void check(State at, List<Supplier<@Nullable String>> properties) {
        state = at;
        for (Supplier<@Nullable String> property : properties) {
            try {
                String wrong = property.get();
                if (wrong != null) {
                    at.fail(Failure.Kind.PROPERTY, wrong);
                }
            } catch (AssertionError asserted) {
                at.fail(Failure.Kind.PROPERTY, String.valueOf(asserted.getMessage()));
            } catch (RuntimeException thrown) {
                at.fail(Failure.Kind.EXCEPTION, "a property threw " + thrown);
            }
            if (at.failure() != null) {
                return;
            }
        }
    }

    /// Throws where the program was not built the way it was before.
    public void checkBuiltLike(Instance first) {
        String difference = shape.differenceFrom(first.shape);
        if (difference.isEmpty() && (words.hash() != first.words.hash() || raised != first.raised)) {
            difference = "memory, cells, events or ghosts do not begin with the same values";
        }
        if (!difference.isEmpty()) {
            throw new NotDeterministic("the program is not deterministic: when it is built again, " + difference);
        }
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public void agent(String name, Runnable body) {
        add(name, false, groups++, body);
    }

    @Override
    public void daemon(String name, Runnable body) {
        add(name, true, groups++, body);
    }

    @Override
    public void agents(String name, int count, Runnable body) {
        boolean alike = configuration.reductions().contains(Reduction.SYMMETRY)
                && configuration.model() != MemoryModel.WEAK;
        for (int i = 1; i <= count; i++) {
            add(name + i, false, alike ? groups : groups++, body);
        }
        groups += alike ? 1 : 0;
    }

    private void add(String name, boolean daemon, int group, Runnable body) {
        if (state != null) {
            throw new IllegalStateException("agents are added while the program is built");
        }
        shape.addAgent(name, daemon, group);
        bodies.add(body);
    }

    @Override
    public int choose(String what, int alternatives) {
        if (!isRunning()) {
            throw new IllegalStateException("only an agent can let the environment choose");
        }
        if (alternatives < 1 || alternatives > MAX_ALTERNATIVES) {
            throw new IllegalArgumentException(
                    "a choice has 1 to " + MAX_ALTERNATIVES + " alternatives, not " + alternatives);
        }
        return (int) runner().request(Op.choice(what, alternatives));
    }

    @Override
    public void fail(String what) {
        if (isRunning()) {
            runner().request(Op.said(Op.Kind.FAIL, what));
        } else {
            throw new IllegalStateException("only an agent can fail; a property returns what is wrong");
        }
    }

    @Override
    public Ghost ghost(String name) {
        int addr = shape.newWord(name);
        return new Ghost() {
            @Override
            public long get() {
                if (isRunning()) {
                    throw new IllegalStateException("an agent may not read the ghost " + name
                            + ": it is a variable of the specification, for properties");
                }
                return words().get(addr, Long.BYTES);
            }

            @Override
            public void set(long value) {
                change(Op.Kind.GHOST_SET, value, value);
            }

            @Override
            public void add(long delta) {
                change(Op.Kind.GHOST_ADD, delta, words().get(addr, Long.BYTES) + delta);
            }

            private void change(Op.Kind kind, long operand, long result) {
                if (isRunning()) {
                    runner().request(Op.ghost(kind, addr, operand));
                } else {
                    words().put(addr, Long.BYTES, result);
                }
            }
        };
    }

    @Override
    public void always(Supplier<@Nullable String> property) {
        always.add(property);
    }

    @Override
    public void atEnd(Supplier<@Nullable String> property) {
        atEnd.add(property);
    }

    @Override
    public boolean isHeld(String name) {
        int lock = shape.lockNamed(name);
        if (lock < 0) {
            throw new IllegalArgumentException("there is no lock " + name);
        }
        return state != null && state.lockOwner(lock) >= 0;
    }

    @Override
    public long label(long addr, int bytes, String name) {
        shape.label((int) addr, bytes, name);
        return addr;
    }

    /// Allocates what stands for a cell, lock or event among the words.
    int newWord(String name) {
        return shape.newWord(name);
    }
}
