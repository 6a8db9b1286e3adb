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
/// Spec 2.7.4 to 2.7.10. Linux: drivers/vhost/vringh.c. QEMU: hw/virtio/virtio.c.
///
/// The driver writes the descriptor and driver areas, and may change them at any moment and to anything. A driver value is read once,
/// checked, then used; a bad one breaks the queue for good. Only the device area is written.
///
/// - I1 lastAvailIdx - used.idx() == buffers taken and not yet published <= size
/// - I2 a chain that [#take(Chain)] hands out has at most `size` pieces, all inside guest memory or empty
/// - I3 with IN_ORDER, each chain begins in the descriptor behind the one before, unless the queue was resumed before the first
///
/// Ordering: [Barrier#SEE_AVAILABLE] with the available index; [Barrier#PUBLISH_USED] with the used index;
/// [Barrier#NOTIFY_CHECK] before the driver's suppression word; [Barrier#AVAILABLE_RECHECK] after the device's.
/// Not thread-safe.
public class SplitDeviceQueue implements DeviceQueue {
    /// More buffers used than 16 bits can tell.
    private static final int LAPPED = 0x10000;
    private static final int UNKNOWN = -1;

    private final Machine machine;
    private final GuestMemory memory;
    private final int size;
    private final boolean eventIdx;
    private final boolean inOrder;
    private final SplitChainReader reader;
    private final SplitUsedRing used;

    private final long availFlagsAddr;
    private final long availIdxAddr;
    private final long availRing;
    private final long usedEventAddr;
    private final long usedFlagsAddr;
    private final long availEventAddr;

    private int lastAvailIdx;
    private int headId;
    /// With IN_ORDER: where the next chain begins.
    private int nextHead;
    private boolean notificationWanted = true;
    /// Buffers published since the last decision about a notification; no more than [#LAPPED] are counted.
    private int usedSinceDecision;
    private @Nullable Breakage breakage;

    /// A queue at its start. Throws [IllegalArgumentException] for an impossible layout.
    public SplitDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features) {
        this(machine, layout, features, 0);
    }

    /// A queue on which `startIdx` buffers have come and gone, notifications on. Where their descriptors ended is not known.
    /// vhost-user: SET_VRING_BASE.
    public SplitDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features, int startIdx) {
        this(machine, layout, features, startIdx, ChainRules.ALL);
    }

    /// The same with other rules for chains, for a device with a known bug.
    public SplitDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features, int startIdx, ChainRules rules) {
        this.machine = machine;
        this.memory = machine.memory();
        layout.requireSplit(memory);
        this.size = layout.size();
        this.eventIdx = features.has(Feature.EVENT_IDX);
        this.inOrder = features.has(Feature.IN_ORDER);
        this.reader = new SplitChainReader(memory, layout.descriptorArea(), size, features.has(Feature.INDIRECT_DESC),
                inOrder, rules);
        this.used = new SplitUsedRing(memory, layout.deviceArea(), size, inOrder, startIdx);
        this.availFlagsAddr = layout.driverArea() + SplitLayout.AVAIL_FLAGS;
        this.availIdxAddr = layout.driverArea() + SplitLayout.AVAIL_IDX;
        this.availRing = layout.driverArea() + SplitLayout.AVAIL_RING;
        this.usedEventAddr = layout.driverArea() + SplitLayout.usedEventOffset(size);
        this.usedFlagsAddr = layout.deviceArea() + SplitLayout.USED_FLAGS;
        this.availEventAddr = layout.deviceArea() + SplitLayout.availEventOffset(size);
        if (startIdx != 0) {
            this.lastAvailIdx = startIdx;
            this.nextHead = UNKNOWN;
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
        if (!isPossible(availCount) || !isPossible(EventIdx.distance(availIdx, used.idx()))) {
            return breakQueue(Breakage.AVAIL_IDX_JUMPED);
        }
        int head = memory.get16(availRing + (long) SplitLayout.AVAIL_ENTRY_BYTES * slot(lastAvailIdx));
        Breakage fault = inOrder && nextHead != UNKNOWN && head != nextHead ? Breakage.HEAD_OUT_OF_ORDER
                : reader.read(head, into);
        if (fault != null) {
            into.clear();
            return breakQueue(fault);
        }
        headId = head;
        nextHead = inOrder ? head + reader.descriptorCount() & size - 1 : 0;
        used.taken(head, into.writableBytes());
        lastAvailIdx = EventIdx.advance(lastAvailIdx, 1);
        return Taken.BUFFER;
    }

    /// Whether a driver can have so many buffers in the ring. Overridable for a device with a known bug.
    protected boolean isPossible(int bufferCount) {
        return bufferCount <= size;
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
    public void stage(int head, long writtenBytes) {
        used.stage(head, writtenBytes);
    }

    @Override
    public void publish() {
        usedSinceDecision = Math.min(usedSinceDecision + used.publish(), LAPPED);
    }

    @Override
    public boolean needsNotification() {
        memory.fence(Barrier.NOTIFY_CHECK);
        int newIdx = used.idx();
        int oldIdx = EventIdx.advance(newIdx, -usedSinceDecision);
        boolean lapped = usedSinceDecision == LAPPED;
        usedSinceDecision = 0;
        if (lapped && eventIdx) {
            // The entry that the driver asked for is among so many, wherever it is.
            return true;
        }
        long mark = machine.mark();
        boolean wanted = driverWantsNotification(newIdx, oldIdx);
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
    public int position() {
        return lastAvailIdx;
    }

    @Override
    public @Nullable Breakage breakage() {
        return breakage;
    }

    /// The place in the ring of an index. Overridable for a device with a known bug.
    protected int slot(int idx) {
        return idx & size - 1;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(lastAvailIdx).add(nextHead).add(used).add(usedSinceDecision).add(notificationWanted);
        digest.add(breakage == null ? -1 : breakage.ordinal());
    }
}
