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

    /// Adds agents that must finish and do exactly the same, so that states in which they have changed places are explored once. They may
    /// share nothing but the machine, and none may know which it is.
    void agents(String name, int count, Runnable body);

    /// Called by an agent: a number from 0 to `alternatives - 1` which the environment chooses; every one is explored.
    int choose(String what, int alternatives);

    /// Called by an agent that has seen something which must not be: a finding with that sentence.
    void fail(String what);

    /// Adds a variable for properties.
    Ghost ghost(String name);

    /// A property of every state: returns what is wrong in one sentence, or null. It may look at the machine's memory and cells, at
    /// [#isHeld(String)] and at ghosts, and at nothing else that changes: the search does not run the agents again for every state, so Java
    /// variables that they change say nothing about the state at hand. Looking is not a step.
    ///
    /// The reductions keep every final state, not every state on the way: a property must be about what one agent changes, or
    /// what is changed under one lock, to be checked in every state that matters.
    void always(Supplier<@Nullable String> property);

    /// A property of every state in which nothing can run any more; what it may look at, see [#always(Supplier)].
    void atEnd(Supplier<@Nullable String> property);

    /// For properties: whether an agent holds the lock of this name.
    boolean isHeld(String lock);

    /// Names `bytes` bytes of guest memory from `addr` on, for traces. Returns `addr`.
    long label(long addr, int bytes, String name);
}
