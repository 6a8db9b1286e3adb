package ringproof.check;

import java.time.Duration;

/// How much was explored.
///
/// @param states     distinct states in which there was something to choose
/// @param finals     executions that ended because nothing could run any more
/// @param steps      steps executed, those repeated to come back to a state included
/// @param executions runs of the program
/// @param depth      length of the longest execution, in steps
public record Stats(long states, long finals, long steps, long executions, int depth, Duration time) {
    private static final double HASHES = 0x1p64;

    /// Probability that two different states had the same 64-bit name, so that one of them was not explored.
    public double collisionOdds() {
        return (double) states * states / 2 / HASHES;
    }
}
