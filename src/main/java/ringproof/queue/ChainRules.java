package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// What a device demands of each piece of a chain and of each indirect table, whatever the ring format.
///
/// Spec 2.7.4.2, 2.7.5.2, 2.7.5.3, 2.8.19. All values come from the driver: read once, given here, then used.
final class ChainRules {
    private ChainRules() {
    }

    /// Appends a piece to the chain that is being read, or returns the rule that it breaks.
    static @Nullable Breakage append(GuestMemory memory, long addr, long lengthBytes, boolean writable, Chain into) {
        // An empty piece touches nothing, so its address means nothing.
        boolean reachable = writable ? memory.isWritable(addr, lengthBytes) : memory.isReadable(addr, lengthBytes);
        if (lengthBytes != 0 && !reachable) {
            return Breakage.BUFFER_OUTSIDE_MEMORY;
        }
        if (into.readableBytes() + into.writableBytes() + lengthBytes > Limits.MAX_CHAIN_BYTES) {
            return Breakage.CHAIN_TOO_MANY_BYTES;
        }
        if (writable) {
            into.writable(addr, lengthBytes);
        } else if (into.readableCount() != into.count()) {
            return Breakage.READABLE_AFTER_WRITABLE;
        } else {
            into.readable(addr, lengthBytes);
        }
        return null;
    }

    /// The rule that an indirect table of `lengthBytes` at `addr` breaks, whatever is in it; null: none. It may begin at any address.
    static @Nullable Breakage tableFault(GuestMemory memory, long addr, long lengthBytes) {
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
