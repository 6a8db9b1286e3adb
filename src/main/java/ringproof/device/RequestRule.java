package ringproof.device;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Limits;

/// What a device demands of a request before it does anything, and what it answers where that is not so. The only place that knows.
///
/// Spec 5.2.6.1, 5.2.6.2. Where the specification leaves the status open it is that of QEMU. Rules are looked at in this order, those of
/// segments for each segment of the data, those of zones by [Zones], which knows the zones' states.
///
/// - I1 a request that breaks a rule changes nothing and moves no data; but of several segments those before one that its zone refuses
@SuppressWarnings("ImmutableEnumChecker") // sets that nobody changes, and predicates without state
public enum RequestRule {
    KNOWN_TYPE(Stage.REQUEST, BlkStatus.UNSUPP, "5.2.6", "its type is known, and its feature was negotiated",
            EnumSet.allOf(BlkRequestType.class), request -> request.isKnown()),
    WRITABLE(Stage.REQUEST, BlkStatus.IOERR, "5.2.6.2", "what changes the disk needs one that can be written",
            Types.CHANGING, request -> !request.isOnReadOnlyDisk()),
    WHOLE_SECTORS(Stage.REQUEST, BlkStatus.IOERR, "5.2.6.1", "data is whole sectors", Types.SECTORS,
            request -> request.dataBytes() % Limits.SECTOR_BYTES == 0),
    WHOLE_SEGMENTS(Stage.REQUEST, BlkStatus.IOERR, "5.2.6.1", "data is whole segments", Types.RANGES,
            request -> request.dataBytes() % BlkDataLayout.SEGMENT_BYTES == 0),
    SEGMENT_COUNT(Stage.REQUEST, BlkStatus.IOERR, "5.2.6.1", "there are no more segments than the device takes",
            Types.RANGES,
            request -> request.dataBytes() / BlkDataLayout.SEGMENT_BYTES <= request.rangeLimits().maxSegments()),
    LIFETIME_ROOM(Stage.REQUEST, BlkStatus.IOERR, "5.2.6", "there is room for the lifetime",
            EnumSet.of(BlkRequestType.GET_LIFETIME), request -> request.dataBytes() >= BlkDataLayout.LIFETIME_BYTES),
    REPORT_ROOM(Stage.REQUEST, BlkStatus.ZONE_INVALID_CMD, "5.2.6", "there is room for the head of a zone report",
            EnumSet.of(BlkRequestType.ZONE_REPORT),
            request -> request.dataBytes() >= BlkDataLayout.REPORT_HEADER_BYTES),
    APPEND_ROOM(Stage.REQUEST, BlkStatus.IOERR, "5.2.6", "there is room for where the data was appended",
            EnumSet.of(BlkRequestType.ZONE_APPEND),
            request -> request.roomBytes() >= BlkRequestLayout.APPEND_SECTOR_BYTES),
    RANGE(Stage.REQUEST, BlkStatus.IOERR, "5.2.6.1", "the sectors are on the disk",
            EnumSet.of(BlkRequestType.IN, BlkRequestType.OUT),
            request -> request.isOnDisk(request.sector(), request.dataBytes() / Limits.SECTOR_BYTES)),

    SEGMENT_FLAGS(Stage.SEGMENT, BlkStatus.UNSUPP, "5.2.6.2", "no flag is set that means nothing", Types.RANGES,
            request -> (request.segmentFlags() & ~BlkDataLayout.FLAG_UNMAP) == 0),
    SEGMENT_UNMAP(Stage.SEGMENT, BlkStatus.UNSUPP, "5.2.6.2", "only WRITE_ZEROES may unmap",
            EnumSet.of(BlkRequestType.DISCARD, BlkRequestType.SECURE_ERASE),
            request -> (request.segmentFlags() & BlkDataLayout.FLAG_UNMAP) == 0),
    SEGMENT_SECTORS(Stage.SEGMENT, BlkStatus.IOERR, "5.2.6.1", "a segment is not longer than the device takes",
            Types.RANGES, request -> request.segmentSectors() <= request.rangeLimits().maxSectors()),
    SEGMENT_RANGE(Stage.SEGMENT, BlkStatus.IOERR, "5.2.6.1", "the segment's sectors are on the disk", Types.RANGES,
            request -> request.isOnDisk(request.segmentSector(), request.segmentSectors())),
    SEGMENT_ALIGNMENT(Stage.SEGMENT, BlkStatus.IOERR, "5.2.6.2", "what is erased begins and ends at the alignment",
            EnumSet.of(BlkRequestType.SECURE_ERASE),
            request -> request.segmentSector() % request.rangeLimits().alignmentSectors() == 0
                    && request.segmentSectors() % request.rangeLimits().alignmentSectors() == 0),

