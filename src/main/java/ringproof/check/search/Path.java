package ringproof.check.search;

import org.jspecify.annotations.Nullable;
import ringproof.check.Schedule;

/// The transitions from the first state to another, shared with the paths to its neighbours. Null stands for no transition at all.
public final class Path {
    private final @Nullable Path before;
    private final int transition;
    private final int length;

    Path(@Nullable Path before, int transition) {
        this.before = before;
        this.transition = transition;
        this.length = length(before) + 1;
    }

    /// All but the last transition.
    @Nullable
    Path before() {
        return before;
    }

    /// The last transition.
    int transition() {
        return transition;
    }

    static @Nullable Path of(int[] transitions) {
        Path path = null;
        for (int transition : transitions) {
            path = new Path(path, transition);
        }
        return path;
    }

    static int length(@Nullable Path path) {
        return path == null ? 0 : path.length;
    }

    /// `round`: from which transition on they are repeated for ever, or -1.
    static Schedule schedule(@Nullable Path path, int round) {
        return new Schedule(transitions(path), round);
    }

    static int[] transitions(@Nullable Path path) {
        int[] transitions = new int[length(path)];
        for (Path at = path; at != null; at = at.before) {
            transitions[at.length - 1] = at.transition;
        }
        return transitions;
    }
}
