package ringproof.check.memory;

import org.jspecify.annotations.Nullable;

/// How far each agent will at least have come at its next access to something, in one state of the weak memory model: what is behind
/// that of all can be forgotten.
public final class Horizon {
    /// Locks held at accesses that are never made.
    private static final int NEVER = -1;

    private final State state;
    private final Views views;
    /// Null: nothing is known of who accesses what.
    private final @Nullable Sharing sharing;

    Horizon(State state, Views views, @Nullable Sharing sharing) {
        this.state = state;
        this.views = views;
        this.sharing = sharing;
    }

    /// What the agent will have come to at its next access to the word; null: it makes none.
    private long @Nullable [] at(int agent, int addr) {
        return under(agent, sharing == null ? 0 : sharing.locksOf(agent, addr));
    }

    /// The same where it always holds these locks.
    private long @Nullable [] under(int agent, int locks) {
        return state.at(agent).isFinished() || locks == NEVER ? null
                : views.next(agent, locks & ~state.at(agent).heldLocks, state);
    }

    /// The oldest timestamp of the word, which is at `index` of a view, that anybody will have come to.
    long oldest(int addr, int index) {
        long oldest = Long.MAX_VALUE;
        for (int agent = 0; agent < state.agentCount(); agent++) {
            long[] view = at(agent, addr);
            oldest = view == null ? oldest : Math.min(oldest, View.at(view, index));
        }
        return oldest;
    }

    /// By agent, for the bytes of a stretch.
    long[][] at(PlainAccesses.Stretch stretch) {
        long[][] at = new long[state.agentCount()][];
        for (int agent = 0; agent < at.length; agent++) {
            at[agent] = under(agent, sharing == null ? 0 : sharing.locksOf(agent, stretch.from(), stretch.to()));
        }
        return at;
    }

    /// Whether no volatile access to the word can come before this one any more.
    boolean isBeyond(VolatileOrder.Access access, int addr) {
        if (!access.place().stores()) {
            return true;
        }
        for (int agent = 0; agent < state.agentCount(); agent++) {
            long[] view = at(agent, addr);
            if (view != null && View.at(view, access.place().index()) < access.place().timestamp()
                    && !access.isIn(views.volatiles().before(state.agentCount(), view))) {
                return false;
            }
        }
        return true;
    }
}
