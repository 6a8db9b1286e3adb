package ringproof.check.memory;

import org.jspecify.annotations.Nullable;

/// Which transitions are possible in a state, and which of them need be explored. A function of the state alone, so that every search
/// explores the same. What a transition is: see [State]. Used by one thread.
public final class Transitions {
    /// Null: no persistent sets.
    private final @Nullable Sharing sharing;
    /// By agent, of the state in hand: whom its next step depends on; right for those in `found`.
    private final int[] dependencies = new int[Integer.SIZE];
    private int found;

    public Transitions(@Nullable Sharing sharing) {
        this.sharing = sharing;
    }

    /// Fills `into` with the transitions to be explored. Returns how many.
    public int toExplore(State state, int[] into) {
        int count = state.agentCount();
        if (state.flushingOn() >= 0) {
            into[0] = state.flushingOn() + count;
            return 1;
        }
        for (int agent = 0; agent < count; agent++) {
            if (state.isMereChoice(agent)) {
                return addSteps(state, agent, into, 0);
            }
        }
        int explored = sharing == null ? -1 : persistentSet(state, sharing);
        int found = 0;
        for (int agent = 0; agent < count; agent++) {
            if ((explored >> agent & 1) != 0) {
                found = addSteps(state, agent, into, found);
                if (state.isBuffering(agent) && state.isBufferNoticed(agent)) {
                    into[found++] = agent + count;
                }
            }
        }
        return found == 0 ? flushOfAny(state, into) : found;
    }

    /// All transitions that are possible, reduced in no way.
    public static int possible(State state, int[] into) {
        int found = 0;
        for (int agent = 0; agent < state.agentCount(); agent++) {
            found = addSteps(state, agent, into, found);
            if (state.isBuffering(agent)) {
                into[found++] = agent + state.agentCount();
            }
        }
        return found;
    }

    private static int addSteps(State state, int agent, int[] into, int from) {
        int alternatives = state.alternatives(agent);
        for (int k = 0; k < alternatives; k++) {
            into[from + k] = agent + 2 * state.agentCount() * k;
        }
        return from + alternatives;
    }

    public static boolean isFlush(State state, int transition) {
        return transition / state.agentCount() == 1;
    }

    public static int agent(State state, int transition) {
        return transition % state.agentCount();
    }

    public static int alternative(State state, int transition) {
        return transition / (2 * state.agentCount());
    }

    public static boolean isPossible(State state, int transition) {
        int agent = agent(state, transition);
        if (isFlush(state, transition)) {
            return state.isBuffering(agent);
        }
        return transition / state.agentCount() % 2 == 0
                && alternative(state, transition) < state.alternatives(agent);
    }

    /// Nobody can do anything before something becomes visible; in which order does not matter.
    private static int flushOfAny(State state, int[] into) {
        for (int agent = 0; agent < state.agentCount(); agent++) {
            if (state.isBuffering(agent)) {
                into[0] = agent + state.agentCount();
                return 1;
            }
        }
        return 0;
    }

    /// The smallest persistent set of agents found, as a mask; where there is a tie, one that does not depend on the agents' numbers.
    private int persistentSet(State state, Sharing sharing) {
        int relevant = 0;
        for (int agent = 0; agent < state.agentCount(); agent++) {
            relevant |= !state.at(agent).isFinished() || state.isBuffering(agent) ? 1 << agent : 0;
        }
        int[] owners = state.firmLockOwners();
        found = 0;
        int smallest = -1;
        long smallestName = 0;
        for (int agent = 0; agent < state.agentCount(); agent++) {
            if (state.alternatives(agent) > 0) {
                int set = closure(state, sharing, agent, relevant, owners);
                int difference = Integer.bitCount(set) - Integer.bitCount(smallest);
                if (difference < 0 || (difference == 0 && state.at(agent).name < smallestName)) {
                    smallest = set;
                    smallestName = state.at(agent).name;
                }
            }
        }
        return smallest;
    }

    /// The agents from `seed` on whose steps may conflict with, or are needed for, the next steps of those in the set.
    private int closure(State state, Sharing sharing, int seed, int relevant, int[] owners) {
        int set = 1 << seed;
        int done = 0;
        while (set != done) {
            int agent = Integer.numberOfTrailingZeros(set & ~done);
            done |= 1 << agent;
            if ((found >> agent & 1) == 0) {
                found |= 1 << agent;
                dependencies[agent] = state.dependsOn(agent, sharing, owners) & relevant;
            }
            set |= dependencies[agent];
        }
        return set;
    }
}
