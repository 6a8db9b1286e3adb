package ringproof.report.rings;

import java.util.ArrayList;
import java.util.List;
import ringproof.check.Trace;
import ringproof.queue.QueueLayout;
import ringproof.suite.QueueLabels;
import ringproof.wire.SplitLayout;

/// Which slots of a ring are drawn: all of a small one, else those that somebody touches.
final class DrawnSlots {
    private DrawnSlots() {
    }

    /// In order. `maxWhole`: the largest ring that is drawn whole.
    static List<Integer> of(QueueLabels.Named queue, Trace trace, int maxWhole) {
        QueueLayout layout = queue.layout();
        MemoryImage start = new MemoryImage(trace);
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < layout.size(); slot++) {
            if (layout.size() <= maxWhole || isTouched(trace, start, spansOf(queue, slot))) {
                slots.add(slot);
            }
        }
        return slots;
    }

    private static List<Span> spansOf(QueueLabels.Named queue, int slot) {
        QueueLayout layout = queue.layout();
        List<Span> spans = new ArrayList<>();
        spans.add(new Span((int) layout.descriptorArea() + SplitLayout.DESCRIPTOR_BYTES * slot,
                SplitLayout.DESCRIPTOR_BYTES));
        if (!queue.isPacked()) {
            spans.add(
                    new Span((int) layout.driverArea() + SplitLayout.AVAIL_RING + SplitLayout.AVAIL_ENTRY_BYTES * slot,
                            SplitLayout.AVAIL_ENTRY_BYTES));
            spans.add(new Span((int) layout.deviceArea() + SplitLayout.USED_RING + SplitLayout.USED_ENTRY_BYTES * slot,
                    SplitLayout.USED_ENTRY_BYTES));
        }
        return spans;
    }

    private static boolean isTouched(Trace trace, MemoryImage start, List<Span> spans) {
        for (Span span : spans) {
            if (start.isUsed(span)) {
                return true;
            }
            for (Trace.Step step : trace.steps()) {
                if (step.accesses().stream().anyMatch(a -> span.meets(new Span(a.addr(), a.bytes())))) {
                    return true;
                }
            }
        }
        return false;
    }
}
