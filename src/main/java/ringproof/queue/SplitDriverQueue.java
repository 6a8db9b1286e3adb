package ringproof.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// Driver side of one split virtqueue: makes buffers available and takes used ones back.
///
/// Spec 2.7.13, 2.7.14. Linux: struct vring_virtqueue and its *_split functions.
///
/// The driver writes the descriptor and driver areas, the device writes the device area and may scribble on the rest. So nothing is
/// read back that the driver wrote: the free list and chain lengths come from shadows. A device value is read once, checked, then
/// used; a bad one breaks the queue for good.
///
/// - I1 freeCount + descriptors in flight == size
/// - I2 buffers in flight == buffers added - buffers taken <= size
///
/// Ordering: [Barrier#PUBLISH_AVAILABLE] with the index; [Barrier#KICK_CHECK] before the device's suppression word;
/// [Barrier#SEE_USED] with the used index; [Barrier#USED_RECHECK] after the driver's suppression word.
/// Not thread-safe but for [#moreUsed()] and [#callbackArrived()]: one lock per queue.
public class SplitDriverQueue<T extends Digestible> implements DriverQueue<T> {
    private static final int NONE = -1;
    /// More buffers added than 16 bits can tell.
    private static final int LAPPED = 0x10000;

    private final Machine machine;
    private final GuestMemory memory;
    private final int size;
    private final boolean eventIdx;
    private final DisableCallback disableStyle;
    private final boolean inOrder;
    private final long tableAddr;
    private final @Nullable IndirectUse indirect;
    private SplitDescriptors descriptors;
    private SplitInFlight<T> inFlight;

    private final long availFlagsAddr;
    private final long availIdxAddr;
    private final long availRing;
    private final long usedEventAddr;
    private final long usedFlagsAddr;
    private final long usedIdxAddr;
    private final long usedRing;
    private final long availEventAddr;

    private int availIdx;
    private int addedSinceKick;
    private long usedLengthBytes;
    private boolean callbackWanted = true;
    private @Nullable Breakage breakage;

    /// Read without the lock by [#moreUsed()].
    private final Cell lastUsedIdx;
    /// A notification has arrived since callbacks were last enabled; the device will not send another. Written without the lock, as
    /// a hint: so Linux does.
    private final Cell eventTriggered;

    /// A fresh queue; the three areas must be zero. Throws [IllegalArgumentException] for an impossible layout.
    public SplitDriverQueue(Machine machine, String name, QueueLayout layout, FeatureSet features,
            DisableCallback disableStyle) {
        this(machine, name, layout, features, disableStyle, 0);
    }

    /// A queue on which `startIdx` buffers have come and gone, all descriptors free, callbacks on; the areas must be zero.
    public SplitDriverQueue(Machine machine, String name, QueueLayout layout, FeatureSet features,
            DisableCallback disableStyle, int startIdx) {
        this(machine, name, layout, features, disableStyle, startIdx, null);
    }

    /// The same with indirect descriptors, which must have been negotiated, as `indirect` says; null: without.
    public SplitDriverQueue(Machine machine, String name, QueueLayout layout, FeatureSet features,
            DisableCallback disableStyle, int startIdx, @Nullable IndirectUse indirect) {
        this.machine = machine;
        this.memory = machine.memory();
        layout.requireSplit(memory);
        this.size = layout.size();
        if (indirect != null && (!features.has(Feature.INDIRECT_DESC) || indirect.tables().count() < size)) {
            throw new IllegalArgumentException("indirect descriptors take INDIRECT_DESC and " + size + " tables");
        }
        this.eventIdx = features.has(Feature.EVENT_IDX);
        this.disableStyle = disableStyle;
        this.inOrder = features.has(Feature.IN_ORDER);
        this.tableAddr = layout.descriptorArea();
        this.indirect = indirect;
        this.descriptors = new SplitDescriptors(memory, tableAddr, size, inOrder, indirect);
        this.availFlagsAddr = layout.driverArea() + SplitLayout.AVAIL_FLAGS;
        this.availIdxAddr = layout.driverArea() + SplitLayout.AVAIL_IDX;
        this.availRing = layout.driverArea() + SplitLayout.AVAIL_RING;
        this.usedEventAddr = layout.driverArea() + SplitLayout.usedEventOffset(size);
        this.usedFlagsAddr = layout.deviceArea() + SplitLayout.USED_FLAGS;
        this.usedIdxAddr = layout.deviceArea() + SplitLayout.USED_IDX;
        this.usedRing = layout.deviceArea() + SplitLayout.USED_RING;
        this.availEventAddr = layout.deviceArea() + SplitLayout.availEventOffset(size);
        this.inFlight = new SplitInFlight<>(size, inOrder, descriptors);
        this.lastUsedIdx = machine.newCell(name + ".lastUsedIdx");
        this.eventTriggered = machine.newCell(name + ".eventTriggered");
        if (startIdx != 0) {
            this.availIdx = startIdx;
            memory.set16(availIdxAddr, startIdx);
            lastUsedIdx.set(startIdx);
            if (eventIdx) {
                memory.set16(usedEventAddr, startIdx);
            }
        }
    }