    ZONE_ON_DISK(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the zone is on the disk", Types.ZONES),
    ZONE_START(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the sector is the first of a zone", Types.ZONES),
    ZONE_TYPE(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the zone is of a type that has this request",
            Types.ZONES),
    ZONE_ONE(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2",
            "a range in a zone that must be written in order does not leave it", Types.ZONES),
    ZONE_ALIVE(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the zone is not offline", Types.ZONES),
    ZONE_STATE(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the zone's state has this transition", Types.ZONES),
    ZONE_CAPACITY(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "the zone has room for the data", Types.ZONES),
    APPEND_OFFERED(Stage.ZONE, BlkStatus.UNSUPP, "5.2.6.2", "the device appends at all",
            EnumSet.of(BlkRequestType.ZONE_APPEND)),
    APPEND_SECTORS(Stage.ZONE, BlkStatus.ZONE_INVALID_CMD, "5.2.6.2", "no more is appended than the device takes",
            EnumSet.of(BlkRequestType.ZONE_APPEND)),
    WRITE_POINTER(Stage.ZONE, BlkStatus.ZONE_UNALIGNED_WP, "5.2.6", "a write begins at the write pointer",
            EnumSet.of(BlkRequestType.OUT)),
    WRITE_GRANULARITY(Stage.ZONE, BlkStatus.ZONE_UNALIGNED_WP, "5.2.6", "a write ends at the write granularity",
            EnumSet.of(BlkRequestType.OUT, BlkRequestType.ZONE_APPEND)),
    ACTIVE_RESOURCE(Stage.ZONE, BlkStatus.ZONE_ACTIVE_RESOURCE, "5.2.6", "no more zones are active than may be",
            Types.OPENING),
    OPEN_RESOURCE(Stage.ZONE, BlkStatus.ZONE_OPEN_RESOURCE, "5.2.6", "no more zones are open than may be",
            Types.OPENING);

    /// When a rule is looked at.
    public enum Stage {
        /// Of the request as a whole.
        REQUEST,
        /// Of each segment of its data.
        SEGMENT,
        /// Of the zones' states, by [Zones].
        ZONE
    }

    /// By stage and type.
    private static final RequestRule[][][] RULES = rules();

    private final Stage stage;
    private final BlkStatus status;
    private final String clause;
    private final String sentence;
    private final Set<BlkRequestType> types;
    private final Predicate<ParsedRequest> holds;

    RequestRule(Stage stage, BlkStatus status, String clause, String sentence, Set<BlkRequestType> types) {
        this(stage, status, clause, sentence, types, request -> true);
    }

    RequestRule(Stage stage, BlkStatus status, String clause, String sentence, Set<BlkRequestType> types,
            Predicate<ParsedRequest> holds) {
        this.stage = stage;
        this.status = status;
        this.clause = clause;
        this.sentence = sentence;
        this.types = types;
        this.holds = holds;
    }

    private static RequestRule[][][] rules() {
        RequestRule[][][] all = new RequestRule[Stage.values().length][BlkRequestType.values().length][];
        for (Stage stage : Stage.values()) {
            for (BlkRequestType type : BlkRequestType.values()) {
                all[stage.ordinal()][type.ordinal()] = Arrays.stream(values())
                        .filter(rule -> rule.stage == stage && rule.types.contains(type))
                        .toArray(RequestRule[]::new);
            }
        }
        return all;
    }

    /// The first rule of the stage that is `demanded` and that the request breaks, or null. A type that nobody knows breaks the first of all.
    static @Nullable RequestRule brokenBy(ParsedRequest request, Stage stage, Predicate<RequestRule> demanded) {
        BlkRequestType type = request.type();
        if (type == null) {
            return KNOWN_TYPE;
        }
        for (RequestRule rule : RULES[stage.ordinal()][type.ordinal()]) {
            if (!rule.holds.test(request) && demanded.test(rule)) {
                return rule;
            }
        }
        return null;
    }

    public Stage stage() {
        return stage;
    }

    /// What a request that breaks it is answered with.
    public BlkStatus status() {
        return status;
    }

    /// Section of VIRTIO 1.4 that has the demand.
    public String clause() {
        return clause;
    }

    /// What must be so.
    public String sentence() {
        return sentence;
    }

    /// The requests that it is for.
    public Set<BlkRequestType> types() {
        return Set.copyOf(types);
    }

    /// Kinds of requests.
    private static final class Types {
        static final Set<BlkRequestType> RANGES = EnumSet.of(BlkRequestType.DISCARD, BlkRequestType.WRITE_ZEROES,
                BlkRequestType.SECURE_ERASE);
        static final Set<BlkRequestType> SECTORS = EnumSet.of(BlkRequestType.IN, BlkRequestType.OUT,
                BlkRequestType.ZONE_APPEND);
        static final Set<BlkRequestType> CHANGING = EnumSet.of(BlkRequestType.OUT, BlkRequestType.DISCARD,
                BlkRequestType.WRITE_ZEROES, BlkRequestType.SECURE_ERASE, BlkRequestType.ZONE_APPEND,
                BlkRequestType.ZONE_OPEN, BlkRequestType.ZONE_CLOSE, BlkRequestType.ZONE_FINISH,
                BlkRequestType.ZONE_RESET, BlkRequestType.ZONE_RESET_ALL);
        static final Set<BlkRequestType> ZONES = EnumSet.of(BlkRequestType.IN, BlkRequestType.OUT,
                BlkRequestType.WRITE_ZEROES, BlkRequestType.ZONE_APPEND, BlkRequestType.ZONE_REPORT,
                BlkRequestType.ZONE_OPEN, BlkRequestType.ZONE_CLOSE, BlkRequestType.ZONE_FINISH,
                BlkRequestType.ZONE_RESET, BlkRequestType.SECURE_ERASE);
        static final Set<BlkRequestType> OPENING = EnumSet.of(BlkRequestType.OUT, BlkRequestType.ZONE_APPEND,
                BlkRequestType.ZONE_OPEN, BlkRequestType.WRITE_ZEROES);

        private Types() {
        }
    }
}
