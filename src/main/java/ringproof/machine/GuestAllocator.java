package ringproof.machine;

/// Hands out guest memory from the bottom up, once; nothing is given back. For set-up. Not thread-safe.
public final class GuestAllocator {
    private final GuestMemory memory;
    private long nextAddr;

    /// Allocates from `firstAddr` to the end of the memory.
    public GuestAllocator(GuestMemory memory, long firstAddr) {
        this.memory = memory;
        this.nextAddr = firstAddr;
    }

    /// The address of `lengthBytes` bytes, aligned to `alignBytes` (a power of two). Throws [IllegalStateException] where memory is full.
    public long allocate(long lengthBytes, int alignBytes) {
        long addr = (nextAddr + alignBytes - 1) & -alignBytes;
        if (!memory.contains(addr, lengthBytes)) {
            throw new IllegalStateException(
                    "guest memory of " + memory.sizeBytes() + " bytes has no room for " + lengthBytes
                            + " more; give the machine more memory");
        }
        nextAddr = addr + lengthBytes;
        return addr;
    }

    /// The same, filled with zeros, whatever the memory was used for before.
    public long allocateZeroed(int lengthBytes, int alignBytes) {
        long addr = allocate(lengthBytes, alignBytes);
        memory.write(addr, new byte[lengthBytes], 0, lengthBytes);
        return addr;
    }
}
