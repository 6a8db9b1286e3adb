package ringproof.report.rings;

import java.util.List;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.suite.QueueLabels;
import ringproof.wire.SplitLayout;

/// A split queue: words on top, below them the available ring, the descriptors and the used ring, a row a slot.
final class SplitDrawing {
    private static final int AVAIL = 0;
    private static final int TABLE = 96;
    private static final int USED = 430;
    private static final int SLOT = 30;
    private static final int HALF = 0x8000;

    private final Drawing drawing;
    private final Names names;
    private final QueueLayout layout;
    private final QueueDrawing common;
    private final boolean eventIdx;
    private final SplitRings rings;
    private final int avail;
    private final int used;

    private SplitDrawing(Drawing drawing, Names names, QueueLabels.Named queue, boolean eventIdx) {
        this.drawing = drawing;
        this.names = names;
        this.layout = queue.layout();
        this.common = new QueueDrawing(drawing, names, queue);
        this.eventIdx = eventIdx;
        this.rings = new SplitRings(layout);
        this.avail = (int) layout.driverArea();
        this.used = (int) layout.deviceArea();
    }

    static void draw(Drawing drawing, Names names, QueueLabels.Named queue, boolean eventIdx, List<Integer> slots) {
        SplitDrawing split = new SplitDrawing(drawing, names, queue, eventIdx);
        drawing.follow(split.rings::follow);
        split.common.head(eventIdx);
        split.words();
        split.rows(slots);
    }

    private void words() {
        int right = Drawing.RIGHT;
        Span availIdx = new Span(avail + SplitLayout.AVAIL_IDX, 2);
        Span usedIdx = new Span(used + SplitLayout.USED_IDX, 2);
        common.word(0, "avail.idx", availIdx, QueueDrawing.number(availIdx), image -> Shown.of(
                EventIdx.distance(rings.availIdx(), rings.usedIdx()) + " in flight"));
        common.word(right, "used.idx", usedIdx, QueueDrawing.number(usedIdx), image -> Shown.NOTHING);
        drawing.nextRow();
        Span availFlags = new Span(avail + SplitLayout.AVAIL_FLAGS, 2);
        Span usedFlags = new Span(used + SplitLayout.USED_FLAGS, 2);
        common.word(0, "avail.flags", availFlags, QueueDrawing.number(availFlags),
                flags(availFlags, SplitLayout.AVAIL_F_NO_INTERRUPT, "NO_INTERRUPT", "interrupt me"));
        common.word(right, "used.flags", usedFlags, QueueDrawing.number(usedFlags),
                flags(usedFlags, SplitLayout.USED_F_NO_NOTIFY, "NO_NOTIFY", "kick me"));
        drawing.nextRow();
        if (eventIdx) {
            Span usedEvent = new Span(avail + SplitLayout.usedEventOffset(layout.size()), 2);
            Span availEvent = new Span(used + SplitLayout.availEventOffset(layout.size()), 2);
            common.word(0, "used_event", usedEvent, QueueDrawing.number(usedEvent),
                    image -> wanted(image, usedEvent, rings.usedIdx(), "interrupt"));
            common.word(right, "avail_event", availEvent, QueueDrawing.number(availEvent),
                    image -> wanted(image, availEvent, rings.availIdx(), "kick"));
            drawing.nextRow();
        }
    }

    /// With EVENT_IDX both sides ignore the flags.
    private Field.Reading flags(Span span, int mask, String set, String clear) {
        return image -> eventIdx ? Shown.of("not in use")
                : (image.get(span) & mask) != 0 ? new Shown(set, "off") : new Shown(clear, "on");
    }

    private static Shown wanted(MemoryImage image, Span event, int idx, String what) {
        int more = EventIdx.distance((int) image.get(event), idx);
        return more == 0 ? new Shown(what + " at the next", "on")
                : more < HALF ? new Shown(what + " after " + more + " more", "on")
                : new Shown("passed: no " + what, "off");
    }

