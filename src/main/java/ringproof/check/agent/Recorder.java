package ringproof.check.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import ringproof.check.Access;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.check.Trace;
import ringproof.check.memory.LocalState;
import ringproof.check.memory.Op;
import ringproof.check.memory.Shape;
import ringproof.check.memory.State;
import ringproof.check.memory.WeakState;
import ringproof.machine.Barrier;
import ringproof.machine.Order;

/// Writes down what the agents of one execution do, step by step.
public final class Recorder {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String ENGINE = Recorder.class.getPackageName() + ".";
    private static final String MACHINE = Barrier.class.getPackageName() + ".";

    private static final Pattern LIBRARY = Pattern.compile("(java|jdk|org\\.junit|org\\.assertj)\\.");
    private static final int NOTHING = -1;

    private final Shape shape;
    private final List<Trace.Step> steps = new ArrayList<>();
    /// Under SC nobody can tell a store from its becoming visible, so it is written down only then: agent by agent, in their order.
    private final Map<Integer, ArrayDeque<Trace.Step>> notYetVisible = new HashMap<>();
    private final MemoryModel model;
    /// The step of the last effect on each word, lock and event, and under the weak model of each message.
    private final Map<Effect, Integer> effects = new HashMap<>();
    /// The agents' last own stores, which they see before others do.
    private final Map<Effect, Integer> ownStores = new HashMap<>();

    /// No steps: written down only where two of them race.
    private final List<PlainAccess> plainAccesses = new ArrayList<>();
    private final MemoryLog memoryLog;
    private final List<Long> startWords = new ArrayList<>();
    private int beforeExchange = NOTHING;

    private record PlainAccess(int agent, Op op, String source) {
        boolean conflicts(int otherAgent, Op other) {
            return agent != otherAgent && (op.writes() || other.writes())
                    && op.addr() < other.addr() + other.extent() && other.addr() < op.addr() + op.extent();
        }
    }

    /// @param on which word, lock or event, or which agent's view of it
    private record Effect(int on, long stamp) {
    }

    Recorder(MemoryModel model, Shape shape) {
        this.model = model;
        this.shape = shape;
        this.memoryLog = new MemoryLog(model);
    }

    /// The state before the first step.
    void starts(State state) {
        for (int addr = 0; addr < shape.sizeBytes(); addr += Long.BYTES) {
            startWords.add(state.words.get(addr, Long.BYTES));
        }
    }

    /// A request is about to be made; `state` is the state before.
    void begins(int agent, Op op, State state) {
        for (Op entry : state.buffered(agent).subList(0, state.drainCount(agent))) {
            flushed(agent, entry);
        }
        if (op.isExchange()) {
            beforeExchange = effects.getOrDefault(
                    new Effect(op.addr(), state.newestMessage(op.addr(), op.bytes())), NOTHING);
        }
    }

    /// A request was made.
    void executed(int agent, Op op, long answer, State state) {
        if (state.failure() != null && state.failure().kind() == Failure.Kind.DATA_RACE) {
            raced(agent, op);
            return;
        }
        String what = switch (op.kind()) {
            case LOAD -> name(op) + " -> " + answer + staleness(op, answer, state);
            case STORE -> name(op) + " = " + op.value();
            case COMPARE_AND_SET -> name(op) + ": compare and set " + op.expected() + " to " + op.value()
                    + (answer == op.expected() ? "" : ": it was " + answer);
            case ADD -> name(op) + ": add " + op.value() + " to " + answer;
            case FENCE -> op.barrier() != null ? "fence" : "fence " + op.fence();
            case LOCK -> "lock " + shape.lockName(op.number());
            case UNLOCK -> "unlock " + shape.lockName(op.number());
            case SIGNAL -> "signal " + shape.eventName(op.number());
            case AWAIT -> "woken by " + shape.eventName(op.number());
            case RELAX -> "spins on";
            case CHOICE -> op.text() + ": " + answer;
            case FAIL -> "fails";
            case PLAIN_READ, PLAIN_WRITE -> {
                plainAccesses.add(new PlainAccess(agent, op, sourceLine()));
                memoryLog.plain(agent, op, answer);
                yield "";
            }
            case GHOST_SET, GHOST_ADD, THROW, FINISHED -> "";
        };
        if (what.isEmpty()) {
            return;
        }
        Trace.Step step = new Trace.Step(agent, what, op.barrier(), sourceLine(), observed(agent, op, state),
                memoryLog.step(agent, op, answer, state));
        boolean waits = model == MemoryModel.SC && switch (op.kind()) {
            case STORE, UNLOCK, SIGNAL -> true;
            case FENCE -> state.isBuffering(agent);
            default -> false;
        };
        if (waits) {
            notYetVisible.computeIfAbsent(agent, a -> new ArrayDeque<>()).add(step);
        } else {
            steps.add(step);
            remember(agent, op, answer, state);
        }
    }

    /// The two accesses, the agent's own last.
    private void raced(int agent, Op op) {
        for (PlainAccess other : plainAccesses.reversed()) {
            if (other.conflicts(agent, op)) {
                steps.add(new Trace.Step(other.agent, access(other.op), null, other.source, NOTHING,
                        memoryLog.rest(other.agent)));
                break;
            }
        }
        steps.add(new Trace.Step(agent, access(op), op.barrier(), sourceLine(), NOTHING, memoryLog.rest(agent)));
    }

