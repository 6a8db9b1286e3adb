package ringproof.bench;

import java.util.Arrays;

/// How long the same work took, once or several times, in seconds.
///
/// @param first  the very first run, before the JIT has warmed up
/// @param median of the runs that count: the last ones
/// @param best   of the same
/// @param spread of the same: slowest less fastest, as a share of the median
/// @param runs   how many count
public record Timing(double first, double median, double best, double spread, int runs) {

    static Timing once(double seconds) {
        return new Timing(seconds, seconds, seconds, 0, 1);
    }

    /// The last `counted` of all runs, in their order; all of them if they are fewer.
    static Timing of(double[] all, int counted) {
        double[] sorted = Arrays.copyOfRange(all, Math.max(0, all.length - counted), all.length);
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double best = sorted[0];
        return new Timing(all[0], median, best, (sorted[sorted.length - 1] - best) / median, sorted.length);
    }
}
