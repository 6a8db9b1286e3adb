package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.PackedLayout;

/// Device side of one packed virtqueue: takes available buffers and returns them used.
///
/// Spec 2.8.12 to 2.8.22. QEMU: the packed functions of hw/virtio/virtio.c.
///
/// The driver writes the ring and the driver area, and may change them at any moment and to anything. A driver value is read once,
/// checked, then used; a bad one breaks the queue for good. A descriptor whose ring flags are not those of an available one in this
/// lap is "nothing there", whatever they are. Used descriptors and the device area are all that is written.
///
/// - I1 lastAvail - used.position() == descriptors of the buffers taken and not yet published <= size
/// - I2 a chain that [#take(Chain)] hands out has at most `size` pieces, all inside guest memory or empty
///
/// Ordering: [Barrier#SEE_AVAILABLE] with the flags of a list's first descriptor; [Barrier#PUBLISH_USED] with those of a used one;
/// [Barrier#NOTIFY_CHECK] before the driver's area; [Barrier#AVAILABLE_RECHECK] after the device's.
/// Not thread-safe.
public class PackedDeviceQueue implements DeviceQueue {
    private final Machine machine;
    private final GuestMemory memory;
    private final int size;
    private final boolean eventIdx;
    private final long driverArea;
    private final long deviceArea;
    private final PackedListReader reader;
    private final PackedUsedRing used;

    private int lastAvail;
    private int headId;
    private boolean notificationWanted = true;
    /// Descriptors published since the last decision about a notification; no more than two laps are counted.
    private int usedSinceDecision;
    private @Nullable Breakage breakage;

    /// A queue at its start. Throws [IllegalArgumentException] for an impossible layout.
    public PackedDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features) {
        this(machine, layout, features, PackedPosition.START);
    }

    /// A queue on which buffers have come and gone up to a position, notifications on. vhost-user: SET_VRING_BASE.
    public PackedDeviceQueue(Machine machine, QueueLayout layout, FeatureSet features, int startPosition) {
        this.machine = machine;
        this.memory = machine.memory();
        layout.requirePacked(memory, startPosition);
        this.size = layout.size();
        this.eventIdx = features.has(Feature.EVENT_IDX);
        this.driverArea = layout.driverArea();
        this.deviceArea = layout.deviceArea();
        this.reader = new PackedListReader(memory, layout.descriptorArea(), size, features.has(Feature.INDIRECT_DESC));
        this.used = new PackedUsedRing(memory, layout.descriptorArea(), size, features.has(Feature.IN_ORDER),
                startPosition);
        this.lastAvail = startPosition;
    }

    @Override
    public Taken take(Chain into) {
        into.clear();
        if (breakage != null) {
            return Taken.BROKEN;
        }
        int flags = memory.get16Acquire(reader.flagsAddr(lastAvail), Barrier.SEE_AVAILABLE);
        if (!PackedPosition.isAvailable(flags, lastAvail)) {
            return Taken.EMPTY;
        }
        Breakage fault = reader.read(lastAvail, flags, size - used.heldCount(), into);
        if (fault != null) {
            into.clear();
            breakage = fault;
            return Taken.BROKEN;
        }
        headId = used.taken(reader.id(), reader.slotCount(), into.writableBytes());
        lastAvail = behind(lastAvail, reader.slotCount());
        return Taken.BUFFER;
    }

    /// The position behind a buffer of so many descriptors. Overridable for a device with a known bug.
    protected int behind(int position, int slotCount) {
        return PackedPosition.advance(position, slotCount, size);
    }

    /// A number from 0 to size - 1 that no other buffer has which the device holds; not the driver's buffer id.
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
        usedSinceDecision = Math.min(usedSinceDecision + used.publish(), 2 * size);
    }

    @Override
    public boolean needsNotification() {
        memory.fence(Barrier.NOTIFY_CHECK);
        int count = usedSinceDecision;
        usedSinceDecision = 0;
        long mark = machine.mark();
        boolean wanted = driverWantsNotification(used.position(), count);
        machine.settle(mark, wanted ? 1 : 0);
        return wanted;
    }

    /// Whether the driver asked to be told of one of the `count` descriptors before `newPosition`.
    protected boolean driverWantsNotification(int newPosition, int count) {
        return PackedPosition.isWanted(readSuppression(), eventIdx, newPosition, count, size);
    }

    /// What the driver wants to be told of. Read afresh each time: the driver changes it as it likes.
    protected int readSuppression() {
        return memory.get32Opaque(driverArea);
    }

    @Override
    public void disableNotification() {
        if (notificationWanted) {
            notificationWanted = false;
            writeSuppression(PackedLayout.EVENT_DISABLE, 0);
        }
    }

    @Override
    public boolean enableNotification() {
        notificationWanted = true;
        if (eventIdx) {
            writeSuppression(PackedLayout.EVENT_DESC, lastAvail);
        } else {
            writeSuppression(PackedLayout.EVENT_ENABLE, 0);
        }
        memory.fence(Barrier.AVAILABLE_RECHECK);
        long mark = machine.mark();
        boolean nothingNew = !PackedPosition.isAvailable(memory.get16Opaque(reader.flagsAddr(lastAvail)), lastAvail);
        machine.settle(mark, nothingNew ? 1 : 0);
        return nothingNew;
    }

    /// Tells the driver which descriptors notify. Overridable for a device with a known bug.
    protected void writeSuppression(int event, int position) {
        memory.set32Opaque(deviceArea, PackedLayout.suppression(event, position));
    }

    @Override
    public int position() {
        return lastAvail;
    }

    @Override
    public @Nullable Breakage breakage() {
        return breakage;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(lastAvail).add(used).add(usedSinceDecision).add(notificationWanted);
        digest.add(breakage == null ? -1 : breakage.ordinal());
    }
}
