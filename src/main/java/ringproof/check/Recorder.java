package ringproof.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;

/// Writes down what the agents of one execution do, step by step.
final class Recorder {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String ENGINE = Recorder.class.getPackageName() + ".";
    private static final String MACHINE = Barrier.class.getPackageName() + ".";

    private final List<Trace.Step> steps = new ArrayList<>();

    void record(Agent agent, String what, @Nullable Barrier barrier) {
        steps.add(new Trace.Step(agent.index, what, barrier, sourceLine()));
    }

    void recordFlush(Agent agent, String what) {
        steps.add(new Trace.Step(agent.index, "visible: " + what, null, ""));
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
