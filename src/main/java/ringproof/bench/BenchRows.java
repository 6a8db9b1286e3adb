package ringproof.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A bench report as texts in columns. A dash is what a checker does not say.
public final class BenchRows {
    public static final List<String> MEASUREMENT_HEADERS = List.of("checker", "search", "workers", "verdict", "states",
            "first run", "median", "runs", "spread", "states/s", "best", "steps/s", "interleavings/s",
            "bytes/state");
    public static final List<String> CANARY_HEADERS = List.of("checker", "seeded bug", "verdict", "time", "says");
    public static final List<String> GOAL_HEADERS = List.of("goal", "required", "measured", "outcome");

    public static final List<String> PROFILE_HEADERS = List.of("method", "share of the time");

    private static final String NONE = "-";

    private BenchRows() {
    }

    public static List<String> of(Measurement m) {
        Timing time = m.time();
        return List.of(m.checker(), m.how(), Integer.toString(m.workers()), m.ending().toString(), count(m.states()),
                seconds(time.first()), seconds(time.median()), Integer.toString(time.runs()),
                time.runs() == 1 ? NONE : String.format(Locale.ROOT, "%.0f %%", 100 * time.spread()),
                rate(m.statesPerSecond()),
                rate(m.bestStatesPerSecond()), rate(m.stepsPerSecond()), rate(m.interleavingsPerSecond()),
                m.bytesPerState().isEmpty() ? NONE
                        : String.format(Locale.ROOT, "%.1f", m.bytesPerState().getAsDouble()));
    }

    public static List<String> of(Canary canary) {
        return List.of(canary.checker(), canary.bug(), canary.ending().toString(), seconds(canary.seconds()),
                canary.says());
    }

    public static List<String> of(Goal goal) {
        return List.of(goal.what(), (goal.atMost() ? "<= " : ">= ") + quantity(goal.required(), goal.unit()),
                goal.measured().isEmpty() ? NONE : quantity(goal.measured().getAsDouble(), goal.unit()),
                goal.outcome());
    }

    public static List<String> of(Profile.Share share) {
        return List.of(share.method(), String.format(Locale.ROOT, "%.0f %%", 100 * share.part()));
    }

    private static String quantity(double value, String unit) {
        return value >= 1000
                ? String.format(Locale.ROOT, "%,.0f %s", value, unit)
                : String.format(Locale.ROOT, "%.2f %s", value, unit);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String count(OptionalLong count) {
        return count.isEmpty() ? NONE : String.format(Locale.ROOT, "%,d", count.getAsLong());
    }

    private static String rate(OptionalDouble rate) {
        return rate.isEmpty() ? NONE : String.format(Locale.ROOT, "%,.0f", rate.getAsDouble());
    }
}
