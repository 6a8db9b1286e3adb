package ringproof.report;

import java.time.Duration;
import java.util.Locale;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;

/// The same words and number formats in every table.
public final class Words {
    private static final double MILLIS = 1000;

    private Words() {
    }

    public static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Proved proved -> "proved";
            case Verdict.Refuted refuted -> "refuted";
            case Verdict.ProvedUpTo upTo -> "bounded";
            case Verdict.Inconclusive inconclusive -> "inconclusive";
        };
    }

    /// `1,234,567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `3.1e-07`; `0` for nothing explored.
    public static String odds(double probability) {
        return probability == 0 ? "0" : String.format(Locale.ROOT, "%.1e", probability);
    }

    /// `12.3 s`.
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS);
    }

    /// `SC and TSO`: the memory models that there are.
    public static String models() {
        StringBuilder text = new StringBuilder();
        MemoryModel[] models = MemoryModel.values();
        for (int i = 0; i < models.length; i++) {
            text.append(i == 0 ? "" : i == models.length - 1 ? " and " : ", ").append(models[i]);
        }
        return text.toString();
    }

    /// One line that XML can hold, whatever the text was.
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> line.append(' ');
                case Character.SURROGATE, Character.UNASSIGNED -> line.append('\uFFFD');
                default -> line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
