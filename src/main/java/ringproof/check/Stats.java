package ringproof.check;

import java.time.Duration;

/// How much was explored. States, finals and transitions do not depend on the order of the search, nor on the number of workers.
///
/// @param states      distinct states in which there was something to choose
/// @param finals      distinct states in which nothing can run any more
/// @param transitions explored from the states
/// @param steps       transitions made altogether, those between two states with nothing to choose and those of abandoned attempts included
/// @param executions  runs of the real code, to learn what its agents do
/// @param localStates distinct local states of agents that were learned
/// @param reruns      final states to which the real code was run once more, and came
/// @param depth       length of the longest path, in steps
/// @param memoryBytes for remembering the states
public record Stats(long states, long finals, long transitions, long steps, long executions, long localStates,
        int reruns, int depth,
        long memoryBytes, Duration time) {
    private static final double HASHES = 0x1p64;

    /// Probability that two different states had the same 64-bit name, so that one of them was not explored.
    public double collisionOdds() {
        return (double) states * states / 2 / HASHES;
    }
}
