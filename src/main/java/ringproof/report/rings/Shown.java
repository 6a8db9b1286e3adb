package ringproof.report.rings;

/// What a field shows at one step.
///
/// @param marks classes of the style sheet, separated by spaces, or empty
public record Shown(String text, String marks) {
    static final Shown NOTHING = new Shown("", "");

    static Shown of(String text) {
        return new Shown(text, "");
    }

    Shown marked(String mark) {
        return new Shown(text, marks.isEmpty() ? mark : marks + " " + mark);
    }
}
