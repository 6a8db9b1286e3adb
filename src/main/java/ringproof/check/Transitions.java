package ringproof.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which transitions are possible in the state at hand, and which of them need be explored: the two reductions.
///
/// A transition is an int, see [Execution].
final class Transitions {
    private final List<Agent> agents;
    private final List<CheckedLock> locks;
    private final CheckedMemory memory;
    /// Null: no persistent sets.
    private final @Nullable Sharing sharing;
    private final boolean lazyFlush;

    /// Sees the agents and locks of the execution in hand through its lists.
    Transitions(List<Agent> agents, List<CheckedLock> locks, CheckedMemory memory, @Nullable Sharing sharing,
            boolean lazyFlush) {
        this.agents = agents;
        this.locks = locks;
        this.memory = memory;
        this.sharing = sharing;
        this.lazyFlush = lazyFlush;
    }

    /// Fills `into` with the transitions to be explored now, the running agent's first. Returns how many.
    ///
    /// `flushingOn`: an agent whose next buffered entry is to become visible at once, or null.
    int toExplore(@Nullable Agent current, @Nullable Agent flushingOn, int[] into) {
        int count = agents.size();
        int first = current == null ? 0 : current.index;
        if (flushingOn != null) {
            into[0] = flushingOn.index + count;
            return 1;
        }
        int choosing = choosingAgent(first);
        if (choosing >= 0) {
            return alternativesOf(agents.get(choosing), into);
        }
        int explored = sharing == null ? -1 : persistentSet(sharing, first);
        int found = 0;
        for (int i = 0; i < count; i++) {
            Agent agent = agents.get(wrap(first + i));
            if ((explored >> agent.index & 1) == 0) {
                continue;
            }
            if (canStep(agent)) {
                into[found++] = agent.index;
            }
            if (!agent.buffer.isEmpty() && (!lazyFlush || isNoticed(agent, false))) {
                into[found++] = agent.index + count;
            }
        }
        return found == 0 ? flushOfAny(into) : found;
    }

    /// Nobody can do anything before something becomes visible; in which order does not matter.
    private int flushOfAny(int[] into) {
        for (Agent agent : agents) {
            if (!agent.buffer.isEmpty()) {
                into[0] = agent.index + agents.size();
                return 1;
            }
        }
        return 0;
    }

    /// An agent at a choice, which nobody else's step need come before; -1: none.
    private int choosingAgent(int first) {
        for (int i = 0; i < agents.size(); i++) {
            Agent agent = agents.get(wrap(first + i));
            if (agent.pending == Agent.Pending.CHOICE) {
                return agent.index;
            }
        }
        return -1;
    }

    private int alternativesOf(Agent agent, int[] into) {
        for (int k = 0; k < agent.alternatives; k++) {
            into[k] = agent.index + 2 * agents.size() * k;
        }
        return agent.alternatives;
    }

    /// The smallest persistent set of agents found, as a mask; the running agent's where there is a tie.
    private int persistentSet(Sharing learned, int first) {
        int unfinished = 0;
        for (Agent agent : agents) {
            if (agent.pending != Agent.Pending.FINISHED) {
                unfinished |= 1 << agent.index;
            }
        }
        int[] owners = lockOwners();
        int smallest = -1;
        for (int i = 0; i < agents.size(); i++) {
            Agent agent = agents.get(wrap(first + i));
            if (canStep(agent)) {
                int set = closure(learned, 1 << agent.index, unfinished, owners);
                if (Integer.bitCount(set) < Integer.bitCount(smallest)) {
                    smallest = set;
                }
            }
        }
        return smallest;
    }

    /// By lock: the agent that holds it and has not released it yet, or -1. A release that only waits in its store buffer may take
    /// effect before its next step, so it no longer keeps anybody out.
    private int[] lockOwners() {
        int[] owners = new int[locks.size()];
        for (int i = 0; i < owners.length; i++) {
            Agent owner = locks.get(i).owner();
            owners[i] = owner != null && (owner.heldLocks >> i & 1) != 0 ? owner.index : -1;
        }
        return owners;
    }

    /// The agents from `seed` on whose steps may conflict with, or are needed for, the next steps of those in the set.
    private int closure(Sharing learned, int seed, int unfinished, int[] owners) {
        int set = seed;
        int done = 0;
        while (set != done) {
            int index = Integer.numberOfTrailingZeros(set & ~done);
            done |= 1 << index;
            Agent agent = agents.get(index);
            set |= dependsOn(learned, agent, owners) | agent.footprint.conflicting(learned, index, owners);
            if (agent.drains || !lazyFlush || isNoticed(agent, false)) {
                set |= agent.buffer.conflicting(learned, index, owners);
            }
            set &= unfinished | bufferedAgents();
        }
        return set;
    }

    private int bufferedAgents() {
        int mask = 0;
        for (Agent agent : agents) {
            if (!agent.buffer.isEmpty()) {
                mask |= 1 << agent.index;
            }
        }
        return mask;
    }

    /// The agents that may conflict with the agent's next step, or enable it.
    private int dependsOn(Sharing learned, Agent agent, int[] owners) {
        Agent owner = agent.pending == Agent.Pending.LOCK && agent.lock != null ? agent.lock.owner() : null;
        if (owner != null) {
            return 1 << owner.index;
        }
        return switch (agent.pending) {
            case STEP, LOCK, AWAIT ->
                learned.conflicting(agent.index, agent.stepAddr, agent.stepBytes, agent.stepWrites, owners);
            case RELAX -> agent.watch.writers(learned, agent.index, owners);
            case CHOICE, FINISHED -> 0;
        };
    }

    /// Every transition possible now, reduced or not.
    boolean isPossible(int transition) {
        int count = agents.size();
        Agent agent = agents.get(transition % count);
        int kind = transition / count;
        if (kind == 1) {
            return !agent.buffer.isEmpty();
        }
        return canStep(agent) && (kind == 0
                || (kind % 2 == 0 && agent.pending == Agent.Pending.CHOICE && kind / 2 < agent.alternatives));
    }

    /// Whether the agent's oldest entry may become visible together with the next, because nobody notices it alone.
    boolean mayFlushOn(Agent agent) {
        return lazyFlush && !isNoticed(agent, true);
    }

    /// Whether somebody's next step depends on something in this agent's store buffer, or on its oldest entry alone.
    private boolean isNoticed(Agent agent, boolean oldestOnly) {
        for (Agent other : agents) {
            // Its own loads see its own stores; only a signal does not reach its sender before it is visible.
            if (other != agent || agent.pending == Agent.Pending.AWAIT) {
                if (oldestOnly ? agent.buffer.isHeadNoticedBy(other) : agent.buffer.isNoticedBy(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int wrap(int index) {
        return index < agents.size() ? index : index - agents.size();
    }

    private boolean canStep(Agent agent) {
        return switch (agent.pending) {
            case STEP, CHOICE -> true;
            case LOCK -> agent.lock != null
                    && (agent.lock.owner() == null
                            || (agent.lock.owner() == agent && agent.buffer.unlocks(agent.lock)));
            case AWAIT -> agent.event != null && agent.event.isRaised();
            case RELAX -> agent.watch.changed(memory, agent);
            case FINISHED -> false;
        };
    }
}