    @Override
    public Added add(Chain chain, T token) {
        int count = chain.count();
        if (count == 0 || count > size) {
            throw new IllegalArgumentException("a chain of " + count + " buffers on a queue of " + size);
        }
        if (breakage != null) {
            return Added.BROKEN;
        }
        if (neededCount(count) > descriptors.freeCount()) {
            return Added.FULL;
        }
        int head = descriptors.write(chain);
        if (descriptors.isIndirect(count)) {
            writeTable(head, chain);
        }
        inFlight.add(head, token);
        memory.set16(availRing + (long) SplitLayout.AVAIL_ENTRY_BYTES * slot(availIdx), head);
        availIdx = EventIdx.advance(availIdx, 1);
        addedSinceKick = Math.min(addedSinceKick + 1, LAPPED);
        memory.set16Release(availIdxAddr, availIdx, Barrier.PUBLISH_AVAILABLE);
        return Added.YES;
    }

    /// Descriptors of the ring that a chain of so many pieces takes. Overridable likewise.
    protected int neededCount(int pieceCount) {
        return descriptors.neededCount(pieceCount);
    }

    /// Fills the indirect table of the buffer at `head`. Overridable for a driver with a known bug.
    protected void writeTable(int head, Chain chain) {
        descriptors.writeTable(head, chain);
    }

    @Override
    public boolean kickPrepare() {
        memory.fence(Barrier.KICK_CHECK);
        int oldIdx = EventIdx.advance(availIdx, -addedSinceKick);
        boolean lapped = addedSinceKick == LAPPED;
        addedSinceKick = 0;
        if (lapped && eventIdx) {
            // The entry that the device asked for is among so many, wherever it is. Linux kicks for the same reason.
            return true;
        }

        long mark = machine.mark();
        boolean wanted = deviceWantsKick(availIdx, oldIdx);
        machine.settle(mark, wanted ? 1 : 0);
        return wanted;
    }

    /// Whether the device asked to be told of one of the entries `oldIdx` to `newIdx - 1`.
    protected boolean deviceWantsKick(int newIdx, int oldIdx) {
        if (eventIdx) {
            return EventIdx.needsEvent(memory.get16Opaque(availEventAddr), newIdx, oldIdx);
        }
        return (memory.get16Opaque(usedFlagsAddr) & SplitLayout.USED_F_NO_NOTIFY) == 0;
    }

    @Override
    public int notificationData() {
        return availIdx;
    }

    @Override
    public @Nullable T takeUsed() {
        if (breakage != null) {
            return null;
        }
        int last = (int) lastUsedIdx.get();
        if (!inFlight.hasBatch() && !readElement(last)) {
            return null;
        }
        usedLengthBytes = inFlight.nextWrittenBytes();
        T token = inFlight.take();
        int taken = EventIdx.advance(last, 1);
        lastUsedIdx.set(taken);
        if (callbackWanted && eventIdx) {
            memory.set16Opaque(usedEventAddr, taken);
            memory.fence(Barrier.USED_EVENT_ADVANCE);
        }
        return token;
    }

    /// Reads the used element at index `last`. False: there is none, or it breaks the queue.
    private boolean readElement(int last) {
        int usedCount = usedCount(last);
        if (usedCount == 0) {
            return false;
        }
        if (usedCount > inFlight.count()) {
            breakage = Breakage.USED_IDX_JUMPED;
            return false;
        }
        long element = usedRing + (long) SplitLayout.USED_ENTRY_BYTES * slot(last);
        int head = memory.get32(element + SplitLayout.USED_ENTRY_ID);
        long lengthBytes = Integer.toUnsignedLong(memory.get32(element + SplitLayout.USED_ENTRY_LEN));
        breakage = inFlight.accept(head, lengthBytes, usedCount);
        return breakage == null;
    }

