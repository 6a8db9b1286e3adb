package ringproof.disk;

import static ringproof.driver.Outcome.IOERR;
import static ringproof.driver.Outcome.UNSUPP;
import static ringproof.driver.Outcome.ZONE_ACTIVE_RESOURCE;
import static ringproof.driver.Outcome.ZONE_INVALID_CMD;
import static ringproof.driver.Outcome.ZONE_OPEN_RESOURCE;
import static ringproof.driver.Outcome.ZONE_UNALIGNED_WP;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.device.ZoneGeometry;
import ringproof.driver.Outcome;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;
import ringproof.wire.ZoneModel;
import ringproof.wire.ZoneState;

/// What a disk must do, written down from the specification alone, spec 5.2.6: one request after the other, a number for each sector.
///
/// A request that breaks several rules may be refused for any of them. Which of its implicitly open zones a device closes when it needs the
/// place is its own affair: here a zone that is implicitly open or closed is just active.
final class DiskOracle {
    /// The content of a sector that may be anything.
    static final int ANYTHING = -1;

    /// How far a sequential zone has come.
    enum Condition {
        EMPTY, ACTIVE, OPENED, FULL, READ_ONLY, OFFLINE
    }

    private final int[] content;
    private final @Nullable ZoneGeometry geometry;
    private final Condition[] conditions;
    private final int[] pointers;

    DiskOracle(int sectors, @Nullable ZoneGeometry geometry) {
        this.content = new int[sectors];
        this.geometry = geometry;
        int zones = geometry == null ? 0 : geometry.zoneCount(sectors);
        this.conditions = new Condition[zones];
        Arrays.fill(conditions, Condition.EMPTY);
        this.pointers = new int[zones];
        for (int zone = 0; zone < zones; zone++) {
            pointers[zone] = start(zone);
        }
    }

    int content(int sector) {
        return content[sector];
    }

    int sectors() {
        return content.length;
    }

    /// A write of these sectors failed half way.
    void spoil(int sector, int count) {
        Arrays.fill(content, sector, sector + count, ANYTHING);
    }

    /// Executes a request. Empty: it must succeed; else it must end in one of these ways. `data` is what OUT and ZONE_APPEND write, and what
    /// IN must read.
    Set<Outcome> execute(DiskRequest request, int[] data) {
        return switch (request.type()) {
            case IN -> read((int) request.sector(), data);
            case OUT -> write((int) request.sector(), data);
            case FLUSH, GET_ID -> EnumSet.noneOf(Outcome.class);
            case GET_LIFETIME -> EnumSet.of(UNSUPP);
            case DISCARD, WRITE_ZEROES, SECURE_ERASE -> changeRanges(request);
            case ZONE_APPEND -> append(request.sector(), data);
            case ZONE_REPORT -> geometry == null ? EnumSet.of(UNSUPP)
                    : refusedIf(request.sector() >= content.length, ZONE_INVALID_CMD);
            case ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET -> manage(request.type(), request.sector());
            case ZONE_RESET_ALL -> resetAll();
        };
    }

    private static Set<Outcome> refusedIf(boolean broken, Outcome how) {
        return broken ? EnumSet.of(how) : EnumSet.noneOf(Outcome.class);
    }

    private boolean isBeyond(long sector, long count) {
        return sector + count > content.length;
    }

    private Set<Outcome> read(int sector, int[] data) {
        if (isBeyond(sector, data.length)) {
            return EnumSet.of(IOERR);
        }
        Set<Outcome> broken = reachBroken(sector, data.length);
        if (broken.isEmpty()) {
            System.arraycopy(content, sector, data, 0, data.length);
        }
        return broken;
    }

    /// Of reading and writing: what the zones that a range touches forbid.
    private Set<Outcome> reachBroken(int sector, int count) {
        if (geometry == null) {
            return EnumSet.noneOf(Outcome.class);
        }
        boolean several = zoneOf(sector) != zoneOf(sector + count - 1);
        return refusedIf(any(sector, count, zone -> isRequired(zone) && several)
                || any(sector, count, zone -> conditions[zone] == Condition.OFFLINE), ZONE_INVALID_CMD);
    }

    private Set<Outcome> write(int sector, int[] data) {
        if (isBeyond(sector, data.length)) {
            return EnumSet.of(IOERR);
        }
        Set<Outcome> broken = geometry == null ? EnumSet.noneOf(Outcome.class) : enter(sector, data.length);
        if (broken.isEmpty()) {
            System.arraycopy(data, 0, content, sector, data.length);
        }
        return broken;
    }