    private void rows(List<Integer> slots) {
        drawing.caption(AVAIL + SLOT, "column", "avail.ring");
        drawing.caption(TABLE + SLOT, "column", "descriptor: addr");
        drawing.caption(TABLE + SLOT + 126, "column", "len");
        drawing.caption(TABLE + SLOT + 172, "column", "flags");
        drawing.caption(TABLE + SLOT + 258, "column", "next");
        drawing.caption(USED + SLOT - 40, "column", "used.ring: id");
        drawing.caption(USED + SLOT + 50, "column", "len");
        drawing.nextRow();
        for (int slot : slots) {
            row(slot);
            drawing.nextRow();
        }
        common.rest(slots.size());
    }

    private void row(int slot) {
        Span head = new Span(avail + SplitLayout.AVAIL_RING + SplitLayout.AVAIL_ENTRY_BYTES * slot, 2);
        drawing.note(AVAIL, 10, image -> isNext(rings.availIdx(), slot) ? new Shown("\u25b8", "next") : Shown.NOTHING);
        drawing.caption(AVAIL + SLOT - 6, "slot", Integer.toString(slot));
        drawing.box(AVAIL + SLOT, 46, head, image -> live(QueueDrawing.blankUntilUsed(head).read(image),
                rings.isAvailable(slot)));

        int descriptor = (int) layout.descriptorArea() + SplitLayout.DESCRIPTOR_BYTES * slot;
        Span whole = new Span(descriptor, SplitLayout.DESCRIPTOR_BYTES);
        Span addr = new Span(descriptor + SplitLayout.DESCRIPTOR_ADDR, 8);
        Span len = new Span(descriptor + SplitLayout.DESCRIPTOR_LEN, 4);
        Span flags = new Span(descriptor + SplitLayout.DESCRIPTOR_FLAGS, 2);
        Span next = new Span(descriptor + SplitLayout.DESCRIPTOR_NEXT, 2);
        drawing.caption(TABLE + SLOT - 6, "slot", Integer.toString(slot));
        descriptor(SLOT, 122, whole, addr, slot, image -> names.buffer(image.get(addr)));
        descriptor(SLOT + 126, 42, whole, len, slot, image -> Long.toString(image.get(len)));
        descriptor(SLOT + 172, 82, whole, flags, slot, image -> QueueDrawing.flags((int) image.get(flags)));
        descriptor(SLOT + 258, 32, whole, next, slot, image -> (image.get(flags) & SplitLayout.F_NEXT) == 0 ? ""
                : Long.toString(image.get(next)));

        int entry = used + SplitLayout.USED_RING + SplitLayout.USED_ENTRY_BYTES * slot;
        Span id = new Span(entry + SplitLayout.USED_ENTRY_ID, 4);
        Span length = new Span(entry + SplitLayout.USED_ENTRY_LEN, 4);
        drawing.note(USED, 10, image -> isNext(rings.usedIdx(), slot) ? new Shown("\u25b8", "next") : Shown.NOTHING);
        drawing.caption(USED + SLOT - 6, "slot", Integer.toString(slot));
        drawing.box(USED + SLOT, 46, id, QueueDrawing.blankUntilUsed(id));
        drawing.box(USED + SLOT + 50, 68, length, QueueDrawing.blankUntilUsed(length));
    }

    /// One field of a descriptor, blank as long as all of it is.
    private void descriptor(int x, int width, Span whole, Span span, int slot,
            java.util.function.Function<MemoryImage, String> text) {
        drawing.box(TABLE + x, width, span, image -> image.isUsed(whole)
                ? live(Shown.of(text.apply(image)), rings.isDeviceOwned(slot)) : Shown.NOTHING);
    }

    private static Shown live(Shown shown, boolean live) {
        return live ? shown.marked("live") : shown;
    }

    private boolean isNext(int idx, int slot) {
        return Math.floorMod(idx, layout.size()) == slot;
    }
}
