package ringproof.queue;

import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.wire.PackedLayout;

/// What the device has taken from a packed ring and what it returns: buffers are staged, then published together.
///
/// Spec 2.8.1, 2.8.4, 2.8.8, 2.8.9. QEMU: virtqueue_packed_flush.
///
/// A used descriptor stands where the next taken and not returned descriptor was, whatever buffer it is for, and the next one as many
/// descriptors on as that buffer had. So the number of each buffer's descriptors is remembered, by a handle of our own: ids are the
/// driver's, of any value, and it may use one twice.
///
/// With IN_ORDER a run of buffers is one used descriptor: that of the last, where the first began. The driver will believe that the
/// others were written completely, so a buffer that was not ends its run.
///
/// - I1 descriptors taken and not published: `heldCount` <= size
/// - I2 the driver sees nothing of what is staged before the flags of its first descriptor are written, which come last
///
/// Ordering: [Barrier#PUBLISH_USED] with those flags. Not thread-safe.
final class PackedUsedRing implements Digestible {
    private static final int NONE = -1;

    private final GuestMemory memory;
    private final long ringAddr;
    private final int size;
    private final boolean inOrder;

    /// By handle; a handle is taken when it has descriptors. With IN_ORDER they are handed out and come back in turn.
    private final int[] ids;
    private final int[] slotCounts;
    private final long[] writableBytes;
    private int nextHandle;
    private int oldestHandle;
    private int heldCount;

    /// Of the next used descriptor that the driver is to see.
    private int position;
    /// Of the one that is staged last and not written yet: with IN_ORDER the next may take its place.
    private int runPosition;
    private int runId;
    private long runWrittenBytes;
    private boolean runIsComplete;
    /// Descriptors that it stands for; 0: nothing is staged.
    private int runSlotCount;
    /// Flags of the descriptor at `position`, once it is staged.
    private int firstFlags = NONE;

    PackedUsedRing(GuestMemory memory, long ringAddr, int size, boolean inOrder, int startPosition) {
        this.memory = memory;
        this.ringAddr = ringAddr;
        this.size = size;
        this.inOrder = inOrder;
        this.ids = new int[size];
        this.slotCounts = new int[size];
        this.writableBytes = new long[size];
        this.position = startPosition;
    }

    /// Of the next used descriptor, as the driver sees it.
    int position() {
        return position;
    }

    /// Descriptors that are the device's: taken and not published.
    int heldCount() {
        return heldCount;
    }

    /// The device has taken a buffer; returns its handle, 0 to size - 1. There must be room for it.
    int taken(int id, int slotCount, long writable) {
        int handle = nextHandle;
        while (slotCounts[handle] != 0) {
            handle = following(handle);
        }
        nextHandle = following(handle);
        ids[handle] = id;
        slotCounts[handle] = slotCount;
        writableBytes[handle] = writable;
        heldCount += slotCount;
        return handle;
    }

    private int following(int handle) {
        return handle + 1 == size ? 0 : handle + 1;
    }

    void stage(int handle, long writtenBytes) {
        if (handle < 0 || handle >= size || slotCounts[handle] == 0) {
            throw new IllegalArgumentException("buffer " + handle + " is not the device's to return");
        }
        if (inOrder && handle != oldestHandle) {
            throw new IllegalArgumentException("with IN_ORDER, buffer " + handle + " is not the next to be returned");
        }
        oldestHandle = inOrder ? following(handle) : 0;
        if (runSlotCount == 0) {
            runPosition = position;
        } else if (!inOrder || !runIsComplete) {
            writeRun();
        }
        runId = ids[handle];
        runWrittenBytes = writtenBytes;
        runIsComplete = writtenBytes == writableBytes[handle];
        runSlotCount += slotCounts[handle];
        slotCounts[handle] = 0;
    }

    /// Writes the used descriptor of the run, but for the flags of the first one that is staged, and begins the next run behind it.
    private void writeRun() {
        long at = ringAddr + (long) PackedLayout.DESCRIPTOR_BYTES * PackedPosition.slot(runPosition);
        memory.set16(at + PackedLayout.DESCRIPTOR_ID, runId);
        memory.set32(at + PackedLayout.DESCRIPTOR_LEN, (int) runWrittenBytes);
        int flags = PackedPosition.usedFlags(runPosition) | (runWrittenBytes == 0 ? 0 : PackedLayout.F_WRITE);
        if (runPosition == position) {
            firstFlags = flags;
        } else {
            memory.set16Opaque(at + PackedLayout.DESCRIPTOR_FLAGS, flags);
        }
        runPosition = PackedPosition.advance(runPosition, runSlotCount, size);
        runSlotCount = 0;
    }

    /// Lets the driver see what was staged; returns how many descriptors it stands for.
    int publish() {
        if (runSlotCount == 0) {
            return 0;
        }
        writeRun();
        long flagsAddr = ringAddr + (long) PackedLayout.DESCRIPTOR_BYTES * PackedPosition.slot(position)
                + PackedLayout.DESCRIPTOR_FLAGS;
        int count = PackedPosition.distance(runPosition, position, size);
        position = runPosition;
        heldCount -= count;
        memory.set16Release(flagsAddr, firstFlags, Barrier.PUBLISH_USED);
        firstFlags = NONE;
        return count;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(position).add(nextHandle).add(oldestHandle).add(heldCount).add(firstFlags).add(runSlotCount);
        if (runSlotCount != 0) {
            digest.add(runPosition).add(runId).add(runWrittenBytes).add(runIsComplete);
        }
        for (int handle = 0; handle < size; handle++) {
            if (slotCounts[handle] != 0) {
                digest.add(handle).add(ids[handle]).add(slotCounts[handle]).add(writableBytes[handle]);
            }
        }
    }
}
