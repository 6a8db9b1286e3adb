package ringproof.wire;

/// Numbers as they stand in bytes, spec 1.4: lowest byte first.
public final class LittleEndian {
    private LittleEndian() {
    }

    /// `lengthBytes` bytes from `offset` as an unsigned number; 8 of them fill the long.
    public static long get(byte[] bytes, int offset, int lengthBytes) {
        long value = 0;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(bytes[offset + i]);
        }
        return value;
    }

    /// Puts the lowest `lengthBytes` bytes of a number at `offset`.
    public static void put(byte[] bytes, int offset, int lengthBytes, long value) {
        for (int i = 0; i < lengthBytes; i++) {
            bytes[offset + i] = (byte) (value >>> (Byte.SIZE * i));
        }
    }
}
