package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.wire.SplitLayout;

/// The driver's descriptor table: which descriptors are free, which belong to a chain, and how chains are written, direct or indirect.
///
/// Spec 2.7.5, 2.7.5.3, 2.7.13.1. Linux: struct vring_desc_extra, virtqueue_add_desc_split, detach_buf_split.
///
/// Everything is remembered here, because the device may scribble on what stands in guest memory. A chain is known by its head, and so is
/// its indirect table: whose head is free has a free table.
///
/// - I1 freeCount + descriptors of chains == size
/// - I2 with IN_ORDER, chains lie one behind the other around the table, from [#oldestHead()] up to the first free descriptor
///
/// Not thread-safe.
final class SplitDescriptors implements Digestible {
    private final GuestMemory memory;
    private final long tableAddr;
    private final int size;
    private final boolean inOrder;
    private final @Nullable IndirectUse indirect;

    /// The next descriptor of the chain or of the free list. With IN_ORDER always the one behind, whoever has it.
    private final int[] next;
    /// By head: descriptors of the table that the chain takes, and bytes that the device may write.
    private final int[] descriptorCount;
    private final long[] writableBytes;
    private int freeHead;
    private int freeCount;

    SplitDescriptors(GuestMemory memory, long tableAddr, int size, boolean inOrder, @Nullable IndirectUse indirect) {
        this.memory = memory;
        this.tableAddr = tableAddr;
        this.size = size;
        this.inOrder = inOrder;
        this.indirect = indirect;
        this.next = new int[size];
        this.descriptorCount = new int[size];
        this.writableBytes = new long[size];
        for (int i = 0; i < size; i++) {
            next[i] = following(i);
        }
        this.freeCount = size;
    }

    private int following(int descriptor) {
        return descriptor + 1 & size - 1;
    }

    int freeCount() {
        return freeCount;
    }

    /// Whether a chain of so many pieces goes into an indirect table.
    boolean isIndirect(int pieceCount) {
        return indirect != null && indirect.covers(pieceCount);
    }

    /// Descriptors of the table that a chain of so many pieces takes.
    int neededCount(int pieceCount) {
        return isIndirect(pieceCount) ? 1 : pieceCount;
    }

    /// Takes as many descriptors off the free list as the chain needs, and writes them; returns the head. There must be as many. The
    /// indirect table, if the chain goes into one, is yet to be written.
    int write(Chain chain) {
        int head = freeHead;
        int count = neededCount(chain.count());
        if (isIndirect(chain.count())) {
            writeDescriptor(tableAddr, head, deviceTableAt(head), chain.count() * SplitLayout.DESCRIPTOR_BYTES,
                    SplitLayout.F_INDIRECT, 0);
            freeHead = next[head];
        } else {
            freeHead = writePieces(tableAddr, head, chain, next);
        }
        descriptorCount[head] = count;
        writableBytes[head] = chain.writableBytes();
        freeCount -= count;
        return head;
    }

    /// Writes the pieces of the chain at `head` into its indirect table: descriptors 0, 1, 2... in this order, as IN_ORDER demands.
    void writeTable(int head, Chain chain) {
        writePieces(tableAt(head), 0, chain, null);
    }

    private long deviceTableAt(int head) {
        return indirect == null ? 0 : indirect.tables().deviceAddr(head);
    }

    private long tableAt(int head) {
        return indirect == null ? 0 : indirect.tables().addr(head);
    }

    /// Writes all pieces, the first into descriptor `first`. Returns the descriptor behind the last.
    private int writePieces(long table, int first, Chain chain, int @Nullable [] nextOf) {
        int descriptor = first;
        int last = chain.count() - 1;
        for (int piece = 0; piece <= last; piece++) {
            int following = nextOf == null ? descriptor + 1 : nextOf[descriptor];
            int flags = (piece < chain.readableCount() ? 0 : SplitLayout.F_WRITE)
                    | (piece < last ? SplitLayout.F_NEXT : 0);
            writeDescriptor(table, descriptor, chain.addr(piece), (int) chain.lengthBytes(piece), flags,
                    piece < last ? following : 0);
            descriptor = following;
        }
        return descriptor;
    }

    private void writeDescriptor(long table, int descriptor, long addr, int lengthBytes, int flags, int following) {
        long at = table + (long) SplitLayout.DESCRIPTOR_BYTES * descriptor;
        memory.set64(at + SplitLayout.DESCRIPTOR_ADDR, addr);
        memory.set32(at + SplitLayout.DESCRIPTOR_LEN, lengthBytes);
        memory.set16(at + SplitLayout.DESCRIPTOR_FLAGS, flags);
        memory.set16(at + SplitLayout.DESCRIPTOR_NEXT, following);
    }

    /// Bytes that the device may write into the chain at `head`.
    long writableBytes(int head) {
        return writableBytes[head];
    }

    /// With IN_ORDER: head of the chain that was written first of those that are not free.
    int oldestHead() {
        return freeHead + freeCount & size - 1;
    }

    /// With IN_ORDER: head of the chain that was written after the one at `head`, if any was.
    int headAfter(int head) {
        return head + descriptorCount[head] & size - 1;
    }

    /// Puts the descriptors of the chain at `head` back: to the front of the free list, or with IN_ORDER, where `head` is the oldest, to
    /// its end.
    void free(int head) {
        if (!inOrder) {
            int last = head;
            for (int i = 1; i < descriptorCount[head]; i++) {
                last = next[last];
            }
            next[last] = freeHead;
            freeHead = head;
        }
        freeCount += descriptorCount[head];
    }

    /// The free list. What belongs to a chain is for its owner to add, with [#digestChain].
    @Override
    public void digest(Digest digest) {
        digest.add(freeCount);
        int descriptor = freeHead;
        for (int i = 0; i < freeCount; i++) {
            digest.add(descriptor);
            descriptor = next[descriptor];
        }
    }

    void digestChain(int head, Digest digest) {
        digest.add(descriptorCount[head]).add(writableBytes[head]);
        for (int i = 1, descriptor = head; i < descriptorCount[head]; i++) {
            descriptor = next[descriptor];
            digest.add(descriptor);
        }
    }
}