    private String access(Op op) {
        return (op.order() == Order.PLAIN ? "plain " : "") + (op.writes() ? "write of " : "read of ") + name(op);
    }

    /// An agent's code threw, perhaps from within a library that it called.
    void threw(int agent, Throwable thrown) {
        Optional<StackTraceElement> frame = Arrays.stream(thrown.getStackTrace())
                .filter(f -> isChecked(f.getClassName()) && !LIBRARY.matcher(f.getClassName()).lookingAt()).findFirst();
        steps.add(new Trace.Step(agent, "throws " + thrown.getClass().getSimpleName(), null,
                frame.map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse(""), NOTHING,
                memoryLog.rest(agent)));
    }

    private void remember(int agent, Op op, long answer, State state) {
        int at = steps.size() - 1;
        boolean exchanged = op.isExchange() && op.exchanged(answer) != answer;
        if (op.kind() == Op.Kind.STORE && model != MemoryModel.WEAK) {
            ownStores.put(new Effect(op.addr(), agent), at);
        } else if (exchanged || op.kind() == Op.Kind.STORE) {
            effects.put(new Effect(op.addr(), state.messageSeen(agent, op.addr(), op.bytes())), at);
        } else if (model == MemoryModel.WEAK && (op.kind() == Op.Kind.UNLOCK || op.kind() == Op.Kind.SIGNAL)) {
            effects.put(new Effect(op.addr(), 0), at);
        }
    }

    /// The step whose effect a request saw; for an exchange, the one before it.
    private int observed(int agent, Op op, State state) {
        return switch (op.kind()) {
            case LOAD -> state.isBuffering(agent) && state.buffered(agent).stream().anyMatch(e -> e.addr() == op.addr())
                    ? ownStores.getOrDefault(new Effect(op.addr(), agent), NOTHING)
                    : effects.getOrDefault(new Effect(op.addr(), state.messageSeen(agent, op.addr(), op.bytes())),
                            NOTHING);
            case COMPARE_AND_SET, ADD -> beforeExchange;
            case LOCK, AWAIT -> effects.getOrDefault(new Effect(op.addr(), 0), NOTHING);
            default -> NOTHING;
        };
    }

    /// Under the weak model a load may read what is no longer the newest.
    private static String staleness(Op op, long answer, State state) {
        long newest = state.words.get(op.addr(), op.bytes());
        return state instanceof WeakState && newest != answer ? " (stale: " + newest + " is newest)" : "";
    }

    private String name(Op op) {
        return shape.nameOf(op.addr());
    }

    /// The oldest entry of the agent's store buffer becomes visible.
    void flushed(int agent, Op entry) {
        if (model != MemoryModel.SC) {
            String what = switch (entry.kind()) {
                case STORE -> name(entry) + " = " + entry.value();
                case UNLOCK -> "unlock " + shape.lockName(entry.number());
                default -> "signal " + shape.eventName(entry.number());
            };
            steps.add(new Trace.Step(agent, "visible: " + what, null, "", NOTHING,
                    List.of(MemoryLog.flushed(agent, entry))));
            effects.put(new Effect(entry.addr(), 0), steps.size() - 1);
            return;
        }
        ArrayDeque<Trace.Step> waiting = Objects.requireNonNull(notYetVisible.get(agent));
        steps.add(waiting.remove());
        effects.put(new Effect(entry.addr(), 0), steps.size() - 1);
        while (!waiting.isEmpty() && waiting.element().what().startsWith("fence")) {
            steps.add(waiting.remove());
        }
    }

    /// Nothing can run any more: what this agent waits for.
    void waits(int agent, LocalState at) {
        steps.add(new Trace.Step(agent, "waits for " + at.waitsFor(shape), null, "", NOTHING,
                memoryLog.rest(agent)));
    }

    Trace trace() {
        addRest();
        return new Trace(shape.agentNames(), List.copyOf(steps),
                new Trace.Memory(List.copyOf(startWords), shape.labels()));
    }

    /// What was accessed plainly after its agent's last step goes with the last step of all; not where a store before it has not happened.
    private void addRest() {
        List<Access> rest = new ArrayList<>();
        for (int agent = 0; agent < shape.agentCount(); agent++) {
            ArrayDeque<Trace.Step> waiting = notYetVisible.get(agent);
            if (waiting == null || waiting.isEmpty()) {
                rest.addAll(memoryLog.rest(agent));
            }
        }
        if (!rest.isEmpty() && !steps.isEmpty()) {
            Trace.Step last = steps.removeLast();
            rest.addAll(0, last.accesses());
            steps.add(new Trace.Step(last.agent(), last.what(), last.barrier(), last.source(), last.observes(),
                    List.copyOf(rest)));
        }
    }

    /// The line outside the engine and the machine that asked for the step.
    private static String sourceLine() {
        Optional<StackWalker.StackFrame> frame = WALKER.walk(frames -> frames
                .filter(f -> isChecked(f.getClassName())).findFirst());
        return frame.map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse("");
    }

    private static boolean isChecked(String className) {
        return !className.startsWith(ENGINE) && !className.startsWith(MACHINE);
    }
}
