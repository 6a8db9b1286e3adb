package ringproof.report.rings;

import java.util.ArrayList;
import java.util.List;
import ringproof.check.Trace;
import ringproof.queue.Virtqueues;
import ringproof.suite.QueueLabels;
import ringproof.suite.Scenario;

/// Memory at each step of a trace, as a picture whose fields change: where everything is, in pixels, and what changes when.
///
/// @param start  what each field shows before the first step
/// @param frames what each step changes, in order
public record MemoryPicture(int width, int height, List<Caption> captions, List<Field> fields, List<Shown> start,
        List<List<Change>> frames) {

    /// The largest ring that is drawn whole where there is no other.
    private static final int MAX_WHOLE = 16;

    /// What a field shows from a step on.
    ///
    /// @param field its index
    public record Change(int field, Shown shown) {
    }

    /// A field as it is at one step.
    public record Drawn(int index, Field field, Shown shown) {
    }

    /// The picture of what the scenario's queues and everything beside them hold; empty for a trace of nothing that has a name.
    public static MemoryPicture of(Trace trace, Scenario scenario) {
        Drawing drawing = new Drawing();
        Names names = new Names(trace.memory().labels());
        boolean eventIdx = scenario.ring().hasEventIdx();
        List<QueueLabels.Named> queues = QueueLabels.find(trace.memory());
        for (QueueLabels.Named queue : queues) {
            List<Integer> slots = DrawnSlots.of(queue, trace, MAX_WHOLE / queues.size());
            if (queue.isPacked()) {
                int start = Virtqueues.startAfter(scenario.ring().features(), scenario.startIdx(),
                        queue.layout().size());
                PackedDrawing.draw(drawing, names, queue, eventIdx, start, slots);
            } else {
                SplitDrawing.draw(drawing, names, queue, eventIdx, slots);
            }
        }
        BuffersDrawing.draw(drawing, names, trace);
        WordsDrawing.draw(drawing, trace, drawing.fields());
        return frames(drawing, trace);
    }

    private static MemoryPicture frames(Drawing drawing, Trace trace) {
        List<Field> fields = drawing.fields();
        MemoryImage image = new MemoryImage(trace);
        List<Shown> start = read(drawing, image);
        List<Shown> before = start;
        List<List<Change>> frames = new ArrayList<>();
        for (Trace.Step step : trace.steps()) {
            image.apply(step);
            List<Shown> after = read(drawing, image);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                if (!after.get(i).equals(before.get(i))) {
                    changes.add(new Change(i, after.get(i)));
                }
            }
            frames.add(List.copyOf(changes));
            before = after;
        }
        return new MemoryPicture(Drawing.WIDTH, drawing.y(), drawing.captions(), fields, start, List.copyOf(frames));
    }

    private static List<Shown> read(Drawing drawing, MemoryImage image) {
        drawing.followers().forEach(follower -> follower.accept(image));
        List<Shown> shown = new ArrayList<>();
        for (Field field : drawing.fields()) {
            shown.add(field.shown(image));
        }
        return shown;
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /// All fields as they are after so many steps.
    public List<Drawn> at(int step) {
        List<Shown> shown = new ArrayList<>(start);
        for (List<Change> changes : frames.subList(0, step)) {
            changes.forEach(change -> shown.set(change.field, change.shown));
        }
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            drawn.add(new Drawn(i, fields.get(i), shown.get(i)));
        }
        return drawn;
    }
}
