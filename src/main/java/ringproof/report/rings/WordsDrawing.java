package ringproof.report.rings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ringproof.check.Access;
import ringproof.check.Trace;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// Whatever else has a name and is touched: locks, events, cells, requests in memory.
final class WordsDrawing {
    private static final int NAME = 126;
    private static final int VALUE = 152;
    private static final int BYTES_SHOWN = 6;
    private static final int STATUS_NOT_WRITTEN = 0xFF;

    private WordsDrawing() {
    }

    /// What a name stands for.
    private record Word(Trace.Label label, Access.Target on) {
        Span span() {
            return new Span(label.addr(), label.bytes());
        }
    }

    /// `drawn`: what the picture shows already.
    static void draw(Drawing drawing, Trace trace, Collection<Field> drawn) {
        List<Word> words = new ArrayList<>();
        for (Word word : touched(trace)) {
            if (drawn.stream().noneMatch(field -> field.spans().stream().anyMatch(word.span()::meets))) {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            return;
        }
        drawing.heading("locks, cells, events and requests");
        int rows = (words.size() + 1) / 2;
        for (int row = 0; row < rows; row++) {
            word(drawing, 0, words.get(row), trace);
            if (rows + row < words.size()) {
                word(drawing, Drawing.RIGHT, words.get(rows + row), trace);
            }
            drawing.nextRow();
        }
    }

    private static void word(Drawing drawing, int x, Word word, Trace trace) {
        drawing.caption(x, "name", word.label.name());
        drawing.box(x + NAME, VALUE, word.span(), reading(word, trace.agents()));
    }

    /// By address.
    private static Collection<Word> touched(Trace trace) {
        Map<Span, Access.Target> accessed = new LinkedHashMap<>();
        for (Trace.Step step : trace.steps()) {
            for (Access access : step.accesses()) {
                accessed.put(new Span(access.addr(), access.bytes()), access.on());
            }
        }
        List<Word> words = new ArrayList<>();
        for (Trace.Label label : trace.memory().labels()) {
            Span span = new Span(label.addr(), label.bytes());
            for (Map.Entry<Span, Access.Target> entry : accessed.entrySet()) {
                if (span.meets(entry.getKey())) {
                    words.add(new Word(label, entry.getValue()));
                    break;
                }
            }
        }
        return words;
    }

    private static Field.Reading reading(Word word, List<String> agents) {
        Span span = word.span();
        return switch (word.on) {
            case LOCK -> image -> {
                int holder = image.holder(span.addr());
                return holder < 0 ? Shown.of("free") : new Shown("held by " + agents.get(holder), "raised");
            };
            case EVENT -> image -> image.get(span) == 0 ? Shown.of("-") : new Shown("signalled", "raised");
            case WORD -> memory(word.label.name(), span);
        };
    }

    private static Field.Reading memory(String name, Span span) {
        if (name.endsWith(".header") && span.bytes() == BlkRequestLayout.HEADER_BYTES) {
            return image -> image.isUsed(span) ? header(image, span.addr()) : Shown.NOTHING;
        }
        if (name.endsWith(".status") && span.bytes() == BlkRequestLayout.STATUS_BYTES) {
            return image -> image.isUsed(span) ? status((int) image.get(span)) : Shown.NOTHING;
        }
        return span.bytes() <= Long.BYTES ? image -> Shown.of(Long.toUnsignedString(image.get(span)))
                : image -> Shown.of(image.isUsed(span) ? bytes(image, span) : "");
    }

    private static Shown header(MemoryImage image, int addr) {
        int code = image.get32(addr + BlkRequestLayout.TYPE);
        BlkRequestType type = BlkRequestType.ofCode(code);
        return Shown.of((type == null ? "type " + code : type.name()) + " sector "
                + image.get(addr + BlkRequestLayout.SECTOR, Long.BYTES));
    }

    private static Shown status(int code) {
        return Shown.of(code == STATUS_NOT_WRITTEN ? "not written" : code + " " + BlkStatus.ofCode(code));
    }

    private static String bytes(MemoryImage image, Span span) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < BYTES_SHOWN; i++) {
            text.append(String.format("%02x ", image.get(span.addr() + i, 1)));
        }
        return text + "\u2026";
    }
}