    /// Moves the write pointers, or says what forbids that.
    private Set<Outcome> enter(int sector, int count) {
        Set<Outcome> broken = reachBroken(sector, count);
        int end = sector + count;
        if (any(sector, count, zone -> conditions[zone] == Condition.READ_ONLY)
                || any(sector, count, zone -> end > limit(zone) && limit(zone) < start(zone + 1))) {
            broken.add(ZONE_INVALID_CMD);
        }
        int zone = zoneOf(sector);
        if (isRequired(zone)) {
            if (conditions[zone] == Condition.FULL || pointers[zone] + count > limit(zone)) {
                broken.add(ZONE_INVALID_CMD);
            }
            if (sector != pointers[zone] || end * Limits.SECTOR_BYTES % geometry().granularityBytes() != 0) {
                broken.add(ZONE_UNALIGNED_WP);
            }
        }
        broken.addAll(resourcesLacking(sector, count));
        if (broken.isEmpty()) {
            for (int each = zone; each < conditions.length && start(each) < end; each++) {
                if (isSequential(each)) {
                    reach(each, Math.min(end, limit(each)));
                }
            }
        }
        return broken;
    }

    private void reach(int zone, int sector) {
        pointers[zone] = Math.max(pointers[zone], sector);
        if (conditions[zone] != Condition.FULL) {
            conditions[zone] = pointers[zone] == limit(zone) ? Condition.FULL
                    : conditions[zone] == Condition.OPENED ? Condition.OPENED : Condition.ACTIVE;
        }
    }

    /// What a device may lack that has to open the zones of a range. A zone that is implicitly open makes room for another.
    private Set<Outcome> resourcesLacking(int sector, int count) {
        Set<Outcome> lacking = EnumSet.noneOf(Outcome.class);
        int end = sector + count;
        int activated = 0;
        int opened = 0;
        for (int zone = zoneOf(sector); zone < conditions.length && start(zone) < end; zone++) {
            if (isSequential(zone)) {
                activated += conditions[zone] == Condition.EMPTY ? 1 : 0;
                opened += conditions[zone] == Condition.EMPTY || conditions[zone] == Condition.ACTIVE ? 1 : 0;
            }
        }
        if (activated > 0 && geometry().maxActive() > 0 && active() + activated > geometry().maxActive()) {
            lacking.add(ZONE_ACTIVE_RESOURCE);
        }
        if (opened > 0 && geometry().maxOpen() > 0 && opened() >= geometry().maxOpen()) {
            lacking.add(ZONE_OPEN_RESOURCE);
        }
        return lacking;
    }

    private long active() {
        return opened() + Arrays.stream(conditions).filter(each -> each == Condition.ACTIVE).count();
    }

    private long opened() {
        return Arrays.stream(conditions).filter(each -> each == Condition.OPENED).count();
    }

    private Set<Outcome> append(long sector, int[] data) {
        if (geometry == null || geometry.maxAppendSectors() == 0) {
            return EnumSet.of(UNSUPP);
        }
        Set<Outcome> broken = refusedIf(
                sector >= content.length || sector % geometry.zoneSectors() != 0
                        || !isRequired(zoneOf((int) sector)) || data.length > geometry.maxAppendSectors(),
                ZONE_INVALID_CMD);
        return broken.isEmpty() ? write(pointers[zoneOf((int) sector)], data, zoneOf((int) sector)) : broken;
    }

    /// At a write pointer, which stands behind the zone when it is full.
    private Set<Outcome> write(int sector, int[] data, int zone) {
        return sector + data.length > limit(zone) ? EnumSet.of(ZONE_INVALID_CMD) : write(sector, data);
    }

    /// Where the next ZONE_APPEND to this zone puts its data.
    int pointer(long sector) {
        return pointers[zoneOf((int) sector)];
    }

    private Set<Outcome> changeRanges(DiskRequest request) {
        boolean managed = geometry != null && geometry.model() == ZoneModel.HOST_MANAGED;
        if (managed && request.type() != BlkRequestType.SECURE_ERASE) {
            return EnumSet.of(UNSUPP);
        }
        for (DiskRequest.Range range : request.ranges()) {
            if (isBeyond(range.sector(), range.sectors())) {
                return EnumSet.of(IOERR);
            }
        }
        for (DiskRequest.Range range : request.ranges()) {
            Set<Outcome> broken = changeRange(request.type(), (int) range.sector(), range.sectors());
            if (!broken.isEmpty()) {
                return broken;
            }
        }
        return EnumSet.noneOf(Outcome.class);
    }

    private Set<Outcome> changeRange(BlkRequestType type, int sector, int count) {
        if (type == BlkRequestType.DISCARD) {
            Arrays.fill(content, sector, sector + count, ANYTHING);
            return EnumSet.noneOf(Outcome.class);
        }
        if (type == BlkRequestType.WRITE_ZEROES || geometry == null) {
            return write(sector, new int[count]);
        }
        Set<Outcome> broken = refusedIf(any(sector, count, zone -> conditions[zone] == Condition.OFFLINE
                || conditions[zone] == Condition.READ_ONLY), ZONE_INVALID_CMD);
        for (int zone = zoneOf(sector); broken.isEmpty() && start(zone) < sector + count; zone++) {
            reset(zone);
            Arrays.fill(content, start(zone), Math.min(start(zone + 1), content.length), 0);
        }
        return broken;
    }

