package ringproof.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;

/// What happened in one execution: the agents, and their steps in order.
///
/// @param memory as it was before the first step
public record Trace(List<String> agents, List<Step> steps, Memory memory) {
    private static final int MIN_WIDTH = 14;

    /// One thing that one agent did.
    ///
    /// @param agent    index into the agents
    /// @param what     operation and value
    /// @param barrier  what it carries, or null
    /// @param source   file and line of the checked code, or empty
    /// @param observes index of the step whose effect (store, unlock, signal, exchange) this step saw, or -1
    /// @param accesses what it did to memory and saw there, in order; with what its agent accessed plainly before it
    public record Step(int agent, String what, @Nullable Barrier barrier, String source, int observes,
            List<Access> accesses) {
        /// Operation, value and barrier.
        public String text() {
            return barrier == null ? what : what + "  [" + barrier + "]";
        }
    }

    /// Guest memory, and behind it what stands for cells, locks and events.
    ///
    /// @param words  8 bytes each, little-endian, from address 0 on
    /// @param labels what has a name, by address
    public record Memory(List<Long> words, List<Label> labels) {
    }

    /// A named piece of memory.
    public record Label(String name, int addr, int bytes) {
    }

    /// A table: one column an agent, one line a step, the source line at the end.
    public String toText() {
        int[] widths = new int[agents.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(MIN_WIDTH, agents.get(i).length());
        }
        for (Step step : steps) {
            widths[step.agent] = Math.max(widths[step.agent], step.text().length());
        }
        StringBuilder text = new StringBuilder("step");
        for (int i = 0; i < widths.length; i++) {
            text.append("  ").append(pad(agents.get(i), widths[i]));
        }
        text.append("  source\n");
        for (int n = 0; n < steps.size(); n++) {
            Step step = steps.get(n);
            text.append(String.format("%4d", n + 1));
            for (int i = 0; i < widths.length; i++) {
                text.append("  ").append(pad(i == step.agent ? step.text() : "", widths[i]));
            }
            text.append("  ").append(step.source);
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
