package ringproof.device;

/// Zeros for backends that know no better way to write them.
final class Zeros {
    private static final byte[] BYTES = new byte[1 << 16];

    private Zeros() {
    }

    /// Writes the range as data.
    static boolean write(Backend to, long offsetBytes, long lengthBytes) {
        long done = 0;
        while (done < lengthBytes) {
            int count = (int) Math.min(BYTES.length, lengthBytes - done);
            if (!to.write(offsetBytes + done, BYTES, 0, count)) {
                return false;
            }
            done += count;
        }
        return true;
    }
}
