package ringproof.check;

import org.jspecify.annotations.Nullable;

/// What random executions of the real code have found.
///
/// @param failure    what went wrong, or null
/// @param schedule   in which, or null
/// @param executions how many executions it took, or how many were tried
public record Sampling(@Nullable Failure failure, @Nullable Schedule schedule, int executions) {
    /// How the next transition is chosen.
    public enum Strategy {
        /// Each with equal probability.
        UNIFORM,
        /// Always the possible one of highest priority; priorities are random, and change at a few random steps. Source: Burckhardt,
        /// Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding bugs", 2010; depth 3.
        PCT
    }
}
