package ringproof.bench;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What one checker made of the benchmark program. A count that the checker does not have is empty, never 0.
///
/// @param checker       its name
/// @param how           memory model and what else distinguishes it from the other rows
/// @param states        distinct states
/// @param steps         steps executed
/// @param interleavings executions from start to end
/// @param time          of the run, without the start of its process
/// @param bytesPerState memory that a remembered state takes
public record Measurement(String checker, String how, int workers, Ending ending, OptionalLong states,
        OptionalLong steps, OptionalLong interleavings, Timing time, OptionalDouble bytesPerState) {

    /// Distinct states per second in the median run.
    public OptionalDouble statesPerSecond() {
        return perSecond(states, time.median());
    }

    /// The same in the fastest run.
    public OptionalDouble bestStatesPerSecond() {
        return perSecond(states, time.best());
    }

    public OptionalDouble stepsPerSecond() {
        return perSecond(steps, time.median());
    }

    public OptionalDouble interleavingsPerSecond() {
        return perSecond(interleavings, time.median());
    }

    private static OptionalDouble perSecond(OptionalLong count, double seconds) {
        return count.isPresent() ? OptionalDouble.of(count.getAsLong() / seconds) : OptionalDouble.empty();
    }
}
