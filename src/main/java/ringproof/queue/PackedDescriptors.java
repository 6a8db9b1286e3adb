package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.wire.PackedLayout;

/// Writes chains into a packed ring, direct or indirect, for the driver. Remembers nothing and reads nothing.
///
/// Spec 2.8.5 to 2.8.7, 2.8.21.1. Linux: virtqueue_add_packed, virtqueue_add_indirect_packed.
///
/// Ring flags are never accessed plainly: the device looks at them while it waits. Everything else in a free descriptor is the driver's
/// alone until the flags of the list's first descriptor say that it is available.
final class PackedDescriptors {
    private final GuestMemory memory;
    private final long ringAddr;
    private final int size;
    private final @Nullable IndirectUse indirect;

    PackedDescriptors(GuestMemory memory, long ringAddr, int size, @Nullable IndirectUse indirect) {
        this.memory = memory;
        this.ringAddr = ringAddr;
        this.size = size;
        this.indirect = indirect;
    }

    /// Address of the descriptor at a position.
    long addr(int position) {
        return ringAddr + (long) PackedLayout.DESCRIPTOR_BYTES * PackedPosition.slot(position);
    }

    /// Address of its flags.
    long flagsAddr(int position) {
        return addr(position) + PackedLayout.DESCRIPTOR_FLAGS;
    }

    /// Leaves the ring flags as they are when every descriptor before the position has been used. They must be zero.
    void writePastLap(int position) {
        for (int slot = 0; slot < size; slot++) {
            int lap = slot < PackedPosition.slot(position) ? position : position ^ PackedLayout.WRAP;
            if (PackedPosition.wrap(lap)) {
                memory.set16Opaque(flagsAddr(slot), PackedPosition.usedFlags(lap));
            }
        }
    }

    /// Leaves the ring flags as they are in a fresh ring.
    void clearFlags() {
        for (int slot = 0; slot < size; slot++) {
            memory.set16Opaque(flagsAddr(slot), 0);
        }
    }

    /// Descriptors of the ring that a chain of so many pieces takes.
    int neededCount(int pieceCount) {
        return indirect != null && indirect.covers(pieceCount) ? 1 : pieceCount;
    }

    /// Writes the chain from the position on under a buffer id, all but the flags of the first descriptor; returns those.
    int write(int position, int id, Chain chain) {
        return indirect != null && indirect.covers(chain.count())
                ? writeTable(indirect.tables(), position, id, chain)
                : writeList(position, id, chain);
    }

    private int writeList(int first, int id, Chain chain) {
        int headFlags = 0;
        int position = first;
        int last = chain.count() - 1;
        for (int piece = 0; piece <= last; piece++) {
            int flags = PackedPosition.availableFlags(position)
                    | (piece < chain.readableCount() ? 0 : PackedLayout.F_WRITE)
                    | (piece < last ? PackedLayout.F_NEXT : 0);
            write(addr(position), chain.addr(piece), (int) chain.lengthBytes(piece), id);
            if (piece == 0) {
                headFlags = flags;
            } else {
                memory.set16Opaque(flagsAddr(position), flags);
            }
            position = PackedPosition.advance(position, 1, size);
        }
        return headFlags;
    }

    /// In a table the descriptors follow each other, and say nothing but whether the device writes (2.8.7).
    private int writeTable(IndirectTables tables, int position, int id, Chain chain) {
        for (int piece = 0; piece < chain.count(); piece++) {
            long at = tables.addr(id) + (long) PackedLayout.DESCRIPTOR_BYTES * piece;
            write(at, chain.addr(piece), (int) chain.lengthBytes(piece), 0);
            memory.set16(at + PackedLayout.DESCRIPTOR_FLAGS,
                    piece < chain.readableCount() ? 0 : PackedLayout.F_WRITE);
        }
        write(addr(position), tables.deviceAddr(id), PackedLayout.DESCRIPTOR_BYTES * chain.count(), id);
        return PackedPosition.availableFlags(position) | PackedLayout.F_INDIRECT;
    }

    private void write(long at, long addr, int lengthBytes, int id) {
        memory.set64(at + PackedLayout.DESCRIPTOR_ADDR, addr);
        memory.set32(at + PackedLayout.DESCRIPTOR_LEN, lengthBytes);
        memory.set16(at + PackedLayout.DESCRIPTOR_ID, id);
    }
}
