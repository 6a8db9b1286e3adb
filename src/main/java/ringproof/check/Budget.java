package ringproof.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much a search may use.
///
/// @param states      most distinct states to remember
/// @param depth       most transitions in one execution
/// @param memoryBytes most bytes for remembering states
/// @param workers     threads that search together
public record Budget(Duration time, long states, int depth, long memoryBytes, int workers) {
    private static final long GIB = 1L << 30;
    public static final Budget DEFAULT = new Budget(Duration.ofMinutes(10), Long.MAX_VALUE, 100_000, 2 * GIB, 1);

    /// Which limit is exceeded, in one sentence, or null.
    @Nullable
    public String exceeded(long nanos, long usedBytes, long stateCount, int length) {
        if (nanos > time.toNanos()) {
            return "the time budget of " + time.toMillis() / 1000.0 + " s is used up";
        }
        if (usedBytes > memoryBytes) {
            return "the memory budget of " + memoryBytes + " bytes for remembering states is used up";
        }
        if (stateCount > states) {
            return "the budget of " + states + " states is used up";
        }
        return length <= depth ? null
                : "an execution is longer than " + depth + " steps: an agent may run for ever or poll without relax()";
    }

    public Budget withTime(Duration limit) {
        return new Budget(limit, states, depth, memoryBytes, workers);
    }

    public Budget withStates(long limit) {
        return new Budget(time, limit, depth, memoryBytes, workers);
    }

    public Budget withDepth(int limit) {
        return new Budget(time, states, limit, memoryBytes, workers);
    }

    public Budget withMemoryBytes(long limit) {
        return new Budget(time, states, depth, limit, workers);
    }

    public Budget withWorkers(int count) {
        return new Budget(time, states, depth, memoryBytes, count);
    }
}
