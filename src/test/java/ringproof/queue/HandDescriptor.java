package ringproof.queue;

import ringproof.machine.GuestMemory;

/// A descriptor as a hostile driver writes it. `next` is the buffer id in a packed ring, and nothing in its tables.
record HandDescriptor(long addr, int len, int flags, int next) {
    /// Enough for a chain of more than 2^32 bytes; only the first [#REAL_BYTES] are really there.
    static final long CLAIMED_BYTES = 1L << 34;
    static final int REAL_BYTES = 8192;
    /// Where the tables lie: one array of descriptors, of which an indirect descriptor may name any part.
    static final int TABLES_ADDR = 4096;
    static final int TABLES_ENTRIES = 12;
    private static final int BYTES = 16;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    long lengthBytes() {
        return Integer.toUnsignedLong(len);
    }

    HandDescriptor withFlags(int other) {
        return new HandDescriptor(addr, len, other, next);
    }

    void writeSplit(GuestMemory memory, long table, int i) {
        write(memory, table + (long) BYTES * i, flags, next);
    }

    void writePacked(GuestMemory memory, long table, int i) {
        write(memory, table + (long) BYTES * i, next, flags);
    }

    private void write(GuestMemory memory, long at, int third, int fourth) {
        memory.set64(at, addr);
        memory.set32(at + 8, len);
        memory.set16(at + 12, third);
        memory.set16(at + 14, fourth);
    }

    /// From memory, byte by byte.
    static HandDescriptor readSplit(GuestMemory memory, long table, int i) {
        return read(memory, table, i, 12, 14);
    }

    static HandDescriptor readPacked(GuestMemory memory, long table, int i) {
        return read(memory, table, i, 14, 12);
    }

    private static HandDescriptor read(GuestMemory memory, long table, int i, int flagsAt, int nextAt) {
        byte[] bytes = new byte[BYTES];
        memory.read(table + (long) BYTES * i, bytes, 0, BYTES);
        return new HandDescriptor(number(bytes, 0, 8), (int) number(bytes, 8, 4), (int) number(bytes, flagsAt, 2),
                (int) number(bytes, nextAt, 2));
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return number;
    }

    /// Whether so many bytes lie in the memory that is claimed to be there.
    static boolean isInMemory(long addr, long lengthBytes) {
        return addr >= 0 && addr < CLAIMED_BYTES && lengthBytes <= CLAIMED_BYTES - addr;
    }
}
