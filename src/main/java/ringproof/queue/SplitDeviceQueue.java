package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// Device side of one split virtqueue: takes available buffers and returns them used.
///
/// Spec 2.7.5 to 2.7.10. Linux: drivers/vhost/vringh.c. QEMU: hw/virtio/virtio.c.
///
/// The driver writes the descriptor and driver areas, and may change them at any moment and to anything. A driver value is read once,
/// checked, then used; a bad one breaks the queue for good. Only the device area is written.
///
/// - I1 lastAvailIdx - usedIdx == buffers taken and not yet used <= size
/// - I2 a chain that [#take(Chain)] hands out has at most `size` pieces, all inside guest memory or empty
///
/// Ordering: [Barrier#SEE_AVAILABLE] with the available index; [Barrier#PUBLISH_USED] with the used index;
/// [Barrier#NOTIFY_CHECK] before the driver's suppression word; [Barrier#AVAILABLE_RECHECK] after the device's.
/// Not thread-safe.
public class SplitDeviceQueue implements DeviceQueue {
    private final Machine machine;
    private final GuestMemory memory;
    private final int size;
    private final boolean eventIdx;

    private final long descriptors;
    private final long availFlagsAddr;
    private final long availIdxAddr;
    private final long availRing;
    private final long usedEventAddr;
    private final long usedFlagsAddr;
    private final long usedIdxAddr;
    private final long usedRing;
    private final long availEventAddr;

    private int lastAvailIdx;
    private int usedIdx;
    /// Elements written behind `usedIdx` that the driver does not see yet.
    private int stagedCount;
    private int headId;
    private boolean notificationWanted = true;
    /// The used index at the last decision about a notification: what lies behind it has been decided.
    private int decidedIdx;
    private @Nullable Breakage breakage;

