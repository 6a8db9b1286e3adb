package ringproof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import ringproof.check.MemoryModel;

final class BenchReportTest {
    private static final Canary FOUND = new Canary("TLC", "bug", Ending.REFUTED, "Deadlock reached.", 1);

    private static Measurement searched(String checker, String how, int workers, long states, double... seconds) {
        return new Measurement(checker, how, workers, Ending.PROVED, OptionalLong.of(states),
                OptionalLong.of(20 * states), OptionalLong.empty(), Timing.of(seconds, 2), OptionalDouble.empty());
    }

    private static Measurement sampled(Ending ending) {
        return new Measurement(LincheckChecker.NAME, "SC", 1, ending, OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.of(100), Timing.once(20), OptionalDouble.empty());
    }

    private static BenchReport report(List<Canary> canaries, Measurement... measurements) {
        return new BenchReport(RingSize.STANDARD, List.of(measurements), canaries, List.of(), List.of(), List.of());
    }

    private static List<Measurement> complete() {
        return new ArrayList<>(List.of(
                searched(EngineChecker.NAME, EngineChecker.reduced(MemoryModel.SC), 1, 300_000, 3, 1, 1),
                searched(EngineChecker.NAME, EngineChecker.reduced(MemoryModel.TSO), 1, 900_000, 4, 4),
                searched(EngineChecker.NAME, EngineChecker.reduced(MemoryModel.TSO), 2, 900_000, 2, 2),
                searched(TlcChecker.NAME, "SC, every step", 1, 500_000, 10),
                searched(SpinChecker.NAME, "SC, every step", 1, 500_000, 0.5), sampled(Ending.NOT_EXHAUSTED)));
    }

    private static List<String> outcomes(List<Measurement> measurements) {
        return report(List.of(FOUND), measurements.toArray(new Measurement[0])).goals().stream().map(Goal::outcome)
                .toList();
    }

    @Test
    void goals_are_met_or_missed_by_a_factor() {
        assertThat(outcomes(complete())).containsExactly("missed by factor 1.11", "missed by factor 1.11", "met", "met",
                "missed by factor 1.50");
    }

    @Test
    void a_goal_without_its_measurement_says_so() {
        assertThat(outcomes(List.of(sampled(Ending.PROVED)))).allMatch(text -> text.startsWith("not measured: "));
    }

    @Test
    void right_verdicts_deviate_in_nothing() {
        assertThat(report(List.of(FOUND), complete().toArray(new Measurement[0])).deviations()).isEmpty();
    }

    @Test
    void a_bug_not_found_and_models_that_differ_are_deviations() {
        Canary missed = new Canary("Spin", "bug", Ending.PROVED, "", 1);
        assertThat(report(List.of(FOUND, missed), searched(TlcChecker.NAME, "SC", 1, 500, 1),
                searched(SpinChecker.NAME, "SC", 1, 501, 1), sampled(Ending.REFUTED)).deviations()).containsExactly(
                        "Lincheck (SC) says of the sound program: refuted", "Spin does not find the seeded bug: bug",
                        "TLC and Spin do not find the same number of states: their models are not the same");
    }

    @Test
    void only_the_last_runs_count_and_the_first_is_remembered() {
        assertThat(Timing.of(new double[]{9, 4, 1, 2, 3}, 3)).isEqualTo(new Timing(9, 2, 1, 1, 3));
    }
}
