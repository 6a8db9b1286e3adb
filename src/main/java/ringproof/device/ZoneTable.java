package ringproof.device;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.LittleEndian;
import ringproof.wire.ZoneState;
import ringproof.wire.ZoneType;

/// Where the zones of a disk begin and end, how far each has come, and who holds the places for open and active ones.
///
/// Spec 5.2.6. An implicitly open zone is closed when another needs its place.
///
/// - I1 start <= write pointer <= end; EMPTY exactly where the pointer is at the start, unless the zone was opened or finished
/// - I2 `openCount` and `activeCount` are those of the states
///
/// Guarded by the lock of its [Zones].
final class ZoneTable implements Digestible {
    private final ZoneGeometry geometry;
    private final long diskSectors;
    private final ZoneState[] states;
    /// By zone, a sector of the disk. What lies behind it reads as zeros, also when the zone is full.
    private final long[] writePointers;
    private int openCount;
    private int activeCount;

    ZoneTable(ZoneGeometry geometry, long diskSectors) {
        this.geometry = geometry;
        this.diskSectors = diskSectors;
        this.states = new ZoneState[geometry.zoneCount(diskSectors)];
        this.writePointers = new long[states.length];
        for (int zone = 0; zone < states.length; zone++) {
            states[zone] = isSequential(zone) ? ZoneState.EMPTY : ZoneState.NOT_WP;
            writePointers[zone] = start(zone);
        }
    }

    int count() {
        return states.length;
    }

    boolean contains(long sector) {
        return sector >= 0 && sector < diskSectors;
    }

    ZoneState state(int zone) {
        return states[zone];
    }

    long writePointer(int zone) {
        return writePointers[zone];
    }

    long start(int zone) {
        return (long) zone * geometry.zoneSectors();
    }

    /// First sector that cannot be written in it.
    long end(int zone) {
        int capacity = isSequential(zone) ? geometry.capacitySectors() : geometry.zoneSectors();
        return Math.min(start(zone) + capacity, diskSectors);
    }

    /// Whether it has sectors that can never be written, and these reach them.
    boolean isGap(int zone, long to) {
        return to > end(zone) && end(zone) < start(zone + 1) && end(zone) < diskSectors;
    }

    int zoneOf(long sector) {
        return (int) (sector / geometry.zoneSectors());
    }

    boolean isSequential(int zone) {
        return geometry.typeOf(zone) != ZoneType.CONVENTIONAL;
    }

    /// Whether it must be written in order.
    boolean isRequired(int zone) {
        return geometry.typeOf(zone) == ZoneType.SEQUENTIAL_WRITE_REQUIRED;
    }

    int count(ZoneState which) {
        int count = 0;
        for (ZoneState state : states) {
            count += state == which ? 1 : 0;
        }
        return count;
    }

    int activeCount() {
        return activeCount;
    }

    void enter(int zone, ZoneState next) {
        ZoneState before = states[zone];
        openCount += (next.isOpen() ? 1 : 0) - (before.isOpen() ? 1 : 0);
        activeCount += (next.isActive() ? 1 : 0) - (before.isActive() ? 1 : 0);
        states[zone] = next;
    }

    void reset(int zone) {
        enter(zone, ZoneState.EMPTY);
        writePointers[zone] = start(zone);
    }

    /// The zone, which is open or full, is written up to `sector` at least.
    void advance(int zone, long sector) {
        writePointers[zone] = Math.max(writePointers[zone], sector);
        if (writePointers[zone] == end(zone)) {
            enter(zone, ZoneState.FULL);
        }
    }

    /// Finds a place for one more open zone; what is lacking, or null. Looks for active places first, as 5.2.6 has it.
    @Nullable
    RequestRule makeRoom(int zone) {
        if (!states[zone].isActive() && geometry.maxActive() > 0 && activeCount >= geometry.maxActive()) {
            return RequestRule.ACTIVE_RESOURCE;
        }
        if (states[zone].isOpen() || geometry.maxOpen() == 0 || openCount < geometry.maxOpen()) {
            return null;
        }
        for (int other = 0; other < states.length; other++) {
            if (states[other] == ZoneState.IMPLICITLY_OPEN) {
                enter(other, ZoneState.CLOSED);
                return null;
            }
        }
        return RequestRule.OPEN_RESOURCE;
    }

    /// Writes the zone's descriptor.
    void describe(int zone, byte[] to, int at) {
        LittleEndian.put(to, at + BlkDataLayout.ZONE_CAPACITY, Long.BYTES, end(zone) - start(zone));
        LittleEndian.put(to, at + BlkDataLayout.ZONE_START, Long.BYTES, start(zone));
        LittleEndian.put(to, at + BlkDataLayout.ZONE_WRITE_POINTER, Long.BYTES, writePointers[zone]);
        LittleEndian.put(to, at + BlkDataLayout.ZONE_TYPE, 1, geometry.typeOf(zone).code());
        LittleEndian.put(to, at + BlkDataLayout.ZONE_STATE, 1, states[zone].code());
    }

    @Override
    public void digest(Digest digest) {
        digest.add(openCount).add(activeCount);
        for (int zone = 0; zone < states.length; zone++) {
            digest.add(states[zone].code()).add(writePointers[zone]);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(states);
    }
}
