package ringproof.device;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Limits;
import ringproof.wire.ZoneState;

/// The zones of a disk: each one's state and write pointer, and what a request makes of them.
///
/// Spec 5.2.6. A write is admitted, and the write pointer moved, before its data is moved: so appends of several queues go on side by side,
/// and a write that fails afterwards leaves the pointer behind its data. A zone can be finished from every state in which it can be written,
/// as in ZBC and NVMe, although 5.2.6 lists that for open ones only: the driver cannot know when the device has closed one.
///
/// Thread-safe: one lock of the [Machine], whose digest is the [ZoneTable].
public final class Zones {
    private final ZoneGeometry geometry;
    private final ZoneTable table;
    private final Lock lock;

    Zones(Machine machine, ZoneGeometry geometry, long diskSectors) {
        this.geometry = geometry;
        this.table = new ZoneTable(geometry, diskSectors);
        this.lock = machine.newLock("zones", table);
    }

    public ZoneGeometry geometry() {
        return geometry;
    }

    public int count() {
        return table.count();
    }

    public ZoneState state(int zone) {
        lock.lock();
        ZoneState state = table.state(zone);
        lock.unlock();
        return state;
    }

    /// Whether these sectors, which are on the disk, may be read.
    BlkStatus read(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = count == 0 ? BlkStatus.OK : admit(sector, count, call);
        lock.unlock();
        return status;
    }

