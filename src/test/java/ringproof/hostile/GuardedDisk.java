package ringproof.hostile;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;

/// A disk that knows whether somebody has written to the honest driver's sectors who is not the honest driver, and that nobody goes beyond its
/// end.
final class GuardedDisk extends BackendWrapper {
    private static final long HONEST_FROM = (long) Siege.HONEST_SECTOR * Limits.SECTOR_BYTES;
    private boolean intruded;

    GuardedDisk(Backend inner) {
        super(inner);
    }

    boolean hasIntruded() {
        return intruded;
    }

    private void changes(long offsetBytes, long lengthBytes, boolean honest) {
        checkRange(offsetBytes, lengthBytes);
        intruded |= !honest && offsetBytes + lengthBytes > HONEST_FROM;
    }

    private void checkRange(long offsetBytes, long lengthBytes) {
        if (offsetBytes < 0 || lengthBytes < 0
                || offsetBytes + lengthBytes > capacitySectors() * Limits.SECTOR_BYTES) {
            throw new AssertionError(lengthBytes + " bytes at " + offsetBytes + " of the disk");
        }
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        checkRange(offsetBytes, lengthBytes);
        return super.read(offsetBytes, memory, addr, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        changes(offsetBytes, lengthBytes, addr >= Siege.HONEST_FROM && addr < Siege.REAL_BYTES);
        return super.write(offsetBytes, memory, addr, lengthBytes);
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        checkRange(offsetBytes, lengthBytes);
        return super.read(offsetBytes, to, at, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        changes(offsetBytes, lengthBytes, false);
        return super.write(offsetBytes, from, at, lengthBytes);
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        changes(offsetBytes, lengthBytes, false);
        return super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        changes(offsetBytes, lengthBytes, false);
        return super.discard(offsetBytes, lengthBytes);
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        changes(offsetBytes, lengthBytes, false);
        return super.secureErase(offsetBytes, lengthBytes);
    }
}
