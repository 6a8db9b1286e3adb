package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// What a device demands of each piece of a chain and of each indirect table, whatever the ring format.
///
/// Spec 2.7.4.2, 2.7.5.2, 2.7.5.3, 2.8.19. All values come from the driver: read once, given here, then used. Stateless; each question is
/// overridable for a device with a known bug.
public class ChainRules {
    /// All of them.
    public static final ChainRules ALL = new ChainRules();

    protected ChainRules() {
        // Every question is answered as it should be.
    }

    /// Appends a piece to the chain that is being read, or returns the rule that it breaks.
    final @Nullable Breakage append(GuestMemory memory, long addr, long lengthBytes, boolean writable, Chain into) {
        if (!isReachable(memory, addr, lengthBytes, writable)) {
            return Breakage.BUFFER_OUTSIDE_MEMORY;
        }
        if (!hasRoom(into.readableBytes() + into.writableBytes(), lengthBytes)) {
            return Breakage.CHAIN_TOO_MANY_BYTES;
        }
        if (!writable && !mayBeReadable(into)) {
            return Breakage.READABLE_AFTER_WRITABLE;
        }
        if (writable) {
            into.writable(addr, lengthBytes);
        } else {
            into.readable(addr, lengthBytes);
        }
        return null;
    }

    /// Whether the device can access a piece. An empty one touches nothing, so its address means nothing.
    protected boolean isReachable(GuestMemory memory, long addr, long lengthBytes, boolean writable) {
        return lengthBytes == 0
                || (writable ? memory.isWritable(addr, lengthBytes) : memory.isReadable(addr, lengthBytes));
    }

    /// Whether a chain of so many bytes may have so many more.
    protected boolean hasRoom(long chainBytes, long lengthBytes) {
        return chainBytes + lengthBytes <= Limits.MAX_CHAIN_BYTES;
    }

    /// Whether a readable piece may follow what the chain has.
    protected boolean mayBeReadable(Chain chain) {
        return chain.readableCount() == chain.count();
    }

    /// Whether a table of `count` descriptors has one with this number.
    protected boolean isIndex(int descriptor, long count) {
        return descriptor < count;
    }

    /// Whether a chain of so many pieces is at the limit, so that no other may follow.
    protected boolean isAtLimit(long pieceCount, long limit) {
        return pieceCount >= limit;
    }

    /// The rule that an indirect table of `lengthBytes` at `addr` breaks, whatever is in it; null: none. It may begin at any address.
    protected @Nullable Breakage tableFault(GuestMemory memory, long addr, long lengthBytes) {
        if (lengthBytes == 0) {
            return Breakage.INDIRECT_TABLE_EMPTY;
        }
        if (lengthBytes % SplitLayout.DESCRIPTOR_BYTES != 0) {
            return Breakage.INDIRECT_TABLE_RAGGED;
        }
        if (lengthBytes / SplitLayout.DESCRIPTOR_BYTES > Limits.MAX_INDIRECT_ENTRIES) {
            return Breakage.INDIRECT_TABLE_TOO_LONG;
        }
        return memory.isReadable(addr, lengthBytes) ? null : Breakage.INDIRECT_TABLE_OUTSIDE_MEMORY;
    }
}
