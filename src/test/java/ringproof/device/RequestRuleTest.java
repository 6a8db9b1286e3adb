package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.ZoneState;

/// For each rule a request that breaks it and no rule before it, and one that differs only in keeping it.
final class RequestRuleTest {
    private static final long HEADER = 0x1000;
    private static final long DATA = 0x2000;
    private static final long ROOM = 0x8000;
    private static final int ZONE = 16;
    private static final int DISK = 5 * ZONE;
    private static final FeatureSet FEATURES = FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH, Feature.BLK_DISCARD,
            Feature.BLK_WRITE_ZEROES, Feature.BLK_SECURE_ERASE, Feature.BLK_LIFETIME, Feature.BLK_ZONED);
    private static final BlkLimits LIMITS = BlkLimits.DEFAULT.withRanges(new RangeLimits(20, 2, 1),
            new RangeLimits(20, 2, 1), new RangeLimits(2 * ZONE, 2, ZONE));
    /// Zone 0 is conventional, the others are sequential; of 16 sectors 12 can be written, in steps of two.
    private static final ZoneGeometry GEOMETRY = ZoneGeometry.hostManaged(ZONE).withConventional(1).withLimits(2, 3, 4)
            .withCapacity(12, 1024);

    /// A request: `readable` bytes of data after the header, `writable` bytes before the status.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(BlkRequestType type, long sector, int readable, int writable, long[][] segments) {
        static Sent of(BlkRequestType type, long sector) {
            return new Sent(type, sector, 0, 0, new long[0][]);
        }

        Sent reading(int bytes) {
            return new Sent(type, sector, bytes, writable, segments);
        }

        Sent writing(int bytes) {
            return new Sent(type, sector, readable, bytes, segments);
        }

        /// Each with sector, count and flags.
        static Sent ranges(BlkRequestType type, long[]... segments) {
            return new Sent(type, 0, segments.length * BlkDataLayout.SEGMENT_BYTES, 0, segments);
        }
    }

    /// What breaks a rule and what keeps it, on which disk, after which requests.
    private record Case(Disk disk, List<Sent> before, Sent breaking, Sent keeping) {
    }

    private enum Disk {
        PLAIN, READ_ONLY, ZONED, AWARE, NO_APPEND
    }

    private static Case plain(Sent breaking, Sent keeping) {
        return new Case(Disk.PLAIN, List.of(), breaking, keeping);
    }

    private static Case zoned(Sent breaking, Sent keeping, Sent... before) {
        return new Case(Disk.ZONED, List.of(before), breaking, keeping);
    }

    private static Sent out(long sector, int sectors) {
        return Sent.of(BlkRequestType.OUT, sector).reading(sectors * Limits.SECTOR_BYTES);
    }

    private static Sent append(long sector, int sectors) {
        return Sent.of(BlkRequestType.ZONE_APPEND, sector).reading(sectors * Limits.SECTOR_BYTES).writing(8);
    }

    private static Sent open(int zone) {
        return Sent.of(BlkRequestType.ZONE_OPEN, (long) zone * ZONE);
    }

    private static Case of(RequestRule rule) {
        return switch (rule) {
            case KNOWN_TYPE -> new Case(Disk.PLAIN, List.of(), open(1), Sent.of(BlkRequestType.FLUSH, 0));
            case WRITABLE -> new Case(Disk.READ_ONLY, List.of(), out(0, 1),
                    Sent.of(BlkRequestType.IN, 0).writing(512));
            case WHOLE_SECTORS -> plain(Sent.of(BlkRequestType.IN, 0).writing(511),
                    Sent.of(BlkRequestType.IN, 0).writing(512));
            case WHOLE_SEGMENTS -> plain(Sent.of(BlkRequestType.DISCARD, 0).reading(17),
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{0, 1, 0}));
            case SEGMENT_COUNT -> plain(
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{0, 1, 0}, new long[]{1, 1, 0}, new long[]{2, 1, 0}),
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{0, 1, 0}, new long[]{1, 1, 0}));
            case LIFETIME_ROOM -> plain(Sent.of(BlkRequestType.GET_LIFETIME, 0).writing(5),
                    Sent.of(BlkRequestType.GET_LIFETIME, 0).writing(6));
            case REPORT_ROOM -> zoned(Sent.of(BlkRequestType.ZONE_REPORT, 0).writing(63),
                    Sent.of(BlkRequestType.ZONE_REPORT, 0).writing(64));
            case APPEND_ROOM -> zoned(append(ZONE, 2).writing(7), append(ZONE, 2));
            case RANGE -> plain(Sent.of(BlkRequestType.IN, Long.MAX_VALUE).writing(512),
                    Sent.of(BlkRequestType.IN, DISK - 1).writing(512));
            case SEGMENT_FLAGS -> plain(Sent.ranges(BlkRequestType.WRITE_ZEROES, new long[]{0, 1, 3}),
                    Sent.ranges(BlkRequestType.WRITE_ZEROES, new long[]{0, 1, 1}));
            case SEGMENT_UNMAP -> plain(
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{0, 1, 0}, new long[]{0, 1, 1}),
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{0, 1, 0}, new long[]{0, 1, 0}));
            case SEGMENT_SECTORS -> plain(Sent.ranges(BlkRequestType.WRITE_ZEROES, new long[]{0, 21, 0}),
                    Sent.ranges(BlkRequestType.WRITE_ZEROES, new long[]{0, 20, 0}));
            case SEGMENT_RANGE -> plain(Sent.ranges(BlkRequestType.DISCARD, new long[]{DISK - 1, 2, 0}),
                    Sent.ranges(BlkRequestType.DISCARD, new long[]{DISK - 1, 1, 0}));
            case SEGMENT_ALIGNMENT -> plain(Sent.ranges(BlkRequestType.SECURE_ERASE, new long[]{8, ZONE, 0}),
                    Sent.ranges(BlkRequestType.SECURE_ERASE, new long[]{ZONE, ZONE, 0}));
            case ZONE_ON_DISK -> zoned(open(5), open(4));
            case ZONE_START -> zoned(Sent.of(BlkRequestType.ZONE_OPEN, ZONE + 1), open(1));
            case ZONE_TYPE -> zoned(open(0), open(1));
            case ZONE_ONE -> zoned(Sent.of(BlkRequestType.IN, 2 * ZONE - 1).writing(1024),
                    Sent.of(BlkRequestType.IN, 2 * ZONE - 2).writing(1024));
            case ZONE_ALIVE -> zoned(open(4), open(3));
            case ZONE_STATE -> zoned(open(1), open(2), Sent.of(BlkRequestType.ZONE_FINISH, ZONE));
            case ZONE_CAPACITY -> zoned(out(ZONE, 14), out(ZONE, 12));
            case APPEND_OFFERED -> new Case(Disk.NO_APPEND, List.of(), append(ZONE, 2), out(ZONE, 2));
            case APPEND_SECTORS -> zoned(append(ZONE, 6), append(ZONE, 4));
            case WRITE_POINTER -> zoned(out(ZONE, 2), out(ZONE + 2, 2), out(ZONE, 2));
            case WRITE_GRANULARITY -> zoned(out(ZONE, 1), out(ZONE, 2));
            case ACTIVE_RESOURCE -> new Case(Disk.AWARE, List.of(open(1), out(ZONE, 2),
                    Sent.of(BlkRequestType.ZONE_CLOSE, ZONE), open(2), open(3)), open(0),
                    Sent.of(BlkRequestType.ZONE_CLOSE, 2 * ZONE));
            case OPEN_RESOURCE -> zoned(open(3), out(ZONE, 2), open(1), open(2));
        };
    }

    private final NativeMachine machine = new NativeMachine(0x20000);
    private final GuestMemory memory = machine.memory();
    private final Map<RequestRule, Integer> refusals = new EnumMap<>(RequestRule.class);

    private RequestExecutor executor(Disk disk) {
        Backend backend = switch (disk) {
            case PLAIN -> new WornBackend(new MemoryBackend(DISK));
            case READ_ONLY -> MemoryBackend.readOnly(new byte[DISK * Limits.SECTOR_BYTES]);
            case ZONED -> zones(GEOMETRY);
            case AWARE -> zones(GEOMETRY.withConventional(0).hostAware());
            case NO_APPEND -> zones(GEOMETRY.withLimits(2, 3, 0));
        };
        FeatureSet features = backend.zones() == null
                ? new FeatureSet(FEATURES.bits() & ~Feature.BLK_ZONED.mask()) : FEATURES;
        return new RequestExecutor(memory, backend, "", features, LIMITS, () -> false) {
            @Override
            protected BlkStatus refuse(RequestRule broken) {
                refusals.merge(broken, 1, Integer::sum);
                return super.refuse(broken);
            }
        };
    }

    private Backend zones(ZoneGeometry geometry) {
        ZonedBackend backend = new ZonedBackend(machine, new MemoryBackend(DISK), geometry);
        backend.zones().fail(4, geometry.conventionalZones() == 0 ? ZoneState.READ_ONLY : ZoneState.OFFLINE);
        return backend;
    }

    private BlkStatus execute(RequestExecutor executor, Sent sent) {
        memory.set32(HEADER + BlkRequestLayout.TYPE, sent.type.code());
        memory.set64(HEADER + BlkRequestLayout.SECTOR, sent.sector);
        for (int i = 0; i < sent.segments.length; i++) {
            long at = DATA + (long) i * BlkDataLayout.SEGMENT_BYTES;
            memory.set64(at + BlkDataLayout.SEGMENT_SECTOR, sent.segments[i][0]);
            memory.set32(at + BlkDataLayout.SEGMENT_NUM_SECTORS, (int) sent.segments[i][1]);
            memory.set32(at + BlkDataLayout.SEGMENT_FLAGS, (int) sent.segments[i][2]);
        }
        Chain chain = new Chain().readable(HEADER, BlkRequestLayout.HEADER_BYTES);
        chain.readable(DATA, sent.readable).writable(ROOM, sent.writable).writable(ROOM + sent.writable, 1);
        assertThat(executor.execute(chain)).isNotEqualTo(RequestExecutor.MALFORMED);
        return BlkStatus.ofCode(memory.get8(ROOM + sent.writable));
    }

    @ParameterizedTest
    @EnumSource(RequestRule.class)
    void a_request_that_breaks_it_is_answered_with_its_status_and_one_that_keeps_it_is_executed(RequestRule rule) {
        if (rule == RequestRule.ZONE_ON_DISK || rule == RequestRule.ZONE_ALIVE) {
            // The zone that would keep it has failed: another one will do.
            executesInstead(rule);
            return;
        }
        Case it = of(rule);
        for (boolean keeps : new boolean[]{true, false}) {
            Sent sent = keeps ? it.keeping : it.breaking;
            RequestExecutor executor = executor(it.disk);
            for (Sent before : it.before) {
                assertThat(execute(executor, before)).as("%s", before).isEqualTo(BlkStatus.OK);
            }
            refusals.clear();
            BlkStatus status = execute(executor, sent);
            if (keeps) {
                assertThat(status).isEqualTo(BlkStatus.OK);
                assertThat(refusals).isEmpty();
            } else {
                assertThat(refusals).isEqualTo(Map.of(rule, 1));
                assertThat(status).isEqualTo(rule.status()).isNotEqualTo(BlkStatus.OK);
            }
        }
        assertThat(rule.types()).contains(it.breaking.type);
    }

    private void executesInstead(RequestRule rule) {
        RequestExecutor executor = executor(Disk.ZONED);
        assertThat(execute(executor, Objects.requireNonNull(of(rule)).breaking)).isEqualTo(rule.status());
        assertThat(refusals).isEqualTo(Map.of(rule, 1));
        assertThat(execute(executor, open(3))).isEqualTo(BlkStatus.OK);
    }

    @ParameterizedTest
    @EnumSource(BlkRequestType.class)
    void a_type_whose_feature_was_not_negotiated_is_unsupported(BlkRequestType type) {
        List<RequestRule> broken = new ArrayList<>();
        RequestExecutor executor = new RequestExecutor(memory, zones(GEOMETRY), "", FeatureSet.of(Feature.VERSION_1),
                LIMITS, () -> true) {
            @Override
            protected BlkStatus refuse(RequestRule rule) {
                broken.add(rule);
                return super.refuse(rule);
            }
        };
        BlkStatus status = execute(executor, Sent.of(type, 0).writing(1024));
        if (type.isAllowedBy(FeatureSet.of(Feature.VERSION_1))) {
            assertThat(broken).isEmpty();
            assertThat(status).isEqualTo(BlkStatus.OK);
        } else {
            assertThat(broken).containsExactly(RequestRule.KNOWN_TYPE);
            assertThat(status).isEqualTo(BlkStatus.UNSUPP);
        }
    }
}
