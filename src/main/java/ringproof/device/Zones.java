package ringproof.device;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;
import ringproof.wire.ZoneState;
import ringproof.wire.ZoneType;

/// The zones of a disk: each one's state and write pointer, and what a request makes of them.
///
/// Spec 5.2.6. A write is admitted, and the write pointer moved, before its data is moved: so appends of several queues go on side by side,
/// and a write that fails afterwards leaves the pointer behind its data. An implicitly open zone is closed when another needs its place. A
/// zone can be finished from every state in which it can be written, as in ZBC and NVMe, although 5.2.6 lists that for open ones only:
/// the driver cannot know when the device has closed one.
///
/// - I1 start <= write pointer <= start + capacity; EMPTY exactly where the pointer is at the start, unless it was opened or finished
/// - I2 `openCount` and `activeCount` are those of the states
///
/// Thread-safe: one lock of the [Machine], whose digest is all of it.
public final class Zones implements Digestible {
    private final ZoneGeometry geometry;
    private final long diskSectors;
    private final Lock lock;
    private final ZoneState[] states;
    /// By zone, a sector of the disk. What lies behind it reads as zeros, also when the zone is full.
    private final long[] writePointers;
    private int openCount;
    private int activeCount;

    @SuppressWarnings("this-escape") // only as the digest of what the lock guards, asked for when the lock is first released
    Zones(Machine machine, ZoneGeometry geometry, long diskSectors) {
        this.geometry = geometry;
        this.diskSectors = diskSectors;
        this.states = new ZoneState[geometry.zoneCount(diskSectors)];
        this.writePointers = new long[states.length];
        for (int zone = 0; zone < states.length; zone++) {
            states[zone] = isSequential(zone) ? ZoneState.EMPTY : ZoneState.NOT_WP;
            writePointers[zone] = start(zone);
        }
        this.lock = machine.newLock("zones", this);
    }

    public ZoneGeometry geometry() {
        return geometry;
    }

    public int count() {
        return states.length;
    }

    public ZoneState state(int zone) {
        lock.lock();
        ZoneState state = states[zone];
        lock.unlock();
        return state;
    }

    private long start(int zone) {
        return (long) zone * geometry.zoneSectors();
    }

    /// First sector that cannot be written in it.
    private long end(int zone) {
        return Math.min(start(zone) + geometry.capacitySectors(), diskSectors);
    }

    private int zoneOf(long sector) {
        return (int) (sector / geometry.zoneSectors());
    }

    private boolean isSequential(int zone) {
        return geometry.typeOf(zone) != ZoneType.CONVENTIONAL;
    }

    private boolean isRequired(int zone) {
        return geometry.typeOf(zone) == ZoneType.SEQUENTIAL_WRITE_REQUIRED;
    }

    /// Whether these sectors, which are on the disk, may be read.
    BlkStatus read(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = count == 0 ? BlkStatus.OK : admit(sector, count, call);
        lock.unlock();
        return status;
    }

    private BlkStatus admit(long sector, long count, ZoneCall call) {
        int last = zoneOf(sector + count - 1);
        for (int zone = zoneOf(sector); zone <= last; zone++) {
            if (isRequired(zone) && zoneOf(sector) != last) {
                return call.refuse(RequestRule.ZONE_ONE);
            }
            if (states[zone] == ZoneState.OFFLINE) {
                return call.refuse(RequestRule.ZONE_ALIVE);
            }
        }
        return BlkStatus.OK;
    }

    /// Whether these sectors, which are on the disk, may be written; if so, the write pointers move.
    BlkStatus write(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = count == 0 ? call.place(sector) : admitWrite(sector, count, call);
        lock.unlock();
        return status;
    }

    private BlkStatus admitWrite(long sector, long count, ZoneCall call) {
        BlkStatus readable = admit(sector, count, call);
        if (readable != BlkStatus.OK) {
            return readable;
        }
        int zone = zoneOf(sector);
        if (isRequired(zone)) {
            return advance(zone, sector, count, call);
        }
        int last = zoneOf(sector + count - 1);
        RequestRule broken = obstacleToWriting(zone, last, sector + count);
        if (broken != null) {
            return call.refuse(broken);
        }
        for (int other = zone; other <= last; other++) {
            if (isSequential(other) && states[other] != ZoneState.FULL) {
                makeRoom(other);
                writePointers[other] = Math.max(writePointers[other], Math.min(sector + count, end(other)));
                enter(other, writePointers[other] == end(other) ? ZoneState.FULL
                        : states[other].isOpen() ? states[other] : ZoneState.IMPLICITLY_OPEN);
            }
        }
        return call.place(sector);
    }

