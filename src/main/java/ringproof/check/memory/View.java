package ringproof.check.memory;

import java.util.Arrays;

/// How far into the history of each word an agent, or whoever reads a message, has come. Immutable; not a class of its own but a
/// `long[]`, because there are many: entry i is the timestamp of the oldest message of location i that may still be read. Missing
/// entries are 0.
///
/// The first entries are no locations but the agents' clocks, two for each: which of its plain writes, and which of its plain reads,
/// come before. Then, one for each agent: how many of its volatile accesses come before, see [VolatileOrder].
///
/// Source: Kang, Hur, Lahav, Vafeiadis, Dreyer, "A promising semantics for relaxed-memory concurrency", 2017, without the promises;
/// clocks as in Flanagan, Freund, "FastTrack", 2009.
public final class View {
    static final long[] NOTHING = {};

    private View() {
    }

    static long at(long[] view, int i) {
        return i < view.length ? view[i] : 0;
    }

    static long[] with(long[] view, int i, long timestamp) {
        long[] changed = Arrays.copyOf(view, Math.max(view.length, i + 1));
        changed[i] = timestamp;
        return changed;
    }

    /// What has come as far as both; one of the two themselves where that is enough.
    static long[] join(long[] a, long[] b) {
        if (includes(a, b)) {
            return a;
        }
        if (includes(b, a)) {
            return b;
        }
        long[] join = Arrays.copyOf(a, Math.max(a.length, b.length));
        for (int i = 0; i < b.length; i++) {
            join[i] = Math.max(join[i], b[i]);
        }
        return join;
    }

    private static boolean includes(long[] a, long[] b) {
        for (int i = 0; i < b.length; i++) {
            if (at(a, i) < b[i]) {
                return false;
            }
        }
        return true;
    }

    /// The agent's clocks in a view.
    static int writes(int agent) {
        return 2 * agent;
    }

    static int reads(int agent) {
        return 2 * agent + 1;
    }

    /// The number of the agent's volatile accesses in a view.
    static int volatiles(int agentCount, int agent) {
        return 2 * agentCount + agent;
    }

    static int location(int agentCount, int location) {
        return 3 * agentCount + location;
    }
}
