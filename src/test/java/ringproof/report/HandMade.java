package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.check.Trace;
import ringproof.check.Trace.Step;
import ringproof.machine.Barrier;

/// Traces of nothing that ever ran.
final class HandMade {
    static final String HOSTILE = "</text><script>alert(\"1\")</script> & ]]>}\n\u0001\uD800";

    private HandMade() {
    }

    /// Its steps touch no memory.
    static Trace trace(List<String> agents, List<Step> steps) {
        return new Trace(agents, steps, new Trace.Memory(List.of(), List.of()));
    }

    private static Step step(int agent, String what, @Nullable Barrier barrier, String source, int observes) {
        return new Step(agent, what, barrier, source, observes, List.of());
    }

    /// A buffer made available and used. Three steps observe another; for one of them it was the agent's own.
    static Trace small() {
        return trace(List.of("driver", "device"), List.of(
                step(0, "avail.idx = 1", Barrier.PUBLISH_AVAILABLE, "SplitDriverQueue.java:141", -1),
                step(0, "signal kick", null, "HardwareQueue.java:108", -1),
                step(1, "woken by kick", null, "QueueWorker.java:55", 1),
                step(0, "avail.idx -> 1", null, "SplitDriverQueue.java:9", 0),
                step(1, "used.idx = 1", Barrier.PUBLISH_USED, "SplitDeviceQueue.java:175", -1),
                step(0, "used.idx -> 1", Barrier.SEE_USED, "", 4)));
    }

    /// Markup, braces, line ends and characters that no XML can hold, wherever text can be.
    static Trace hostile() {
        return trace(List.of("a b", "a}b", HOSTILE), List.of(
                step(0, HOSTILE, Barrier.KICK_CHECK, HOSTILE, -1),
                step(1, HOSTILE, null, HOSTILE, 0),
                step(2, HOSTILE, null, HOSTILE, 1)));
    }

    /// So many steps of six agents; each but the first of an agent sees what the agent before it did.
    static Trace longOne(int count) {
        List<String> agents = List.of("job1", "job2", "job3", "job4", "interrupt", "device");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step(i / 3 % agents.size(), "q0.lastUsedIdx -> " + i, i % 7 == 0 ? Barrier.SEE_USED : null,
                    "SplitDriverQueue.java:" + i, i % 3 == 0 ? i - 1 : -1));
        }
        return trace(agents, steps);
    }
}
