package ringproof.queue;

import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.wire.SplitLayout;

/// The device's used ring: buffers are staged, then published together.
///
/// Spec 2.7.8, 2.7.9. Linux: vhost_add_used_n.
///
/// With IN_ORDER a run of buffers is one element: that of the last, where the element of the first would be. The driver will believe
/// that the others were written completely, so a buffer that was not ends its run.
///
/// - I1 with IN_ORDER, buffers are staged in the order in which they were taken
/// - I2 what stands in memory behind the used index is nobody's business: elements appear at the latest when published
///
/// Ordering: [Barrier#PUBLISH_USED] with the used index. Not thread-safe.
final class SplitUsedRing implements Digestible {
    private final GuestMemory memory;
    private final long idxAddr;
    private final long ringAddr;
    private final int size;
    private final boolean inOrder;

    private int usedIdx;
    private int stagedCount;

    /// With IN_ORDER, by slot of the available and the used ring alike: buffers taken and not staged, from `usedIdx + stagedCount` on.
    private final int[] takenHead;
    private final long[] takenBytes;
    private int takenCount;

    /// With IN_ORDER: the run staged last, whose element is not written. Live while `stagedCount` is not 0.
    private int runIdx;
    private int runHead;
    private long runWrittenBytes;
    private boolean runIsComplete;

    SplitUsedRing(GuestMemory memory, long deviceArea, int size, boolean inOrder, int startIdx) {
        this.memory = memory;
        this.idxAddr = deviceArea + SplitLayout.USED_IDX;
        this.ringAddr = deviceArea + SplitLayout.USED_RING;
        this.size = size;
        this.inOrder = inOrder;
        this.usedIdx = startIdx;
        this.takenHead = new int[inOrder ? size : 0];
        this.takenBytes = new long[takenHead.length];
        if (startIdx != 0) {
            memory.set16(idxAddr, startIdx);
        }
    }

    /// The used index as the driver sees it.
    int idx() {
        return usedIdx;
    }

    /// The device has taken a buffer with so many writable bytes.
    void taken(int head, long writableBytes) {
        if (inOrder) {
            int slot = slot(EventIdx.advance(usedIdx, stagedCount + takenCount));
            takenHead[slot] = head;
            takenBytes[slot] = writableBytes;
            takenCount++;
        }
    }

    void stage(int head, long writtenBytes) {
        int idx = EventIdx.advance(usedIdx, stagedCount);
        if (inOrder) {
            extendRun(idx, head, writtenBytes);
        } else {
            writeElement(idx, head, writtenBytes);
        }
        stagedCount++;
    }

    private void extendRun(int idx, int head, long writtenBytes) {
        if (takenCount == 0 || takenHead[slot(idx)] != head) {
            throw new IllegalArgumentException("with IN_ORDER, buffer " + head + " is not the next to be returned");
        }
        takenCount--;
        if (stagedCount == 0) {
            runIdx = idx;
        } else if (!runIsComplete) {
            writeElement(runIdx, runHead, runWrittenBytes);
            runIdx = idx;
        }
        runHead = head;
        runWrittenBytes = writtenBytes;
        runIsComplete = writtenBytes == takenBytes[slot(idx)];
    }

    private void writeElement(int idx, int head, long writtenBytes) {
        long element = ringAddr + (long) SplitLayout.USED_ENTRY_BYTES * slot(idx);
        memory.set32(element + SplitLayout.USED_ENTRY_ID, head);
        memory.set32(element + SplitLayout.USED_ENTRY_LEN, (int) writtenBytes);
    }

    /// Lets the driver see what was staged; returns how many buffers.
    int publish() {
        int count = stagedCount;
        if (count > 0) {
            if (inOrder) {
                writeElement(runIdx, runHead, runWrittenBytes);
            }
            usedIdx = EventIdx.advance(usedIdx, count);
            stagedCount = 0;
            memory.set16Release(idxAddr, usedIdx, Barrier.PUBLISH_USED);
        }
        return count;
    }

    private int slot(int idx) {
        return idx & size - 1;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(usedIdx).add(stagedCount).add(takenCount);
        for (int i = 0; i < takenCount; i++) {
            int slot = slot(EventIdx.advance(usedIdx, stagedCount + i));
            digest.add(takenHead[slot]).add(takenBytes[slot]);
        }
        if (inOrder && stagedCount > 0) {
            digest.add(runIdx).add(runHead).add(runWrittenBytes).add(runIsComplete);
        }
    }
}
