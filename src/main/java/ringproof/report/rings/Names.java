package ringproof.report.rings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ringproof.check.Trace;
import ringproof.suite.QueueLabels;

/// What has a name in the memory of a trace.
final class Names {
    private final TreeMap<Integer, Trace.Label> byAddr = new TreeMap<>();

    Names(List<Trace.Label> labels) {
        labels.forEach(label -> byAddr.put(label.addr(), label));
    }

    /// The name of an address, with the offset behind it; else the number.
    String of(long addr) {
        Map.Entry<Integer, Trace.Label> entry = addr < 0 || addr > Integer.MAX_VALUE ? null
                : byAddr.floorEntry((int) addr);
        if (entry == null || addr >= entry.getKey() + entry.getValue().bytes()) {
            return "0x" + Long.toHexString(addr);
        }
        long offset = addr - entry.getKey();
        return offset == 0 ? entry.getValue().name() : entry.getValue().name() + "+" + offset;
    }

    /// The same for what a descriptor points to: not into the queue itself, unless it is garbage.
    String buffer(long addr) {
        String name = of(addr);
        return QueueLabels.isOfQueue(name) ? "0x" + Long.toHexString(addr) : name;
    }

    /// Where the name stands, or null.
    @Nullable
    Span find(String name) {
        for (Trace.Label label : byAddr.values()) {
            if (label.name().equals(name)) {
                return new Span(label.addr(), label.bytes());
            }
        }
        return null;
    }
}
