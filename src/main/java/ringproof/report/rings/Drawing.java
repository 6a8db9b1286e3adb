package ringproof.report.rings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A picture under construction, from top to bottom; in pixels.
final class Drawing {
    static final int WIDTH = 580;
    static final int ROW = 17;
    /// Where the right half begins.
    static final int RIGHT = 296;
    private static final int SECTION_GAP = 12;

    private final List<Field> fields = new ArrayList<>();
    private final List<Caption> captions = new ArrayList<>();
    private final List<Consumer<MemoryImage>> followers = new ArrayList<>();
    private int y = ROW;

    /// Middle of the row that is drawn now.
    int y() {
        return y;
    }

    void nextRow() {
        y += ROW;
    }

    void heading(String text) {
        y += fields.isEmpty() ? 0 : SECTION_GAP;
        caption(0, "title", text);
        nextRow();
    }

    void caption(int x, String style, String text) {
        captions.add(new Caption(x, y, style, text));
    }

    void field(Field.Kind kind, int x, int width, List<Span> spans, Field.Reading reading) {
        fields.add(new Field(kind, x, y, width, spans, reading));
    }

    /// A word of memory, framed.
    void box(int x, int width, Span span, Field.Reading reading) {
        field(Field.Kind.BOX, x, width, List.of(span), reading);
    }

    /// What words mean.
    void note(int x, int width, Field.Reading reading) {
        field(Field.Kind.NOTE, x, width, List.of(), reading);
    }

    /// Hears of each step, in order, before the fields are read.
    void follow(Consumer<MemoryImage> follower) {
        followers.add(follower);
    }

    List<Field> fields() {
        return List.copyOf(fields);
    }

    List<Caption> captions() {
        return List.copyOf(captions);
    }

    List<Consumer<MemoryImage>> followers() {
        return List.copyOf(followers);
    }
}
