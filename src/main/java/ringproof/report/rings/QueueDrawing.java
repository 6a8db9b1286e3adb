package ringproof.report.rings;

import java.util.List;
import ringproof.suite.QueueLabels;
import ringproof.wire.SplitLayout;

/// What the pictures of both ring formats have in common.
final class QueueDrawing {
    static final int NAME = 80;
    private static final int VALUE = 58;
    private static final int MEANING = Drawing.WIDTH - Drawing.RIGHT - NAME - VALUE;

    private final Drawing drawing;
    private final Names names;
    private final QueueLabels.Named queue;

    QueueDrawing(Drawing drawing, Names names, QueueLabels.Named queue) {
        this.drawing = drawing;
        this.names = names;
        this.queue = queue;
    }

    /// Which format, and both lines of notification.
    void head(boolean eventIdx) {
        drawing.heading("q%s: %s ring, %d descriptors, %s".formatted(
                queue.number().isEmpty() ? "0" : queue.number(), queue.isPacked() ? "packed" : "split",
                queue.layout().size(), eventIdx ? "EVENT_IDX" : "flags"));
        drawing.caption(0, "side", "driver");
        drawing.caption(Drawing.RIGHT, "side", "device");
        line("kick", Field.Kind.TO_RIGHT, 50, "no kick", "kick pending");
        line("callback", Field.Kind.TO_LEFT, Drawing.RIGHT + 50, "no interrupt", "interrupt pending");
        drawing.nextRow();
    }

    private void line(String event, Field.Kind kind, int x, String quiet, String pending) {
        Span span = names.find(event + queue.number());
        if (span != null) {
            drawing.field(kind, x, Drawing.RIGHT - 66, List.of(span), image -> image.get(span) == 0 ? Shown.of(quiet)
                    : new Shown(pending, "raised"));
        }
    }

    /// A word with its name, its value and what it means, in the left half or the right one.
    void word(int x, String name, Span span, Field.Reading value, Field.Reading meaning) {
        drawing.caption(x, "name", name);
        drawing.box(x + NAME, VALUE, span, value);
        drawing.note(x + NAME + VALUE + 6, MEANING - 6, meaning);
    }

    /// Below the rows: how many slots are not drawn.
    void rest(int drawn) {
        int rest = queue.layout().size() - drawn;
        if (rest > 0) {
            drawing.caption(0, "name", rest + (drawn == 0 ? " slots" : " more slots") + " that nobody touches");
            drawing.nextRow();
        }
    }

    /// A word of 16 bits as a number.
    static Field.Reading number(Span span) {
        return image -> Shown.of(Long.toString(image.get(span)));
    }

    /// A number that says nothing before it is written.
    static Field.Reading blankUntilUsed(Span span) {
        return image -> image.isUsed(span) ? Shown.of(Long.toString(image.get(span))) : Shown.NOTHING;
    }

    /// Descriptor flags but those of a packed ring that tell a lap.
    static String flags(int flags) {
        String text = ((flags & SplitLayout.F_NEXT) != 0 ? " NEXT" : "")
                + ((flags & SplitLayout.F_WRITE) != 0 ? " WRITE" : "")
                + ((flags & SplitLayout.F_INDIRECT) != 0 ? " INDIRECT" : "");
        return text.isEmpty() ? "-" : text.substring(1);
    }
}
