package ringproof.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/// Something that the engine is to reach.
///
/// @param what     in words
/// @param unit     of both numbers
/// @param atMost   whether less is better
/// @param required the least that will do, or the most
/// @param measured empty when it could not be measured
/// @param missing  why not
public record Goal(String what, String unit, boolean atMost, double required, OptionalDouble measured,
        String missing) {

    static Goal atLeast(String what, String unit, double required, OptionalDouble measured, String missing) {
        return new Goal(what, unit, false, required, measured, missing);
    }

    static Goal atMost(String what, String unit, double required, OptionalDouble measured, String missing) {
        return new Goal(what, unit, true, required, measured, missing);
    }

    /// How many times as good as required: 1 or more is met. Empty when not measured.
    public OptionalDouble factor() {
        if (measured.isEmpty()) {
            return measured;
        }
        double value = measured.getAsDouble();
        return OptionalDouble.of(atMost ? required / value : value / required);
    }

    /// "met", "missed by factor 1.5", or why it is not known.
    public String outcome() {
        OptionalDouble factor = factor();
        if (factor.isEmpty()) {
            return "not measured: " + missing;
        }
        return factor.getAsDouble() >= 1 ? "met" : String.format(Locale.ROOT, "missed by factor %.2f",
                1 / factor.getAsDouble());
    }
}
