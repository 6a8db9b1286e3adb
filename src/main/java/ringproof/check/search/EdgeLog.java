package ringproof.check.search;

import java.util.Arrays;

/// The transitions between the states of a search, written down as they are explored. Used by one thread.
public final class EdgeLog {
    private static final int INITIAL = 1024;
    /// What one edge takes.
    static final int EDGE_BYTES = 2 * Long.BYTES + Integer.BYTES;
    /// Stands for the state before the first one with something to choose.
    static final long ROOT = 0x526F6F74L;

    private long[] from = new long[INITIAL];
    private long[] to = new long[INITIAL];
    private int[] transitions = new int[INITIAL];
    private int size;

    void add(long fromName, int transition, long toName) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
            transitions = Arrays.copyOf(transitions, 2 * size);
        }
        from[size] = fromName;
        to[size] = toName;
        transitions[size] = transition;
        size++;
    }

    int size() {
        return size;
    }

    long from(int edge) {
        return from[edge];
    }

    long to(int edge) {
        return to[edge];
    }

    int transition(int edge) {
        return transitions[edge];
    }

    void clear() {
        from = new long[INITIAL];
        to = new long[INITIAL];
        transitions = new int[INITIAL];
        size = 0;
    }
}