    private Set<Outcome> manage(BlkRequestType type, long sector) {
        if (geometry == null) {
            return EnumSet.of(UNSUPP);
        }
        if (sector >= content.length || sector % geometry.zoneSectors() != 0 || !isSequential(zoneOf((int) sector))) {
            return EnumSet.of(ZONE_INVALID_CMD);
        }
        int zone = zoneOf((int) sector);
        if (!ways(type).contains(conditions[zone])) {
            return EnumSet.of(ZONE_INVALID_CMD);
        }
        switch (type) {
            case ZONE_OPEN -> {
                Set<Outcome> lacking = conditions[zone] == Condition.OPENED ? Set.of()
                        : resourcesLacking((int) sector, 1);
                if (!lacking.isEmpty()) {
                    return lacking;
                }
                conditions[zone] = Condition.OPENED;
            }
            case ZONE_CLOSE -> conditions[zone] = pointers[zone] == start(zone) ? Condition.EMPTY : Condition.ACTIVE;
            case ZONE_FINISH -> conditions[zone] = Condition.FULL;
            default -> reset(zone);
        }
        return EnumSet.noneOf(Outcome.class);
    }

    /// The conditions from which a zone can go this way.
    private static Set<Condition> ways(BlkRequestType type) {
        return switch (type) {
            case ZONE_OPEN -> EnumSet.of(Condition.EMPTY, Condition.ACTIVE, Condition.OPENED);
            case ZONE_CLOSE -> EnumSet.of(Condition.ACTIVE, Condition.OPENED);
            default -> EnumSet.of(Condition.EMPTY, Condition.ACTIVE, Condition.OPENED, Condition.FULL);
        };
    }

    private Set<Outcome> resetAll() {
        if (geometry == null) {
            return EnumSet.of(UNSUPP);
        }
        for (int zone = 0; zone < conditions.length; zone++) {
            if (conditions[zone] != Condition.READ_ONLY && conditions[zone] != Condition.OFFLINE) {
                reset(zone);
            }
        }
        return EnumSet.noneOf(Outcome.class);
    }

    private void reset(int zone) {
        if (isSequential(zone)) {
            conditions[zone] = Condition.EMPTY;
            pointers[zone] = start(zone);
            Arrays.fill(content, start(zone), Math.min(start(zone + 1), content.length), 0);
        }
    }

    /// The zone fails by itself.
    void fail(int zone, ZoneState how) {
        if (conditions[zone] != Condition.OFFLINE) {
            conditions[zone] = how == ZoneState.OFFLINE ? Condition.OFFLINE : Condition.READ_ONLY;
        }
    }

    int zoneCount() {
        return conditions.length;
    }

    /// Whether a report may say this of a zone.
    boolean agrees(int zone, int pointer, @Nullable ZoneState state) {
        if (!isSequential(zone)) {
            return state == ZoneState.NOT_WP;
        }
        boolean pointed = pointer == pointers[zone];
        return switch (conditions[zone]) {
            case EMPTY -> pointed && state == ZoneState.EMPTY;
            case ACTIVE -> pointed && (state == ZoneState.IMPLICITLY_OPEN || state == ZoneState.CLOSED);
            case OPENED -> pointed && state == ZoneState.EXPLICITLY_OPEN;
            case FULL -> state == ZoneState.FULL;
            case READ_ONLY -> state == ZoneState.READ_ONLY;
            case OFFLINE -> state == ZoneState.OFFLINE;
        };
    }

    private ZoneGeometry geometry() {
        if (geometry == null) {
            throw new IllegalStateException("the disk has no zones");
        }
        return geometry;
    }

    private int start(int zone) {
        return zone * geometry().zoneSectors();
    }

    /// First sector of the zone that cannot be written.
    private int limit(int zone) {
        int capacity = isSequential(zone) ? geometry().capacitySectors() : geometry().zoneSectors();
        return Math.min(start(zone) + capacity, content.length);
    }

    /// Sectors of the zone that can be written.
    int capacity(int zone) {
        return limit(zone) - start(zone);
    }

    int zoneOf(int sector) {
        return sector / geometry().zoneSectors();
    }

    private boolean isSequential(int zone) {
        return zone >= geometry().conventionalZones();
    }

    private boolean isRequired(int zone) {
        return isSequential(zone) && geometry().model() == ZoneModel.HOST_MANAGED;
    }

    private boolean any(int sector, int count, Predicate<Integer> zoneIs) {
        for (int zone = zoneOf(sector); zone < conditions.length && start(zone) < sector + count; zone++) {
            if (zoneIs.test(zone)) {
                return true;
            }
        }
        return false;
    }
}
