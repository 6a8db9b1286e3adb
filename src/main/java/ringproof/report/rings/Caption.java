package ringproof.report.rings;

/// A text that never changes.
///
/// @param style its class in the style sheet
public record Caption(int x, int y, String style, String text) {
}