    /// What keeps data up to `to` from zones that need not be written in order, or null. Nothing is changed.
    private @Nullable RequestRule obstacleToWriting(int first, int last, long to) {
        int opened = 0;
        int activated = 0;
        for (int zone = first; zone <= last; zone++) {
            if (states[zone] == ZoneState.READ_ONLY) {
                return RequestRule.ZONE_STATE;
            }
            if (isSequential(zone) && to > end(zone) && end(zone) < start(zone + 1) && end(zone) < diskSectors) {
                return RequestRule.ZONE_CAPACITY;
            }
            boolean mustOpen = isSequential(zone) && states[zone] != ZoneState.FULL && !states[zone].isOpen();
            opened += mustOpen ? 1 : 0;
            activated += mustOpen && !states[zone].isActive() ? 1 : 0;
        }
        if (geometry.maxActive() > 0 && activated > 0 && activeCount + activated > geometry.maxActive()) {
            return RequestRule.ACTIVE_RESOURCE;
        }
        // Those that are implicitly open can be closed.
        return geometry.maxOpen() > 0 && opened > 0 && count(ZoneState.EXPLICITLY_OPEN) >= geometry.maxOpen()
                ? RequestRule.OPEN_RESOURCE : null;
    }

    private int count(ZoneState which) {
        int count = 0;
        for (ZoneState state : states) {
            count += state == which ? 1 : 0;
        }
        return count;
    }

    private BlkStatus advance(int zone, long sector, long count, ZoneCall call) {
        if (states[zone] == ZoneState.READ_ONLY) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        if (states[zone] == ZoneState.FULL || writePointers[zone] + count > end(zone)) {
            return call.refuse(RequestRule.ZONE_CAPACITY);
        }
        if (sector != writePointers[zone]) {
            return call.refuse(RequestRule.WRITE_POINTER);
        }
        if ((sector + count) * Limits.SECTOR_BYTES % geometry.granularityBytes() != 0) {
            return call.refuse(RequestRule.WRITE_GRANULARITY);
        }
        boolean fills = sector + count == end(zone);
        if (!states[zone].isOpen()) {
            RequestRule lacking = makeRoom(zone);
            if (lacking != null) {
                return call.refuse(lacking);
            }
            enter(zone, ZoneState.IMPLICITLY_OPEN);
        }
        writePointers[zone] = sector + count;
        if (fills) {
            enter(zone, ZoneState.FULL);
        }
        return call.place(sector);
    }

