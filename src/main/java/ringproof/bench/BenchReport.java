package ringproof.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import ringproof.check.MemoryModel;

/// All that one run of the bench has measured.
///
/// @param profile  where the engine's time goes
/// @param remarks  what the reader must know, in sentences
/// @param problems why something is missing that should be there, in sentences
public record BenchReport(RingSize size, List<Measurement> measurements, List<Canary> canaries,
        List<Profile.Share> profile, List<String> remarks, List<String> problems) {
    private static final double STEPS_PER_SECOND = 5e6;
    private static final double STATES_PER_SECOND = 250e3;
    private static final double SPEED_UP = 1.6;
    private static final double TIMES_TLC = 5;
    private static final double VERDICT_SECONDS = 2;

    /// What came out otherwise than it must, in sentences.
    public List<String> deviations() {
        List<String> deviations = new ArrayList<>();
        for (Measurement measurement : measurements) {
            boolean samples = measurement.states().isEmpty();
            if (measurement.ending() == Ending.REFUTED || (!samples && measurement.ending() != Ending.PROVED)) {
                deviations.add(measurement.checker() + " (" + measurement.how() + ") says of the sound program: "
                        + measurement.ending());
            }
        }
        for (Canary canary : canaries) {
            if (!canary.isFound()) {
                deviations.add(canary.checker() + " does not find the seeded bug: " + canary.bug());
            }
        }
        Measurement tlc = find(TlcChecker.NAME, 1, "");
        Measurement spin = find(SpinChecker.NAME, 1, "");
        if (tlc != null && spin != null && !tlc.states().equals(spin.states())) {
            deviations.add("TLC and Spin do not find the same number of states: their models are not the same");
        }
        return deviations;
    }

    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("steps per second on one worker, in the slower memory model", "/s", STEPS_PER_SECOND,
                        slower(m -> m.stepsPerSecond().orElse(0)), "the engine failed"),
                Goal.atLeast("distinct states per second on one worker, in the slower memory model", "/s",
                        STATES_PER_SECOND, slower(m -> m.statesPerSecond().orElse(0)), "the engine failed"),
                Goal.atLeast("two workers against one", "x", SPEED_UP, speedUp(),
                        "no run with two workers"),
                Goal.atLeast("distinct states per second against TLC's, one worker each, SC", "x", TIMES_TLC,
                        timesTlc(), "one of them failed"),
                Goal.atMost("first verdict of a new process, SC, where Lincheck does not finish", "s",
                        VERDICT_SECONDS, verdictSeconds(), "Lincheck finished or failed"));
    }

    /// Of our engine as it is used, with one worker.
    private OptionalDouble slower(ToDoubleFunction<Measurement> value) {
        Measurement sc = engine(MemoryModel.SC, 1);
        Measurement tso = engine(MemoryModel.TSO, 1);
        return sc == null || tso == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(value.applyAsDouble(sc), value.applyAsDouble(tso)));
    }

    private OptionalDouble speedUp() {
        Measurement one = engine(MemoryModel.TSO, 1);
        Measurement two = engine(MemoryModel.TSO, 2);
        return one == null || two == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(one.time().median() / two.time().median());
    }

    private OptionalDouble timesTlc() {
        Measurement engine = engine(MemoryModel.SC, 1);
        Measurement tlc = find(TlcChecker.NAME, 1, "");
        return engine == null || tlc == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        engine.statesPerSecond().orElseThrow() / tlc.statesPerSecond().orElseThrow());
    }

    private OptionalDouble verdictSeconds() {
        Measurement engine = engine(MemoryModel.SC, 1);
        Measurement lincheck = find(LincheckChecker.NAME, 1, "");
        return engine == null || lincheck == null || lincheck.ending() != Ending.NOT_EXHAUSTED
                ? OptionalDouble.empty()
                : OptionalDouble.of(engine.time().first());
    }

    private @Nullable Measurement engine(MemoryModel model, int workers) {
        return find(EngineChecker.NAME, workers, EngineChecker.reduced(model));
    }

    /// The first whose `how` begins so.
    private @Nullable Measurement find(String checker, int workers, String how) {
        for (Measurement measurement : measurements) {
            if (measurement.checker().equals(checker) && measurement.workers() == workers
                    && measurement.how().startsWith(how)) {
                return measurement;
            }
        }
        return null;
    }
}
