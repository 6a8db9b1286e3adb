package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.wire.LittleEndian;
import ringproof.wire.PackedLayout;

/// Reads the driver's descriptor lists, direct and indirect, and says which rule one breaks. Writes nothing.
///
/// Spec 2.8.5 to 2.8.7, 2.8.15 to 2.8.19. QEMU: virtqueue_packed_pop.
///
/// The driver may change everything at any moment. Each field of each descriptor is read once, and at most `size` pieces are taken: so
/// every walk ends, also along a NEXT that leads around the ring for ever.
///
/// Not thread-safe.
final class PackedListReader {
    private final GuestMemory memory;
    private final long ringAddr;
    private final int size;
    private final boolean indirectAllowed;
    private final byte[] bytes = new byte[PackedLayout.DESCRIPTOR_BYTES];

    private int slotCount;
    private int id;

    PackedListReader(GuestMemory memory, long ringAddr, int size, boolean indirectAllowed) {
        this.memory = memory;
        this.ringAddr = ringAddr;
        this.size = size;
        this.indirectAllowed = indirectAllowed;
    }

    /// Address of the flags of the descriptor at a position.
    long flagsAddr(int position) {
        return addr(position) + PackedLayout.DESCRIPTOR_FLAGS;
    }

    private long addr(int position) {
        return ringAddr + (long) PackedLayout.DESCRIPTOR_BYTES * PackedPosition.slot(position);
    }

    /// Walks the list at a position, whose first descriptor has these flags and is available, into `into`. `ownCount`: descriptors of
    /// the ring that are the driver's. Returns the first rule it breaks, or null.
    @Nullable
    Breakage read(int first, int headFlags, int ownCount, Chain into) {
        int position = first;
        int flags = headFlags;
        for (slotCount = 1;; slotCount++) {
            if (slotCount > ownCount) {
                return Breakage.AVAILABLE_NOT_RETURNED;
            }
            boolean more = (flags & PackedLayout.F_NEXT) != 0;
            long at = addr(position);
            long addr = memory.get64(at + PackedLayout.DESCRIPTOR_ADDR);
            long lengthBytes = Integer.toUnsignedLong(memory.get32(at + PackedLayout.DESCRIPTOR_LEN));
            Breakage fault = (flags & PackedLayout.F_INDIRECT) != 0
                    ? tableFault(more || slotCount > 1, addr, lengthBytes, into)
                    : ChainRules.ALL.append(memory, addr, lengthBytes, (flags & PackedLayout.F_WRITE) != 0, into);
            if (fault != null) {
                return fault;
            }
            if (!more) {
                id = memory.get16(at + PackedLayout.DESCRIPTOR_ID);
                return null;
            }
            if (slotCount == size) {
                return Breakage.CHAIN_TOO_LONG;
            }
            position = PackedPosition.advance(position, 1, size);
            flags = memory.get16Opaque(flagsAddr(position));
            if (!PackedPosition.isAvailable(flags, position)) {
                return Breakage.NEXT_NOT_AVAILABLE;
            }
        }
    }

    /// Takes the pieces of an indirect table, or returns the first rule that it breaks. Of the flags in it only WRITE means anything.
    private @Nullable Breakage tableFault(boolean inList, long table, long tableBytes, Chain into) {
        if (!indirectAllowed) {
            return Breakage.INDIRECT_NOT_NEGOTIATED;
        }
        if (inList) {
            return Breakage.INDIRECT_WITH_NEXT;
        }
        Breakage fault = ChainRules.ALL.tableFault(memory, table, tableBytes);
        for (long at = table; fault == null && at < table + tableBytes; at += PackedLayout.DESCRIPTOR_BYTES) {
            fault = into.count() == size ? Breakage.CHAIN_TOO_LONG : appendEntry(at, into);
        }
        return fault;
    }

    /// A table may begin at any address; fields of an entry that is not aligned are no words.
    private @Nullable Breakage appendEntry(long at, Chain into) {
        long addr;
        long lengthBytes;
        long flags;
        if (at % Long.BYTES == 0) {
            addr = memory.get64(at + PackedLayout.DESCRIPTOR_ADDR);
            lengthBytes = Integer.toUnsignedLong(memory.get32(at + PackedLayout.DESCRIPTOR_LEN));
            flags = memory.get16(at + PackedLayout.DESCRIPTOR_FLAGS);
        } else {
            memory.read(at, bytes, 0, bytes.length);
            addr = LittleEndian.get(bytes, PackedLayout.DESCRIPTOR_ADDR, Long.BYTES);
            lengthBytes = LittleEndian.get(bytes, PackedLayout.DESCRIPTOR_LEN, Integer.BYTES);
            flags = LittleEndian.get(bytes, PackedLayout.DESCRIPTOR_FLAGS, Short.BYTES);
        }
        return ChainRules.ALL.append(memory, addr, lengthBytes, (flags & PackedLayout.F_WRITE) != 0, into);
    }

    /// Descriptors of the ring that the list read last takes.
    int slotCount() {
        return slotCount;
    }

    /// Its buffer id: the driver's business, of any value.
    int id() {
        return id;
    }
}
