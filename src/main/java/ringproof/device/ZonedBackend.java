package ringproof.device;

import java.util.Arrays;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.Limits;

/// A disk divided into zones, on a backend that knows of none.
///
/// Spec 5.2.4, 5.2.6. Every sequential zone begins empty, whatever the backend holds, and the zones' states live as long as this object: they
/// are not stored. What was not written since the zone was reset reads as zeros. Callers have asked [#zones()] first.
///
/// Thread-safe where the backend inside is; under the checker that is a [SharedBackend].
public final class ZonedBackend extends BackendWrapper {
    private final Zones zones;

    /// Throws [IllegalArgumentException] for a read-only backend, or one that is divided already.
    public ZonedBackend(Machine machine, Backend inner, ZoneGeometry geometry) {
        super(inner);
        if (inner.isReadOnly() || inner.zones() != null) {
            throw new IllegalArgumentException("zones need a disk that can be written and has none yet");
        }
        this.zones = new Zones(machine, geometry, inner.capacitySectors());
    }

    @Override
    public Zones zones() {
        return zones;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        int done = 0;
        while (done < lengthBytes) {
            long at = offsetBytes + done;
            int part = (int) Math.min(lengthBytes - done, leftInZone(at));
            int written = (int) writtenBytes(at, part);
            if (!super.read(at, memory, addr + done, written)) {
                return false;
            }
            zero(memory, addr + done + written, part - written);
            done += part;
        }
        return true;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        int done = 0;
        while (done < lengthBytes) {
            long from = offsetBytes + done;
            int part = (int) Math.min(lengthBytes - done, leftInZone(from));
            int written = (int) writtenBytes(from, part);
            if (!super.read(from, to, at + done, written)) {
                return false;
            }
            Arrays.fill(to, at + done + written, at + done + part, (byte) 0);
            done += part;
        }
        return true;
    }

    private static void zero(GuestMemory memory, long addr, int lengthBytes) {
        if (lengthBytes > 0) {
            memory.write(addr, new byte[lengthBytes], 0, lengthBytes);
        }
    }

    private long leftInZone(long offsetBytes) {
        long sector = offsetBytes / Limits.SECTOR_BYTES;
        return zones.leftInZone(sector) * Limits.SECTOR_BYTES - offsetBytes % Limits.SECTOR_BYTES;
    }

    private long writtenBytes(long offsetBytes, long most) {
        long within = offsetBytes % Limits.SECTOR_BYTES;
        long sectors = (within + most + Limits.SECTOR_BYTES - 1) / Limits.SECTOR_BYTES;
        long written = zones.written(offsetBytes / Limits.SECTOR_BYTES, sectors) * Limits.SECTOR_BYTES - within;
        return Math.max(0, Math.min(most, written));
    }

    /// Zones have one size each, from beginning to end.
    @Override
    public boolean resize(long capacitySectors) {
        return false;
    }
}
