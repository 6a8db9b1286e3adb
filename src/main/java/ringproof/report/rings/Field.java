package ringproof.report.rings;

import java.util.List;
import java.util.Locale;

/// A piece of the picture whose text may change from step to step.
///
/// @param spans what it shows: it is marked when one of them is written or read
public record Field(Kind kind, int x, int y, int width, List<Span> spans, Reading reading) {

    /// Of the line's head, in pixels.
    private static final int HEAD = 8;
    private static final int TEXT = 122;

    /// How it looks.
    public enum Kind {
        /// A word of memory, framed.
        BOX,
        /// The same, framed only while there is something.
        ENTRY,
        /// What words mean, without a frame.
        NOTE,
        /// A line of notification, from left to right.
        TO_RIGHT,
        /// And from right to left.
        TO_LEFT;

        /// Its class in the style sheet.
        public String style() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether its text keeps off its edge.
        public boolean isFramed() {
            return this == BOX || this == ENTRY;
        }

        public boolean isLine() {
            return this == TO_RIGHT || this == TO_LEFT;
        }
    }

    /// Makes the text from memory.
    @FunctionalInterface
    public interface Reading {
        Shown read(MemoryImage image);
    }

    /// A line with a head, for SVG, and room for the text in its middle.
    public String line() {
        int to = kind == Kind.TO_RIGHT ? x + width : x;
        int back = kind == Kind.TO_RIGHT ? -HEAD : HEAD;
        return "M%d %dH%dM%d %dH%dM%d %dl%d %dv%dl%d %d".formatted(x, y, middle() - TEXT / 2, middle() + TEXT / 2, y,
                x + width, to, y, back, -HEAD / 2, HEAD, -back, -HEAD / 2);
    }

    public int middle() {
        return x + width / 2;
    }

    /// At this step, with marks for what the step did to it.
    Shown shown(MemoryImage image) {
        Shown shown = reading.read(image);
        for (Span span : spans) {
            if (image.isWrittenNow(span)) {
                return shown.marked("wrote");
            }
        }
        for (Span span : spans) {
            if (image.isReadNow(span)) {
                return shown.marked(image.isStale(span) ? "read stale" : "read");
            }
        }
        return shown;
    }
}
