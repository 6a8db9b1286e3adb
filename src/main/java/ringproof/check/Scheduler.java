package ringproof.check;

import java.util.List;

/// Decides which agent goes on: a schedule made by whoever has something to try or to measure.
@FunctionalInterface
public interface Scheduler {
    /// Something that can happen next.
    ///
    /// @param agent       whose step it is
    /// @param alternative which answer of the environment, from 0 on
    /// @param isFlush     whether it is no step of the agent's own: its oldest buffered store becomes visible
    /// @param wakes       whether the agent has waited for an event
    /// @param holdsLock   whether the agent holds a lock
    record Possible(String agent, int alternative, boolean isFlush, boolean wakes, boolean holdsLock) {
    }

    /// The index of one of them; there is at least one.
    int choose(List<Possible> possible);
}