    /// Buffers that the device says it has used since the index `last`. Overridable for a driver with a known bug.
    protected int usedCount(int last) {
        return EventIdx.distance(memory.get16Acquire(usedIdxAddr, Barrier.SEE_USED), last);
    }

    @Override
    public long usedLengthBytes() {
        return usedLengthBytes;
    }

    @Override
    public boolean moreUsed() {
        long mark = machine.mark();
        boolean more = memory.get16Opaque(usedIdxAddr) != lastUsedIdx.get();
        machine.settle(mark, more ? 1 : 0);
        return more;
    }

    @Override
    public boolean callbackArrived() {
        if (!moreUsed()) {
            return false;
        }
        if (eventIdx && disableStyle == DisableCallback.EVENT_ZERO) {
            eventTriggered.set(1);
        }
        return true;
    }

    @Override
    public void disableCallback() {
        if (!callbackWanted) {
            return;
        }
        callbackWanted = false;
        if (!eventIdx) {
            memory.set16Opaque(availFlagsAddr, SplitLayout.AVAIL_F_NO_INTERRUPT);
        } else if (disableStyle == DisableCallback.EVENT_ZERO && eventTriggered.get() == 0) {
            // The device will pass index 0 only after up to 65,536 more buffers.
            memory.set16Opaque(usedEventAddr, 0);
        }
    }

    @Override
    public boolean enableCallback() {
        return !poll(enableCallbackPrepare());
    }

    @Override
    public int enableCallbackPrepare() {
        int position = (int) lastUsedIdx.get();
        wantCallback(position);
        return position;
    }

    @Override
    public boolean poll(int position) {
        if (breakage != null) {
            return false;
        }
        memory.fence(Barrier.USED_RECHECK);
        long mark = machine.mark();
        boolean used = memory.get16Opaque(usedIdxAddr) != position;
        machine.settle(mark, used ? 1 : 0);
        return used;
    }

    @Override
    public boolean enableCallbackDelayed() {
        int position = (int) lastUsedIdx.get();
        if (breakage != null) {
            return true;
        }
        int delay = inFlight.count() * 3 / 4;
        wantCallback(EventIdx.advance(position, delay));
        memory.fence(Barrier.USED_RECHECK);
        return EventIdx.distance(memory.get16Opaque(usedIdxAddr), position) <= delay;
    }

    private void wantCallback(int event) {
        if (eventIdx && disableStyle == DisableCallback.EVENT_ZERO) {
            forgetEventTriggered();
        }
        if (!callbackWanted && !eventIdx) {
            memory.set16Opaque(availFlagsAddr, 0);
        }
        callbackWanted = true;
        if (eventIdx) {
            memory.set16Opaque(usedEventAddr, event);
        }
    }

    /// The device may notify again.
    protected void forgetEventTriggered() {
        if (eventTriggered.get() != 0) {
            eventTriggered.set(0);
        }
    }

    @Override
    public void reinit(Consumer<? super T> returned) {
        SplitInFlight<T> gone = inFlight;
        descriptors = new SplitDescriptors(memory, tableAddr, size, inOrder, indirect);
        inFlight = new SplitInFlight<>(size, inOrder, descriptors);
        availIdx = 0;
        addedSinceKick = 0;
        usedLengthBytes = 0;
        callbackWanted = true;
        breakage = null;
        // What else stands in the areas is written before anybody reads it.
        memory.set16Opaque(availFlagsAddr, 0);
        memory.set16Opaque(availIdxAddr, 0);
        memory.set16Opaque(usedFlagsAddr, 0);
        memory.set16Opaque(usedIdxAddr, 0);
        if (eventIdx) {
            memory.set16Opaque(usedEventAddr, 0);
            memory.set16Opaque(availEventAddr, 0);
        }
        lastUsedIdx.set(0);
        eventTriggered.set(0);
        gone.forEach(returned);
    }

    @Override
    public int freeCount() {
        return descriptors.freeCount();
    }

    @Override
    public int size() {
        return size;
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
        digest.add(availIdx).add(addedSinceKick).add(usedLengthBytes).add(callbackWanted).add(inFlight);
        digest.add(breakage == null ? NONE : breakage.ordinal());
    }
}
