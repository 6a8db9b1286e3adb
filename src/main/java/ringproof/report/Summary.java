package ringproof.report;

import java.time.Duration;
import java.util.List;
import ringproof.suite.CellResult;

/// The counts of a campaign. Every cell is counted once: as proved, refuted, unexpected or inconclusive.
///
/// @param proved        proved, as expected
/// @param refuted       refuted, as expected
/// @param unexpected    proved or refuted where the other was expected
/// @param collisionOdds bound on the probability that anywhere a hash collision hid a state
/// @param time          on the wall clock, all workers together
public record Summary(int cells, int proved, int refuted, int unexpected, int inconclusive, long states, long steps,
        double collisionOdds, Duration time) {

    public static Summary of(List<CellResult> results, Duration time) {
        int proved = 0;
        int refuted = 0;
        int unexpected = 0;
        int inconclusive = 0;
        long states = 0;
        long steps = 0;
        double odds = 0;
        for (CellResult result : results) {
            if (!result.isConclusive()) {
                inconclusive++;
            } else if (!result.isExpected()) {
                unexpected++;
            } else if (result.token() == null) {
                proved++;
            } else {
                refuted++;
            }
            states += result.stats().states();
            steps += result.stats().steps();
            odds += result.stats().collisionOdds();
        }
        return new Summary(results.size(), proved, refuted, unexpected, inconclusive, states, steps, odds, time);
    }

    /// All of it in one sentence.
    public String headline() {
        return cells + (cells == 1 ? " cell: " : " cells: ") + proved + " proved, " + refuted + " refuted as expected, "
                + unexpected
                + " unexpected, " + inconclusive + " inconclusive; " + Words.count(states) + " states, "
                + Words.count(steps)
                + " steps in " + Words.seconds(time) + "; chance that a hash collision hid a state: about "
                + Words.odds(collisionOdds);
    }
}
