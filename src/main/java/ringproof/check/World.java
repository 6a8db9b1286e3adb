package ringproof.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Machine;

/// What a [Program] is built with, and the only source of chance while it runs.
public interface World {
    Machine machine();

    /// Adds an agent that must finish: one that is left waiting when nothing can run any more is a finding.
    void agent(String name, Runnable body);

    /// Adds an agent that may wait for ever: a device, an interrupt handler.
    void daemon(String name, Runnable body);

    /// Called by an agent: a number from 0 to `alternatives - 1` which the environment chooses; every one is explored.
    int choose(String what, int alternatives);

    /// A property of every state: returns what is wrong in one sentence, or null. Looks at memory and Java state without being a step.
    void always(Supplier<@Nullable String> property);

    /// A property of every state in which nothing can run any more.
    void atEnd(Supplier<@Nullable String> property);

    /// For properties: whether an agent holds the lock of this name.
    boolean isHeld(String lock);

    /// Names `bytes` bytes of guest memory from `addr` on, for traces.
    void label(long addr, int bytes, String name);
}
