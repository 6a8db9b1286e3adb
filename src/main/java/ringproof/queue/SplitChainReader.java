package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.wire.LittleEndian;
import ringproof.wire.SplitLayout;

/// Reads the driver's descriptor chains, direct and indirect, and says which rule one breaks. Writes nothing.
///
/// Spec 2.7.5, 2.7.5.3. Linux: vhost_get_vq_desc, get_indirect. QEMU: virtqueue_split_pop.
///
/// The driver may change everything at any moment. Each field of each descriptor is read once, and at most `size` pieces are taken, in the
/// table and out of it together (2.7.5.3.1): so every walk ends.
///
/// Not thread-safe.
final class SplitChainReader {
    private final GuestMemory memory;
    private final long ringAddr;
    private final int size;
    private final boolean indirectAllowed;
    private final boolean inOrder;
    private final ChainRules rules;

    /// The descriptor read last.
    private long addr;
    private long lengthBytes;
    private int flags;
    private int next;
    private final byte[] bytes = new byte[SplitLayout.DESCRIPTOR_BYTES];

    private int descriptorCount;

    SplitChainReader(GuestMemory memory, long ringAddr, int size, boolean indirectAllowed, boolean inOrder,
            ChainRules rules) {
        this.rules = rules;
        this.memory = memory;
        this.ringAddr = ringAddr;
        this.size = size;
        this.indirectAllowed = indirectAllowed;
        this.inOrder = inOrder;
    }

    /// Walks the chain at `head` into `into`. Returns the first rule it breaks, or null.
    @Nullable
    Breakage read(int head, Chain into) {
        if (!rules.isIndex(head, size)) {
            return Breakage.HEAD_OUT_OF_RANGE;
        }
        int descriptor = head;
        for (descriptorCount = 1;; descriptorCount++) {
            readDescriptor(ringAddr, descriptor);
            boolean more = (flags & SplitLayout.F_NEXT) != 0;
            if ((flags & SplitLayout.F_INDIRECT) != 0) {
                return !indirectAllowed ? Breakage.INDIRECT_NOT_NEGOTIATED
                        : more ? Breakage.INDIRECT_WITH_NEXT : readTable(addr, lengthBytes, into);
            }
            Breakage fault = append(into);
            if (fault != null || !more) {
                return fault;
            }
            if (rules.isAtLimit(descriptorCount, size)) {
                return Breakage.CHAIN_TOO_LONG;
            }
            if (!rules.isIndex(next, size)) {
                return Breakage.NEXT_OUT_OF_RANGE;
            }
            if (inOrder && next != (descriptor + 1 & size - 1)) {
                return Breakage.NEXT_OUT_OF_ORDER;
            }
            descriptor = next;
        }
    }

    /// Walks the chain in an indirect table, which ends the chain that refers to it. Its F_WRITE there means nothing (2.7.5.3.2).
    private @Nullable Breakage readTable(long table, long tableBytes, Chain into) {
        Breakage tableFault = rules.tableFault(memory, table, tableBytes);
        if (tableFault != null) {
            return tableFault;
        }
        long entryCount = tableBytes / SplitLayout.DESCRIPTOR_BYTES;
        int entry = 0;
        for (int seen = 1;; seen++) {
            if (rules.isAtLimit(into.count(), size)) {
                return Breakage.CHAIN_TOO_LONG;
            }
            readDescriptor(table, entry);
            if ((flags & SplitLayout.F_INDIRECT) != 0) {
                return Breakage.INDIRECT_WITHIN_INDIRECT;
            }
            Breakage fault = append(into);
            if (fault != null || (flags & SplitLayout.F_NEXT) == 0) {
                return fault;
            }
            if (!rules.isIndex(next, entryCount)) {
                return Breakage.INDIRECT_NEXT_OUT_OF_RANGE;
            }
            if (inOrder && next != entry + 1) {
                return Breakage.NEXT_OUT_OF_ORDER;
            }
            if (rules.isAtLimit(seen, entryCount)) {
                return Breakage.CHAIN_TOO_LONG;
            }
            entry = next;
        }
    }

    private @Nullable Breakage append(Chain into) {
        return rules.append(memory, addr, lengthBytes, (flags & SplitLayout.F_WRITE) != 0, into);
    }

    /// Takes a copy of a descriptor. An indirect table may begin at any address; fields of one that is not aligned are no words.
    private void readDescriptor(long table, int descriptor) {
        long at = table + (long) SplitLayout.DESCRIPTOR_BYTES * descriptor;
        if (at % Long.BYTES == 0) {
            addr = memory.get64(at + SplitLayout.DESCRIPTOR_ADDR);
            lengthBytes = Integer.toUnsignedLong(memory.get32(at + SplitLayout.DESCRIPTOR_LEN));
            flags = memory.get16(at + SplitLayout.DESCRIPTOR_FLAGS);
            next = (flags & SplitLayout.F_NEXT) == 0 ? 0 : memory.get16(at + SplitLayout.DESCRIPTOR_NEXT);
        } else {
            memory.read(at, bytes, 0, bytes.length);
            addr = LittleEndian.get(bytes, SplitLayout.DESCRIPTOR_ADDR, Long.BYTES);
            lengthBytes = LittleEndian.get(bytes, SplitLayout.DESCRIPTOR_LEN, Integer.BYTES);
            flags = (int) LittleEndian.get(bytes, SplitLayout.DESCRIPTOR_FLAGS, Short.BYTES);
            next = (int) LittleEndian.get(bytes, SplitLayout.DESCRIPTOR_NEXT, Short.BYTES);
        }
    }

    /// Descriptors of the ring that the chain read last takes.
    int descriptorCount() {
        return descriptorCount;
    }
}
