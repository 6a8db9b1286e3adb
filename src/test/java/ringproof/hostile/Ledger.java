package ringproof.hostile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ringproof.machine.GuestMemory;
import ringproof.machine.WatchedMemory;
import ringproof.queue.QueueLayout;
import ringproof.wire.LittleEndian;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// What a driver has handed over to its device: the areas of its rings, and whatever the descriptors name that the device has really read.
/// Any other access of the device's is an error.
///
/// Spec 2.7.5, 2.8.1. It believes no second look: a buffer is handed over by the values that the device was given, not by those that stand in
/// memory.
final class Ledger {
    private static final int ENTRY_BYTES = 16;

    private boolean packed;
    /// Where nothing that lies outside may point to.
    private final long protectedFrom;
    private final long protectedTo;
    private final List<Grant> found = new ArrayList<>();
    private final Set<Grant> grants = new LinkedHashSet<>();
    private final Map<Long, Entry> entries = new HashMap<>();
    private boolean intruded;

    private enum Kind {
        RING, TABLE, BUFFER
    }

    private record Grant(int queue, Kind kind, long from, long to, boolean writable) {
        boolean covers(long addr, long lengthBytes, boolean writes) {
            return addr >= from && addr + lengthBytes <= to && (writable || !writes);
        }

        boolean isEntry(long addr, int at) {
            return kind != Kind.BUFFER && addr >= from && addr + ENTRY_BYTES - at <= to
                    && (addr - from) % ENTRY_BYTES == at;
        }
    }

    /// What has been read of a descriptor.
    private static final class Entry {
        long addr;
        long lengthBytes;
        int flags;
        boolean flagsKnown;
        boolean rangeKnown;
    }

    /// What lies from `protectedFrom` to `protectedTo` belongs to a driver that keeps the rules.
    Ledger(long protectedFrom, long protectedTo) {
        this.protectedFrom = protectedFrom;
        this.protectedTo = protectedTo;
    }

    /// The device's view of memory.
    GuestMemory watch(GuestMemory memory) {
        return new View(memory);
    }

    /// A queue goes live. The device writes the device area; in a packed ring the descriptors, too. All live queues are of one format.
    void ring(int queue, QueueLayout layout, boolean isPacked) {
        packed = isPacked;
        long size = layout.size();
        long ringEnd = layout.descriptorArea() + ENTRY_BYTES * size;
        grants.add(new Grant(queue, Kind.RING, layout.descriptorArea(), ringEnd, packed));
        int suppression = PackedLayout.SUPPRESSION_BYTES;
        grants.add(new Grant(queue, Kind.BUFFER, layout.driverArea(),
                layout.driverArea() + (packed ? suppression : SplitLayout.driverAreaBytes(layout.size())), false));
        grants.add(new Grant(queue, Kind.BUFFER, layout.deviceArea(),
                layout.deviceArea() + (packed ? suppression : SplitLayout.deviceAreaBytes(layout.size())), true));
    }

    /// The queue has been reset: nothing of it is the device's any more.
    void takeBack(int queue) {
        grants.removeIf(grant -> grant.queue == queue);
    }

    /// The device has been reset.
    void takeBackAll() {
        grants.clear();
        entries.clear();
    }

    /// Whether a descriptor outside what is protected has named something inside, so that harm done there is the driver's own.
    boolean hasIntruded() {
        return intruded;
    }

    private void touched(long addr, long lengthBytes, boolean writes) {
        if (lengthBytes == 0) {
            return;
        }
        for (Grant grant : grants) {
            if (grant.covers(addr, lengthBytes, writes)) {
                return;
            }
        }
        throw new AssertionError("the device " + (writes ? "writes " : "reads ") + lengthBytes + " bytes at 0x"
                + Long.toHexString(addr) + ", which nobody has handed over");
    }

    private void loaded(long addr, int bytes, long value) {
        for (Grant grant : grants) {
            if (bytes == Long.BYTES && grant.isEntry(addr, SplitLayout.DESCRIPTOR_ADDR)) {
                Entry entry = entries.computeIfAbsent(addr, at -> new Entry());
                entry.addr = value;
                entry.rangeKnown = false;
            } else if (bytes == Integer.BYTES && grant.isEntry(addr, SplitLayout.DESCRIPTOR_LEN)) {
                Entry entry = entries.computeIfAbsent(addr - SplitLayout.DESCRIPTOR_LEN, at -> new Entry());
                entry.lengthBytes = value;
                entry.rangeKnown = true;
                // In a packed ring the flags come first, and say whether to read on.
                grantIf(packed && grant.kind == Kind.RING && entry.flagsKnown, grant, addr, entry);
            } else if (bytes == Short.BYTES && grant.isEntry(addr, flagsOffset())) {
                Entry entry = entries.computeIfAbsent(addr - flagsOffset(), at -> new Entry());
                entry.flags = (int) value;
                entry.flagsKnown = true;
                grantIf(entry.rangeKnown && !(packed && grant.kind == Kind.RING), grant, addr, entry);
            }
        }
        addFound();
    }

    private void addFound() {
        if (!found.isEmpty()) {
            grants.addAll(found);
            found.clear();
        }
    }

    private int flagsOffset() {
        return packed ? PackedLayout.DESCRIPTOR_FLAGS : SplitLayout.DESCRIPTOR_FLAGS;
    }

    private void copied(long addr, byte[] to, int offset, int lengthBytes) {
        if (lengthBytes != ENTRY_BYTES) {
            return;
        }
        for (Grant grant : grants) {
            if (grant.isEntry(addr, 0)) {
                Entry entry = new Entry();
                entry.addr = LittleEndian.get(to, offset, Long.BYTES);
                entry.lengthBytes = LittleEndian.get(to, offset + SplitLayout.DESCRIPTOR_LEN, Integer.BYTES);
                entry.flags = (int) LittleEndian.get(to, offset + flagsOffset(), Short.BYTES);
                grantIf(true, grant, addr, entry);
            }
        }
        addFound();
    }

    /// A descriptor found in `in` names a buffer or a table.
    private void grantIf(boolean known, Grant in, long at, Entry entry) {
        if (!known) {
            return;
        }
        entry.rangeKnown = false;
        long end = entry.addr + entry.lengthBytes;
        // In a packed ring's table the flag means nothing, in a split ring's it may not be.
        boolean table = in.kind == Kind.RING && (entry.flags & SplitLayout.F_INDIRECT) != 0;
        found.add(new Grant(in.queue, table ? Kind.TABLE : Kind.BUFFER, entry.addr, end,
                !table && (entry.flags & SplitLayout.F_WRITE) != 0));
        boolean isInside = at >= protectedFrom && at < protectedTo;
        intruded |= !isInside && entry.addr >= 0 && entry.addr < protectedTo && end > protectedFrom;
    }

    private final class View extends WatchedMemory {
        View(GuestMemory memory) {
            super(memory);
        }

        @Override
        protected void touched(long addr, long lengthBytes, boolean writes) {
            Ledger.this.touched(addr, lengthBytes, writes);
        }

        @Override
        protected void loaded(long addr, int bytes, long value) {
            Ledger.this.loaded(addr, bytes, value);
        }

        @Override
        protected void copied(long addr, byte[] to, int offset, int lengthBytes) {
            Ledger.this.copied(addr, to, offset, lengthBytes);
        }
    }
}