    private BlkStatus admit(long sector, long count, ZoneCall call) {
        int last = table.zoneOf(sector + count - 1);
        for (int zone = table.zoneOf(sector); zone <= last; zone++) {
            if (table.isRequired(zone) && table.zoneOf(sector) != last) {
                return call.refuse(RequestRule.ZONE_ONE);
            }
            if (table.state(zone) == ZoneState.OFFLINE) {
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
        int zone = table.zoneOf(sector);
        if (table.isRequired(zone)) {
            return advance(zone, sector, count, call);
        }
        int last = table.zoneOf(sector + count - 1);
        RequestRule broken = obstacleToWriting(zone, last, sector + count);
        if (broken != null) {
            return call.refuse(broken);
        }
        for (int other = zone; other <= last; other++) {
            if (table.isSequential(other)) {
                openForWrite(other);
                table.advance(other, Math.min(sector + count, table.end(other)));
            }
        }
        return call.place(sector);
    }

    /// For a write, which has a place for it.
    private void openForWrite(int zone) {
        if (table.state(zone) != ZoneState.FULL && !table.state(zone).isOpen()) {
            table.makeRoom(zone);
            table.enter(zone, ZoneState.IMPLICITLY_OPEN);
        }
    }

    /// What keeps data up to `to` from zones that need not be written in order, or null. Nothing is changed.
    private @Nullable RequestRule obstacleToWriting(int first, int last, long to) {
        int opened = 0;
        int activated = 0;
        for (int zone = first; zone <= last; zone++) {
            if (table.state(zone) == ZoneState.READ_ONLY) {
                return RequestRule.ZONE_STATE;
            }
            if (table.isGap(zone, to)) {
                return RequestRule.ZONE_CAPACITY;
            }
            boolean mustOpen = table.isSequential(zone) && table.state(zone) != ZoneState.FULL
                    && !table.state(zone).isOpen();
            opened += mustOpen ? 1 : 0;
            activated += mustOpen && !table.state(zone).isActive() ? 1 : 0;
        }
        if (geometry.maxActive() > 0 && activated > 0 && table.activeCount() + activated > geometry.maxActive()) {
            return RequestRule.ACTIVE_RESOURCE;
        }
        // Those that are implicitly open can be closed.
        return geometry.maxOpen() > 0 && opened > 0 && table.count(ZoneState.EXPLICITLY_OPEN) >= geometry.maxOpen()
                ? RequestRule.OPEN_RESOURCE : null;
    }

    private BlkStatus advance(int zone, long sector, long count, ZoneCall call) {
        if (table.state(zone) == ZoneState.READ_ONLY) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        if (table.state(zone) == ZoneState.FULL || table.writePointer(zone) + count > table.end(zone)) {
            return call.refuse(RequestRule.ZONE_CAPACITY);
        }
        if (sector != table.writePointer(zone)) {
            return call.refuse(RequestRule.WRITE_POINTER);
        }
        if ((sector + count) * Limits.SECTOR_BYTES % geometry.granularityBytes() != 0) {
            return call.refuse(RequestRule.WRITE_GRANULARITY);
        }
        if (!table.state(zone).isOpen()) {
            RequestRule lacking = table.makeRoom(zone);
            if (lacking != null) {
                return call.refuse(lacking);
            }
            table.enter(zone, ZoneState.IMPLICITLY_OPEN);
        }
        table.advance(zone, sector + count);
        return call.place(sector);
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
        int zone = table.zoneOf(sector);
        if (!table.isRequired(zone)) {
            return call.refuse(RequestRule.ZONE_TYPE);
        }
        if (table.state(zone) == ZoneState.OFFLINE) {
            return call.refuse(RequestRule.ZONE_ALIVE);
        }
        if (table.state(zone) == ZoneState.READ_ONLY) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        return count == 0 ? call.place(table.writePointer(zone)) : advance(zone, table.writePointer(zone), count, call);
    }

    /// Whether there is such a zone. `first`: the sector must be its first.
    private BlkStatus find(long sector, boolean first, ZoneCall call) {
        if (!table.contains(sector)) {
            return call.refuse(RequestRule.ZONE_ON_DISK);
        }
        return first && sector % geometry.zoneSectors() != 0 ? call.refuse(RequestRule.ZONE_START) : BlkStatus.OK;
    }

    /// ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH or ZONE_RESET of the zone that begins at `sector`.
    BlkStatus manage(BlkRequestType what, long sector, ZoneCall call) {
        lock.lock();
        BlkStatus status = find(sector, true, call);
        if (status == BlkStatus.OK) {
            status = manage(what, table.zoneOf(sector), call);
        }
        lock.unlock();
        return status;
    }

    private BlkStatus manage(BlkRequestType what, int zone, ZoneCall call) {
        if (!table.isSequential(zone)) {
            return call.refuse(RequestRule.ZONE_TYPE);
        }
        if (table.state(zone) == ZoneState.OFFLINE) {
            return call.refuse(RequestRule.ZONE_ALIVE);
        }
        if (table.state(zone) == ZoneState.READ_ONLY) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        return switch (what) {
            case ZONE_OPEN -> open(zone, call);
            case ZONE_CLOSE -> close(zone, call);
            case ZONE_FINISH -> {
                table.enter(zone, ZoneState.FULL);
                yield BlkStatus.OK;
            }
            case ZONE_RESET -> {
                table.reset(zone);
                yield BlkStatus.OK;
            }
            case IN, OUT, FLUSH, GET_ID, GET_LIFETIME, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_APPEND, ZONE_REPORT,
                    ZONE_RESET_ALL ->
                throw new IllegalArgumentException(what + " manages no zone");
        };
    }

    private BlkStatus open(int zone, ZoneCall call) {
        if (table.state(zone) == ZoneState.FULL) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        RequestRule lacking = table.makeRoom(zone);
        if (lacking != null) {
            return call.refuse(lacking);
        }
        table.enter(zone, ZoneState.EXPLICITLY_OPEN);
        return BlkStatus.OK;
    }

    private BlkStatus close(int zone, ZoneCall call) {
        if (!table.state(zone).isActive()) {
            return call.refuse(RequestRule.ZONE_STATE);
        }
        boolean untouched = table.writePointer(zone) == table.start(zone);
        table.enter(zone, untouched ? ZoneState.EMPTY : ZoneState.CLOSED);
        return BlkStatus.OK;
    }

    /// ZONE_RESET of every zone in a range that begins and ends with zones, as a SECURE_ERASE does; nothing where one of them cannot be.
    BlkStatus resetRange(long sector, long count, ZoneCall call) {
        lock.lock();
        BlkStatus status = admitReset(sector, count, call);
        for (int zone = table.zoneOf(sector); status == BlkStatus.OK && table.start(zone) < sector + count; zone++) {
            if (table.isSequential(zone)) {
                table.reset(zone);
            }
        }
        lock.unlock();
        return status;
    }

    private BlkStatus admitReset(long sector, long count, ZoneCall call) {
        for (int zone = table.zoneOf(sector); table.start(zone) < sector + count; zone++) {
            if (table.state(zone) == ZoneState.OFFLINE) {
                return call.refuse(RequestRule.ZONE_ALIVE);
            }
            if (table.state(zone) == ZoneState.READ_ONLY) {
                return call.refuse(RequestRule.ZONE_STATE);
            }
        }
        return BlkStatus.OK;
    }

    /// Every sequential zone that still works becomes empty. Returns the zones that were not.
    BitSet resetAll() {
        BitSet reset = new BitSet();
        lock.lock();
        for (int zone = 0; zone < table.count(); zone++) {
            if (table.state(zone).isActive() || table.state(zone) == ZoneState.FULL) {
                table.reset(zone);
                reset.set(zone);
            }
        }
        lock.unlock();
        return reset;
    }

    /// Descriptors of the zones from the one with this sector on, at most so many; empty where the call was refused.
    byte[] report(long sector, long most, ZoneCall call) {
        lock.lock();
        byte[] all = new byte[0];
        if (find(sector, false, call) == BlkStatus.OK) {
            int first = table.zoneOf(sector);
            int found = (int) Math.min(most, table.count() - first);
            all = new byte[found * BlkDataLayout.ZONE_BYTES];
            for (int i = 0; i < found; i++) {
                table.describe(first + i, all, i * BlkDataLayout.ZONE_BYTES);
            }
        }
        lock.unlock();
        return all;
    }

    /// The zone fails: it becomes READ_ONLY or OFFLINE by itself. From OFFLINE there is no way back.
    public void fail(int zone, ZoneState how) {
        if (how != ZoneState.READ_ONLY && how != ZoneState.OFFLINE) {
            throw new IllegalArgumentException("a zone that fails is READ_ONLY or OFFLINE");
        }
        lock.lock();
        if (table.state(zone) != ZoneState.OFFLINE) {
            table.enter(zone, how);
        }
        lock.unlock();
    }

    /// How many of the sectors from this one on, in its zone, were written since the zone was reset; `most` at the most.
    long written(long sector, long most) {
        int zone = table.zoneOf(sector);
        if (!table.isSequential(zone)) {
            return Math.min(most, table.start(zone) + geometry.zoneSectors() - sector);
        }
        lock.lock();
        long written = Math.max(0, table.writePointer(zone) - sector);
        lock.unlock();
        return Math.min(most, written);
    }

    /// Sectors from this one to the end of its zone.
    long leftInZone(long sector) {
        return table.start(table.zoneOf(sector) + 1) - sector;
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
