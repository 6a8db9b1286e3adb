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
import ringproof.wire.PackedLayout;

/// Driver side of one packed virtqueue: makes buffers available and takes used ones back.
///
/// Spec 2.8.21, 2.8.22. Linux: struct vring_virtqueue and its *_packed functions.
///
/// Both sides write the ring, and the device may scribble on all of it. So nothing is read back that the driver wrote: what is in
/// flight is in [PackedInFlight], the free descriptors are those from `availPosition` on. A device value is read once, checked, then
/// used; a bad one breaks the queue for good. A descriptor whose ring flags are not those of a used one in this lap is "nothing there",
/// whatever they are.
///
/// With EVENT_IDX "callbacks on" is always the event of the next descriptor to be used, from the start. Linux begins with events
/// for all descriptors, until it enables callbacks for the first time.
///
/// - I1 freeCount + descriptors of the buffers in flight == size
/// - I2 availPosition - lastUsed == descriptors of the buffers in flight, but for those that IN_ORDER let the device skip
///
/// Ordering: [Barrier#PUBLISH_AVAILABLE] with the flags of a list's first descriptor; [Barrier#KICK_CHECK] before the device's area;
/// [Barrier#SEE_USED] with the flags of a used descriptor; [Barrier#USED_RECHECK] after the driver's area.
/// Not thread-safe but for [#moreUsed()] and [#callbackArrived()]: one lock per queue.
public class PackedDriverQueue<T extends Digestible> implements DriverQueue<T> {
    private static final int NONE = -1;
    /// In `lastUsed`, above the position: a batch was found of which buffers are left to be taken.
    private static final int IN_BATCH = 1 << 16;
    private static final int POSITION_MASK = IN_BATCH - 1;

    private final Machine machine;
    private final GuestMemory memory;
    private final int size;
    private final boolean eventIdx;
    private final boolean inOrder;
    /// Whether [#eventTriggered] is kept.
    private final boolean triggers;
    private final long driverArea;
    private final long deviceArea;

    private final PackedDescriptors descriptors;
    private PackedInFlight<T> inFlight;
    private int freeCount;

    private int availPosition;
    /// Descriptors, not buffers.
    private int addedSinceKick;
    private long usedLengthBytes;
    private boolean callbackWanted = true;
    private @Nullable Breakage breakage;

    /// With IN_ORDER: the id that ends the batch at hand, and the length that the device wrote for it.
    private int batchLastId = NONE;
    private long batchLastBytes;

    /// Position of the next used descriptor, and [#IN_BATCH]. Read without the lock by [#moreUsed()].
    private final Cell lastUsed;
    /// A notification has arrived since callbacks were last enabled; the device will not send another. Written without the lock, as
    /// a hint: so Linux does.
    private final Cell eventTriggered;

    /// A fresh queue without indirect descriptors; the three areas must be zero. Throws [IllegalArgumentException] for an impossible
    /// layout.
    public PackedDriverQueue(Machine machine, String name, QueueLayout layout, FeatureSet features,
            DisableCallback disableStyle) {
        this(machine, name, layout, features, disableStyle, PackedPosition.START, null);
    }

