package ringproof.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;

/// Writes down what the agents of one execution do, step by step.
final class Recorder {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String ENGINE = Recorder.class.getPackageName() + ".";
    private static final String FENCE = "fence";
    private static final String MACHINE = Barrier.class.getPackageName() + ".";

    private final List<Trace.Step> steps = new ArrayList<>();
    /// Under SC nobody can tell a store from its becoming visible, so it is written down only then: agent by agent, in their order.
    private final Map<Agent, ArrayDeque<Trace.Step>> notYetVisible = new HashMap<>();
    private final boolean showsBuffers;

    Recorder(MemoryModel model) {
        this.showsBuffers = model != MemoryModel.SC;
    }

    void record(Agent agent, String what, @Nullable Barrier barrier) {
        steps.add(new Trace.Step(agent.index, what, barrier, sourceLine()));
    }

    /// Something that goes through the agent's store buffer.
    void recordBuffered(Agent agent, String what, @Nullable Barrier barrier) {
        if (showsBuffers) {
            record(agent, what, barrier);
        } else {
            notYetVisible.computeIfAbsent(agent, a -> new ArrayDeque<>())
                    .add(new Trace.Step(agent.index, what, barrier, sourceLine()));
        }
    }

    void recordFence(Agent agent, Barrier barrier) {
        if (agent.buffer.isEmpty()) {
            record(agent, FENCE, barrier);
        } else {
            recordBuffered(agent, FENCE, barrier);
        }
    }

    /// The oldest entry of the agent's store buffer becomes visible.
    void recordFlush(Agent agent, String what) {
        if (showsBuffers) {
            steps.add(new Trace.Step(agent.index, "visible: " + what, null, ""));
            return;
        }
        ArrayDeque<Trace.Step> waiting = Objects.requireNonNull(notYetVisible.get(agent));
        do {
            steps.add(waiting.remove());
        } while (!waiting.isEmpty() && waiting.element().what().equals(FENCE));
    }

    /// Nothing can run any more: what this agent waits for.
    void recordWait(Agent agent) {
        steps.add(new Trace.Step(agent.index, "waits for " + agent.waitsFor(), null, ""));
    }

    Trace trace(List<Agent> agents) {
        List<String> names = new ArrayList<>();
        for (Agent agent : agents) {
            names.add(agent.name);
        }
        return new Trace(List.copyOf(names), List.copyOf(steps));
    }

    /// The line outside the engine and the machine that asked for the step.
    private static String sourceLine() {
        Optional<StackWalker.StackFrame> frame = WALKER.walk(frames -> frames
                .filter(f -> !f.getClassName().startsWith(ENGINE) && !f.getClassName().startsWith(MACHINE))
                .findFirst());
        return frame.map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse("");
    }
}
