package ringproof.report.rings;

import java.util.List;
import java.util.function.Function;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.suite.QueueLabels;
import ringproof.wire.PackedLayout;

/// A packed queue: both areas of suppression, both wrap counters, and the ring of descriptors, a row a slot.
final class PackedDrawing {
    private static final int SLOT = 30;
    private static final int LEN = SLOT + 126;
    private static final int ID = LEN + 50;
    private static final int FLAGS = ID + 40;
    private static final int AVAIL = FLAGS + 96;
    private static final int USED = AVAIL + 46;
    private static final int MEANING = USED + 50;
    private static final int TO_DEVICE = 566;

    private final Drawing drawing;
    private final Names names;
    private final QueueLayout layout;
    private final QueueDrawing common;
    private final PackedRing ring;

    private PackedDrawing(Drawing drawing, Names names, QueueLabels.Named queue, int startPosition) {
        this.drawing = drawing;
        this.names = names;
        this.layout = queue.layout();
        this.common = new QueueDrawing(drawing, names, queue);
        this.ring = new PackedRing(layout, startPosition);
    }

    static void draw(Drawing drawing, Names names, QueueLabels.Named queue, boolean eventIdx, int startPosition,
            List<Integer> slots) {
        PackedDrawing packed = new PackedDrawing(drawing, names, queue, startPosition);
        drawing.follow(packed.ring::follow);
        packed.common.head(eventIdx);
        packed.words();
        packed.rows(slots);
    }

    private void words() {
        Span driver = new Span((int) layout.driverArea(), PackedLayout.SUPPRESSION_BYTES);
        Span device = new Span((int) layout.deviceArea(), PackedLayout.SUPPRESSION_BYTES);
        common.word(0, "suppression", driver, image -> mode(image.get(driver)),
                image -> suppression(image.get(driver), "interrupt"));
        common.word(Drawing.RIGHT, "suppression", device, image -> mode(image.get(device)),
                image -> suppression(image.get(device), "kick"));
        drawing.nextRow();
        drawing.caption(0, "name", "fills next");
        drawing.note(QueueDrawing.NAME, 200, image -> Shown.of(position(ring.availPosition())));
        drawing.caption(Drawing.RIGHT, "name", "uses next");
        drawing.note(Drawing.RIGHT + QueueDrawing.NAME, 200, image -> Shown.of(position(ring.usedPosition())));
        drawing.nextRow();
    }

    private static Shown mode(long word) {
        return Shown.of(switch ((int) (word >> PackedLayout.EVENT_SHIFT) & PackedLayout.EVENT_MASK) {
            case PackedLayout.EVENT_ENABLE -> "ENABLE";
            case PackedLayout.EVENT_DISABLE -> "DISABLE";
            case PackedLayout.EVENT_DESC -> "DESC";
            default -> "3?";
        });
    }

    private static Shown suppression(long word, String what) {
        return switch ((int) (word >> PackedLayout.EVENT_SHIFT) & PackedLayout.EVENT_MASK) {
            case PackedLayout.EVENT_DISABLE -> new Shown("no " + what, "off");
            case PackedLayout.EVENT_DESC -> new Shown(position((int) word), "on");
            default -> new Shown(what + " me", "on");
        };
    }

    private static String position(int position) {
        return "slot " + PackedPosition.slot(position) + ", wrap " + (PackedPosition.wrap(position) ? 1 : 0);
    }

    private void rows(List<Integer> slots) {
        drawing.caption(SLOT, "column", "descriptor: addr");
        drawing.caption(LEN, "column", "len");
        drawing.caption(ID, "column", "id");
        drawing.caption(FLAGS, "column", "flags");
        drawing.caption(AVAIL, "column", "AVAIL");
        drawing.caption(USED, "column", "USED");
        drawing.caption(MEANING, "column", "so it is");
        drawing.nextRow();
        for (int slot : slots) {
            row(slot);
            drawing.nextRow();
        }
        common.rest(slots.size());
    }

    private void row(int slot) {
        int descriptor = (int) layout.descriptorArea() + PackedLayout.DESCRIPTOR_BYTES * slot;
        Span whole = new Span(descriptor, PackedLayout.DESCRIPTOR_BYTES);
        Span addr = new Span(descriptor + PackedLayout.DESCRIPTOR_ADDR, 8);
        Span len = new Span(descriptor + PackedLayout.DESCRIPTOR_LEN, 4);
        Span id = new Span(descriptor + PackedLayout.DESCRIPTOR_ID, 2);
        Span flags = new Span(descriptor + PackedLayout.DESCRIPTOR_FLAGS, 2);
        drawing.note(0, 10, image -> PackedPosition.slot(ring.availPosition()) == slot ? new Shown("\u25b8", "next")
                : Shown.NOTHING);
        drawing.caption(SLOT - 6, "slot", Integer.toString(slot));
        box(SLOT, 122, addr, addr, slot, image -> names.buffer(image.get(addr)));
        box(LEN, 46, len, len, slot, image -> Long.toString(image.get(len)));
        box(ID, 36, id, id, slot, image -> Long.toString(image.get(id)));
        box(FLAGS, 92, whole, flags, slot, image -> QueueDrawing.flags((int) image.get(flags)));
        box(AVAIL, 42, whole, flags, slot, image -> bit(image.get(flags), PackedLayout.F_AVAIL));
        box(USED, 42, whole, flags, slot, image -> bit(image.get(flags), PackedLayout.F_USED));
        drawing.note(MEANING, TO_DEVICE - MEANING - 4, image -> image.isUsed(whole)
                ? meaning((int) image.get(flags), ring.deviceOwned().get(slot)) : Shown.NOTHING);
        drawing.note(TO_DEVICE, 10, image -> PackedPosition.slot(ring.usedPosition()) == slot
                ? new Shown("\u25c2", "next") : Shown.NOTHING);
    }

    /// One field of a descriptor, blank as long as `whole` is.
    private void box(int x, int width, Span whole, Span span, int slot, Function<MemoryImage, String> text) {
        drawing.box(x, width, span, image -> {
            if (!image.isUsed(whole)) {
                return Shown.NOTHING;
            }
            Shown shown = Shown.of(text.apply(image));
            return ring.deviceOwned().get(slot) ? shown.marked("live") : shown;
        });
    }

    private static String bit(long flags, int bit) {
        return (flags & bit) != 0 ? "1" : "0";
    }

    /// The two flags differ in what is available, and are the same in what is used; both are those of the lap's wrap counter.
    private static Shown meaning(int flags, boolean deviceOwned) {
        boolean avail = (flags & PackedLayout.F_AVAIL) != 0;
        boolean used = (flags & PackedLayout.F_USED) != 0;
        return new Shown(avail == used ? "used, wrap " + (used ? 1 : 0) : "available, wrap " + (avail ? 1 : 0),
                deviceOwned ? "on" : "");
    }
}
