package ringproof.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import ringproof.check.Trace;
import ringproof.check.World;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// The names of the bytes of a virtqueue in traces. Who draws a trace finds the queues again by them.
public final class QueueLabels {
    private static final String DESCRIPTOR = "desc";
    private static final String FIRST = "[0].addr";
    private static final Pattern PART = Pattern.compile(
            "(desc[0-9]*\\[|(avail|used)[0-9]*\\.|(used|avail)_event|(driver|device)[0-9]*\\.suppression).*");

    private QueueLabels() {
    }

    /// A queue whose bytes have names.
    ///
    /// @param number tells one queue of a trace from another: empty for the first, then 1
    public record Named(String number, boolean isPacked, QueueLayout layout) {
    }

    /// Names the bytes of a queue.
    static void put(World world, Named queue) {
        QueueLayout layout = queue.layout;
        String number = queue.number;
        for (int slot = 0; slot < layout.size(); slot++) {
            String name = DESCRIPTOR + number + "[" + slot + "].";
            long addr = layout.descriptorArea() + (long) SplitLayout.DESCRIPTOR_BYTES * slot;
            world.label(addr + SplitLayout.DESCRIPTOR_ADDR, 8, name + "addr");
            world.label(addr + SplitLayout.DESCRIPTOR_LEN, 4, name + "len");
            if (queue.isPacked) {
                world.label(addr + PackedLayout.DESCRIPTOR_ID, 2, name + "id");
                world.label(addr + PackedLayout.DESCRIPTOR_FLAGS, 2, name + "flags");
            } else {
                world.label(addr + SplitLayout.DESCRIPTOR_FLAGS, 2, name + "flags");
                world.label(addr + SplitLayout.DESCRIPTOR_NEXT, 2, name + "next");
            }
        }
        if (queue.isPacked) {
            world.label(layout.driverArea(), PackedLayout.SUPPRESSION_BYTES, "driver" + number + ".suppression");
            world.label(layout.deviceArea(), PackedLayout.SUPPRESSION_BYTES, "device" + number + ".suppression");
        } else {
            putRings(world, layout, number);
        }
    }

    private static void putRings(World world, QueueLayout layout, String number) {
        long avail = layout.driverArea();
        long used = layout.deviceArea();
        world.label(avail + SplitLayout.AVAIL_FLAGS, 2, "avail" + number + ".flags");
        world.label(avail + SplitLayout.AVAIL_IDX, 2, "avail" + number + ".idx");
        world.label(avail + SplitLayout.usedEventOffset(layout.size()), 2, "used_event" + number);
        world.label(used + SplitLayout.USED_FLAGS, 2, "used" + number + ".flags");
        world.label(used + SplitLayout.USED_IDX, 2, "used" + number + ".idx");
        world.label(used + SplitLayout.availEventOffset(layout.size()), 2, "avail_event" + number);
        for (int slot = 0; slot < layout.size(); slot++) {
            world.label(avail + SplitLayout.AVAIL_RING + (long) SplitLayout.AVAIL_ENTRY_BYTES * slot, 2,
                    "avail" + number + ".ring[" + slot + "]");
            long entry = used + SplitLayout.USED_RING + (long) SplitLayout.USED_ENTRY_BYTES * slot;
            world.label(entry + SplitLayout.USED_ENTRY_ID, 4, "used" + number + ".ring[" + slot + "].id");
            world.label(entry + SplitLayout.USED_ENTRY_LEN, 4, "used" + number + ".ring[" + slot + "].len");
        }
    }

    /// Whether this is the name of a part of a queue.
    public static boolean isOfQueue(String name) {
        return PART.matcher(name).matches();
    }

    /// The queues in the memory of a trace, in the order of their addresses.
    public static List<Named> find(Trace.Memory memory) {
        Map<String, Integer> addrs = new HashMap<>();
        for (Trace.Label label : memory.labels()) {
            addrs.put(label.name(), label.addr());
        }
        List<Named> queues = new ArrayList<>();
        for (Trace.Label label : memory.labels()) {
            if (label.name().startsWith(DESCRIPTOR) && label.name().endsWith(FIRST)) {
                String number = label.name().substring(DESCRIPTOR.length(), label.name().length() - FIRST.length());
                int size = 1;
                while (addrs.containsKey(DESCRIPTOR + number + "[" + size + "].addr")) {
                    size++;
                }
                Integer driver = addrs.get("driver" + number + ".suppression");
                Integer device = addrs.get("device" + number + ".suppression");
                Integer avail = addrs.get("avail" + number + ".flags");
                Integer used = addrs.get("used" + number + ".flags");
                if (driver != null && device != null) {
                    queues.add(new Named(number, true, new QueueLayout(size, label.addr(), driver, device)));
                } else if (avail != null && used != null) {
                    queues.add(new Named(number, false, new QueueLayout(size, label.addr(), avail, used)));
                }
            }
        }
        return List.copyOf(queues);
    }
}