    /// A queue on which buffers have come and gone up to a position, all descriptors free, callbacks on; the areas must be zero.
    /// `indirect` null: every chain goes into the ring itself. Throws [IllegalArgumentException] where it is not and INDIRECT_DESC was not
    /// negotiated.
    public PackedDriverQueue(Machine machine, String name, QueueLayout layout, FeatureSet features,
            DisableCallback disableStyle, int startPosition, @Nullable IndirectUse indirect) {
        this.machine = machine;
        this.memory = machine.memory();
        layout.requirePacked(memory, startPosition);
        this.size = layout.size();
        if (indirect != null && (!features.has(Feature.INDIRECT_DESC) || indirect.tables().count() < size)) {
            throw new IllegalArgumentException("indirect descriptors take INDIRECT_DESC and " + size + " tables");
        }
        this.eventIdx = features.has(Feature.EVENT_IDX);
        this.inOrder = features.has(Feature.IN_ORDER);
        this.triggers = eventIdx && disableStyle == DisableCallback.EVENT_ZERO;
        this.descriptors = new PackedDescriptors(memory, layout.descriptorArea(), size, indirect);
        this.driverArea = layout.driverArea();
        this.deviceArea = layout.deviceArea();
        this.inFlight = new PackedInFlight<>(size, inOrder);
        this.freeCount = size;
        this.availPosition = startPosition;
        this.lastUsed = machine.newCell(name + ".lastUsed");
        this.eventTriggered = machine.newCell(name + ".eventTriggered");
        lastUsed.set(startPosition);
        descriptors.writePastLap(startPosition);
        if (eventIdx) {
            memory.set32Opaque(driverArea, PackedLayout.suppression(PackedLayout.EVENT_DESC, startPosition));
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
        int slotCount = descriptors.neededCount(count);
        if (slotCount > freeCount) {
            return Added.FULL;
        }
        int headFlags = descriptors.write(availPosition, inFlight.nextId(), chain);
        long headFlagsAddr = descriptors.flagsAddr(availPosition);
        inFlight.add(token, slotCount, chain.writableBytes());
        freeCount -= slotCount;
        availPosition = behind(availPosition, slotCount);
        // Two laps hold every position that the device can ask for.
        addedSinceKick = Math.min(addedSinceKick + slotCount, 2 * size);
        memory.set16Release(headFlagsAddr, headFlags, Barrier.PUBLISH_AVAILABLE);
        return Added.YES;
    }

    @Override
    public boolean kickPrepare() {
        memory.fence(Barrier.KICK_CHECK);
        int count = addedSinceKick;
        addedSinceKick = 0;
        long mark = machine.mark();
        boolean wanted = deviceWantsKick(availPosition, count);
        machine.settle(mark, wanted ? 1 : 0);
        return wanted;
    }

    /// Whether the device asked to be told of one of the `count` descriptors before `newPosition`.
    protected boolean deviceWantsKick(int newPosition, int count) {
        return PackedPosition.isWanted(memory.get32Opaque(deviceArea), eventIdx, newPosition, count, size);
    }

    @Override
    public int notificationData() {
        return availPosition;
    }

    @Override
    public @Nullable T takeUsed() {
        if (breakage != null) {
            return null;
        }
        int position = (int) lastUsed.get() & POSITION_MASK;
        return batchLastId == NONE ? takeDescriptor(position) : takeOfBatch(position);
    }

    private @Nullable T takeDescriptor(int position) {
        int flags = memory.get16Acquire(descriptors.flagsAddr(position), Barrier.SEE_USED);
        if (!PackedPosition.isUsed(flags, position)) {
            return null;
        }
        long at = descriptors.addr(position);
        int id = usedId(position);
        // The length means nothing where nothing was written (2.8.4).
        long lengthBytes = (flags & PackedLayout.F_WRITE) == 0 ? 0
                : Integer.toUnsignedLong(memory.get32(at + PackedLayout.DESCRIPTOR_LEN));
        Breakage fault = inFlight.fault(id, lengthBytes);
        if (fault != null) {
            breakage = fault;
            return null;
        }
        if (inOrder && id != inFlight.oldestId()) {
            batchLastId = id;
            batchLastBytes = lengthBytes;
            return takeOfBatch(behind(position, inFlight.slotCountThrough(id)));
        }
        return take(id, lengthBytes, behind(position, inFlight.slotCount(id)));
    }

    /// The id in the used descriptor at a position. Overridable for a driver with a known bug.
    protected int usedId(int position) {
        return memory.get16(descriptors.addr(position) + PackedLayout.DESCRIPTOR_ID);
    }

    /// The oldest buffer of a batch that the device left at `behind`. Those that it skipped count as used completely (2.8.8).
    private T takeOfBatch(int behind) {
        int id = inFlight.oldestId();
        if (id != batchLastId) {
            return take(id, inFlight.writableBytes(id), behind | IN_BATCH);
        }
        batchLastId = NONE;
        return take(id, batchLastBytes, behind);
    }

    /// `last`: what [#lastUsed] is from here on.
    private T take(int id, long lengthBytes, int last) {
        lastUsed.set(last);
        freeCount += inFlight.slotCount(id);
        usedLengthBytes = lengthBytes;
        if (callbackWanted && eventIdx) {
            writeSuppression(PackedLayout.EVENT_DESC, last & POSITION_MASK);
            memory.fence(Barrier.USED_EVENT_ADVANCE);
        }
        return inFlight.remove(id);
    }

    @Override
    public long usedLengthBytes() {
        return usedLengthBytes;
    }

    @Override
    public boolean moreUsed() {
        long mark = machine.mark();
        boolean more = isUsedAt((int) lastUsed.get());
        machine.settle(mark, more ? 1 : 0);
        return more;
    }

    /// Whether a buffer is used there, or left of a batch.
    private boolean isUsedAt(int last) {
        return (last & IN_BATCH) != 0
                || PackedPosition.isUsed(memory.get16Opaque(descriptors.flagsAddr(last)), last);
    }

    @Override
    public boolean callbackArrived() {
        if (!moreUsed()) {
            return false;
        }
        if (triggers) {
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
        if (!triggers || eventTriggered.get() == 0) {
            writeSuppression(PackedLayout.EVENT_DISABLE, 0);
        }
    }

    @Override
    public boolean enableCallback() {
        return !poll(enableCallbackPrepare());
    }

    @Override
    public int enableCallbackPrepare() {
        int position = (int) lastUsed.get() & POSITION_MASK;
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
        int last = (int) lastUsed.get();
        boolean used = last != position || isUsedAt(last);
        machine.settle(mark, used ? 1 : 0);
        return used;
    }

    @Override
    public boolean enableCallbackDelayed() {
        int position = (int) lastUsed.get() & POSITION_MASK;
        if (breakage != null) {
            return true;
        }
        wantCallback(PackedPosition.advance(position, (size - freeCount) * 3 / 4, size));
        return !poll(position);
    }

    private void wantCallback(int event) {
        if (triggers) {
            forgetEventTriggered();
        }
        if (eventIdx) {
            writeSuppression(PackedLayout.EVENT_DESC, event);
        } else if (!callbackWanted) {
            writeSuppression(PackedLayout.EVENT_ENABLE, 0);
        }
        callbackWanted = true;
    }

    /// Tells the device which descriptors notify. Overridable for a driver with a known bug, as are the next two.
    protected void writeSuppression(int event, int position) {
        memory.set32Opaque(driverArea, PackedLayout.suppression(event, position));
    }

    /// The position behind a buffer of so many descriptors.
    protected int behind(int position, int slotCount) {
        return PackedPosition.advance(position, slotCount, size);
    }

    /// The device may notify again.
    protected void forgetEventTriggered() {
        if (eventTriggered.get() != 0) {
            eventTriggered.set(0);
        }
    }

    @Override
    public void reinit(Consumer<? super T> returned) {
        PackedInFlight<T> gone = inFlight;
        inFlight = new PackedInFlight<>(size, inOrder);
        freeCount = size;
        availPosition = PackedPosition.START;
        addedSinceKick = 0;
        usedLengthBytes = 0;
        callbackWanted = true;
        breakage = null;
        batchLastId = NONE;
        descriptors.clearFlags();
        memory.set32Opaque(deviceArea, PackedLayout.suppression(PackedLayout.EVENT_ENABLE, 0));
        memory.set32Opaque(driverArea, eventIdx ? PackedLayout.suppression(PackedLayout.EVENT_DESC, availPosition)
                : PackedLayout.suppression(PackedLayout.EVENT_ENABLE, 0));
        lastUsed.set(availPosition);
        eventTriggered.set(0);
        gone.forEach(returned);
    }

    @Override
    public int freeCount() {
        return freeCount;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable Breakage breakage() {
        return breakage;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(availPosition).add(addedSinceKick).add(usedLengthBytes).add(callbackWanted).add(freeCount);
        digest.add(batchLastId).add(batchLastId == NONE ? 0 : batchLastBytes);
        digest.add(breakage == null ? NONE : breakage.ordinal());
        digest.add(inFlight);
    }
}