    /// A queue at its start. Throws [IllegalArgumentException] for an impossible layout.
    public SplitDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features) {
        this(machine, layout, features, 0);
    }

    /// A queue on which `startIdx` buffers have come and gone, notifications on. vhost-user: SET_VRING_BASE.
    public SplitDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features, int startIdx) {
        this.machine = machine;
        this.memory = machine.memory();
        String fault = layout.splitFault(memory);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
        this.size = layout.size();
        this.eventIdx = features.has(Feature.EVENT_IDX);
        this.descriptors = layout.descriptorArea();
        this.availFlagsAddr = layout.driverArea() + SplitLayout.AVAIL_FLAGS;
        this.availIdxAddr = layout.driverArea() + SplitLayout.AVAIL_IDX;
        this.availRing = layout.driverArea() + SplitLayout.AVAIL_RING;
        this.usedEventAddr = layout.driverArea() + SplitLayout.usedEventOffset(size);
        this.usedFlagsAddr = layout.deviceArea() + SplitLayout.USED_FLAGS;
        this.usedIdxAddr = layout.deviceArea() + SplitLayout.USED_IDX;
        this.usedRing = layout.deviceArea() + SplitLayout.USED_RING;
        this.availEventAddr = layout.deviceArea() + SplitLayout.availEventOffset(size);
        if (startIdx != 0) {
            this.lastAvailIdx = startIdx;
            this.usedIdx = startIdx;
            this.decidedIdx = startIdx;
            memory.set16(usedIdxAddr, startIdx);
            if (eventIdx) {
                memory.set16(availEventAddr, startIdx);
            }
        }
    }

    @Override
    public Taken take(Chain into) {
        into.clear();
        if (breakage != null) {
            return Taken.BROKEN;
        }
        int availIdx = memory.get16Acquire(availIdxAddr, Barrier.SEE_AVAILABLE);
        int availCount = EventIdx.distance(availIdx, lastAvailIdx);
        if (availCount == 0) {
            return Taken.EMPTY;
        }
        if (availCount > size || EventIdx.distance(availIdx, usedIdx) > size) {
            return breakQueue(Breakage.AVAIL_IDX_JUMPED);
        }
        int head = memory.get16(availRing + (long) SplitLayout.AVAIL_ENTRY_BYTES * slot(lastAvailIdx));
        Breakage fault = readChain(head, into);
        if (fault != null) {
            into.clear();
            return breakQueue(fault);
        }
        headId = head;
        lastAvailIdx = EventIdx.advance(lastAvailIdx, 1);
        return Taken.BUFFER;
    }

    /// Walks the chain at `head` into `into`. Returns the first rule it breaks, or null.
    private @Nullable Breakage readChain(int head, Chain into) {
        if (head >= size) {
            return Breakage.HEAD_OUT_OF_RANGE;
        }
        int descriptor = head;
        for (int seen = 1;; seen++) {
            long at = descriptors + (long) SplitLayout.DESCRIPTOR_BYTES * descriptor;
            long addr = memory.get64(at + SplitLayout.DESCRIPTOR_ADDR);
            long lengthBytes = Integer.toUnsignedLong(memory.get32(at + SplitLayout.DESCRIPTOR_LEN));
            int flags = memory.get16(at + SplitLayout.DESCRIPTOR_FLAGS);
            Breakage fault = appendPiece(addr, lengthBytes, flags, into);
            if (fault != null) {
                return fault;
            }
            if ((flags & SplitLayout.F_NEXT) == 0) {
                return null;
            }
            if (seen == size) {
                return Breakage.CHAIN_TOO_LONG;
            }
            descriptor = memory.get16(at + SplitLayout.DESCRIPTOR_NEXT);
            if (descriptor >= size) {
                return Breakage.NEXT_OUT_OF_RANGE;
            }
        }
    }

    private @Nullable Breakage appendPiece(long addr, long lengthBytes, int flags, Chain into) {
        if ((flags & SplitLayout.F_INDIRECT) != 0) {
            return Breakage.INDIRECT_NOT_NEGOTIATED;
        }
        return ChainRules.append(memory, addr, lengthBytes, (flags & SplitLayout.F_WRITE) != 0, into);
    }

    private Taken breakQueue(Breakage why) {
        breakage = why;
        return Taken.BROKEN;
    }

    @Override
    public int headId() {
        return headId;
    }

    @Override
    public void use(int head, long writtenBytes) {
        stage(head, writtenBytes);
        publish();
    }

    @Override
    public void stage(int head, long writtenBytes) {
        long element = usedRing + (long) SplitLayout.USED_ENTRY_BYTES * slot(EventIdx.advance(usedIdx, stagedCount));
        memory.set32(element + SplitLayout.USED_ENTRY_ID, head);
        memory.set32(element + SplitLayout.USED_ENTRY_LEN, (int) writtenBytes);
        stagedCount++;
    }

    @Override
    public void publish() {
        if (stagedCount == 0) {
            return;
        }
        usedIdx = EventIdx.advance(usedIdx, stagedCount);
        stagedCount = 0;
        memory.set16Release(usedIdxAddr, usedIdx, Barrier.PUBLISH_USED);
    }

    @Override
    public boolean needsNotification() {
        memory.fence(Barrier.NOTIFY_CHECK);
        int oldIdx = decidedIdx;
        decidedIdx = usedIdx;
        long mark = machine.mark();
        boolean wanted = driverWantsNotification(usedIdx, oldIdx);
        machine.settle(mark, wanted ? 1 : 0);
        return wanted;
    }

    /// Whether the driver asked to be told of one of the entries `oldIdx` to `newIdx - 1`.
    protected boolean driverWantsNotification(int newIdx, int oldIdx) {
        if (eventIdx) {
            return EventIdx.needsEvent(readUsedEvent(), newIdx, oldIdx);
        }
        return (memory.get16Opaque(availFlagsAddr) & SplitLayout.AVAIL_F_NO_INTERRUPT) == 0;
    }

    /// The index that the driver wants to be told of. Read afresh each time: the driver changes it as it likes.
    protected int readUsedEvent() {
        return memory.get16Opaque(usedEventAddr);
    }

    @Override
    public void disableNotification() {
        if (!notificationWanted) {
            return;
        }
        notificationWanted = false;
        if (!eventIdx) {
            memory.set16Opaque(usedFlagsAddr, SplitLayout.USED_F_NO_NOTIFY);
        }
        // With EVENT_IDX, avail_event stays behind: the driver passes it at most once more.
    }

    @Override
    public boolean enableNotification() {
        notificationWanted = true;
        if (eventIdx) {
            writeAvailEvent(lastAvailIdx);
        } else {
            memory.set16Opaque(usedFlagsAddr, 0);
        }
        memory.fence(Barrier.AVAILABLE_RECHECK);
        long mark = machine.mark();
        boolean nothingNew = memory.get16Opaque(availIdxAddr) == lastAvailIdx;
        machine.settle(mark, nothingNew ? 1 : 0);
        return nothingNew;
    }

    /// Asks to be told when the driver makes the entry at `idx` available.
    protected void writeAvailEvent(int idx) {
        memory.set16Opaque(availEventAddr, idx);
    }

    @Override
    public @Nullable Breakage breakage() {
        return breakage;
    }

    private int slot(int idx) {
        return idx & size - 1;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(lastAvailIdx).add(usedIdx).add(stagedCount).add(decidedIdx).add(notificationWanted);
        digest.add(breakage == null ? -1 : breakage.ordinal());
    }
}