    /// Finds a place for one more open zone; what is lacking, or null. Looks for active places first, as 5.2.6 has it.
    private @Nullable RequestRule makeRoom(int zone) {
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

    private void enter(int zone, ZoneState next) {
        ZoneState before = states[zone];
        openCount += (next.isOpen() ? 1 : 0) - (before.isOpen() ? 1 : 0);
        activeCount += (next.isActive() ? 1 : 0) - (before.isActive() ? 1 : 0);
        states[zone] = next;
    }

    /// Appends to the zone that begins at `sector`; where, the call says.
    BlkStatus append(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = admitAppend(sector, count, call);
        lock.unlock();
        return status;
    }

    private BlkStatus admitAppend(long sector, long count, ZoneCall call) {
        if (geometry.maxAppendSectors() == 0) {
            return call.refuse(RequestRule.APPEND_OFFERED);
        }
        if (count > geometry.maxAppendSectors()) {
            return call.refuse(RequestRule.APPEND_SECTORS);
        }
        BlkStatus status = find(sector, true, call);
        if (status != BlkStatus.OK) {
            return status;
        }
        int zone = zoneOf(sector);
        if (!isRequired(zone)) {
            return call.refuse(RequestRule.ZONE_TYPE);
        }
        if (states[zone] == ZoneState.OFFLINE) {
            return call.refuse(RequestRule.ZONE_ALIVE);
        }
        return count == 0 ? call.place(writePointers[zone]) : advance(zone, writePointers[zone], count, call);
    }

    /// Whether there is such a zone. `first`: the sector must be its first.
    private BlkStatus find(long sector, boolean first, ZoneCall call) {
        if (sector < 0 || sector >= diskSectors) {
            return call.refuse(RequestRule.ZONE_ON_DISK);
        }
        return first && sector % geometry.zoneSectors() != 0 ? call.refuse(RequestRule.ZONE_START) : BlkStatus.OK;
    }

    /// ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH or ZONE_RESET of the zone that begins at `sector`.
    BlkStatus manage(BlkRequestType what, long sector, ZoneCall call) {
        lock.lock();
        BlkStatus status = find(sector, true, call);
        if (status == BlkStatus.OK) {
            status = manage(what, zoneOf(sector), call);
        }
        lock.unlock();
        return status;
    }

    private BlkStatus manage(BlkRequestType what, int zone, ZoneCall call) {
        if (!isSequential(zone)) {
            return call.refuse(RequestRule.ZONE_TYPE);
        }
        if (states[zone] == ZoneState.OFFLINE) {
            return call.refuse(RequestRule.ZONE_ALIVE);
        }
        if (states[zone] == ZoneState.READ_ONLY) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        return switch (what) {
            case ZONE_OPEN -> open(zone, call);
            case ZONE_CLOSE -> close(zone, call);
            case ZONE_FINISH -> {
                enter(zone, ZoneState.FULL);
                yield BlkStatus.OK;
            }
            case ZONE_RESET -> {
                reset(zone);
                yield BlkStatus.OK;
            }
            case IN, OUT, FLUSH, GET_ID, GET_LIFETIME, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_APPEND, ZONE_REPORT,
                    ZONE_RESET_ALL ->
                throw new IllegalArgumentException(what + " manages no zone");
        };
    }

    private BlkStatus open(int zone, ZoneCall call) {
        if (states[zone] == ZoneState.FULL) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        RequestRule lacking = makeRoom(zone);
        if (lacking != null) {
            return call.refuse(lacking);
        }
        enter(zone, ZoneState.EXPLICITLY_OPEN);
        return BlkStatus.OK;
    }

    private BlkStatus close(int zone, ZoneCall call) {
        if (!states[zone].isActive()) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        boolean untouched = writePointers[zone] == start(zone);
        enter(zone, untouched ? ZoneState.EMPTY : ZoneState.CLOSED);
        return BlkStatus.OK;
    }

    private void reset(int zone) {
        enter(zone, ZoneState.EMPTY);
        writePointers[zone] = start(zone);
    }

    /// ZONE_RESET of every zone in a range that begins and ends with zones, as a SECURE_ERASE does; nothing where one of them cannot be.
    BlkStatus resetRange(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = admitReset(sector, count, call);
        for (int zone = zoneOf(sector); status == BlkStatus.OK && start(zone) < sector + count; zone++) {
            if (isSequential(zone)) {
                reset(zone);
            }
        }
        lock.unlock();
        return status;
    }

    private BlkStatus admitReset(long sector, long count, ZoneCall call) {
        for (int zone = zoneOf(sector); start(zone) < sector + count; zone++) {
            if (states[zone] == ZoneState.OFFLINE) {
                return call.refuse(RequestRule.ZONE_ALIVE);
            }
            if (states[zone] == ZoneState.READ_ONLY) {
                return call.refuse(RequestRule.ZONE_STATE);
            }
        }
        return BlkStatus.OK;
    }

    /// Every sequential zone that still works becomes empty.
    BlkStatus resetAll() {
        lock.lock();
        for (int zone = 0; zone < states.length; zone++) {
            if (states[zone].isActive() || states[zone] == ZoneState.FULL) {
                reset(zone);
            }
        }
        lock.unlock();
        return BlkStatus.OK;
    }

    /// Descriptors of the zones from the one with this sector on, at most so many; empty where the call was refused.
    byte[] report(long sector, long most, ZoneCall call) {
        lock.lock();
        byte[] all = new byte[0];
        if (find(sector, false, call) == BlkStatus.OK) {
            int first = zoneOf(sector);
            int found = (int) Math.min(most, states.length - first);
            all = new byte[found * BlkDataLayout.ZONE_BYTES];
            for (int i = 0; i < found; i++) {
                describe(first + i, all, i * BlkDataLayout.ZONE_BYTES);
            }
        }
        lock.unlock();
        return all;
    }

    private void describe(int zone, byte[] to, int at) {
        LittleEndian.put(to, at + BlkDataLayout.ZONE_CAPACITY, Long.BYTES, end(zone) - start(zone));
        LittleEndian.put(to, at + BlkDataLayout.ZONE_START, Long.BYTES, start(zone));
        LittleEndian.put(to, at + BlkDataLayout.ZONE_WRITE_POINTER, Long.BYTES, writePointers[zone]);
        LittleEndian.put(to, at + BlkDataLayout.ZONE_TYPE, 1, geometry.typeOf(zone).code());
        LittleEndian.put(to, at + BlkDataLayout.ZONE_STATE, 1, states[zone].code());
    }

    /// The zone fails: it becomes READ_ONLY or OFFLINE by itself. From OFFLINE there is no way back.
    public void fail(int zone, ZoneState how) {
        if (how != ZoneState.READ_ONLY && how != ZoneState.OFFLINE) {
            throw new IllegalArgumentException("a zone that fails is READ_ONLY or OFFLINE");
        }
        lock.lock();
        if (states[zone] != ZoneState.OFFLINE) {
            enter(zone, how);
        }
        lock.unlock();
    }

    /// How many of the sectors from this one on, in its zone, were written since the zone was reset; `most` at the most.
    long written(long sector, long most) {
        int zone = zoneOf(sector);
        if (!isSequential(zone)) {
            return Math.min(most, start(zone) + geometry.zoneSectors() - sector);
        }
        lock.lock();
        long written = Math.max(0, writePointers[zone] - sector);
        lock.unlock();
        return Math.min(most, written);
    }

    /// Sectors from this one to the end of its zone.
    long leftInZone(long sector) {
        return start(zoneOf(sector) + 1) - sector;
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
