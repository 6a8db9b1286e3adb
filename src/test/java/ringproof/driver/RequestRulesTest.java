package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A request that breaks a rule ends with INVALID and one sentence, and the device never hears of it. Spec 5.2.6.1.
final class RequestRulesTest extends DriverHarness {
    private static final long DATA = 0x1000;

    static Stream<Arguments> broken() {
        return Stream.of(
                rule("0 bytes are no multiple of 512", r -> r.prepare(BlkRequestType.IN, 0, false)),
                rule("513 bytes are no multiple of 512", r -> r.prepare(BlkRequestType.OUT, 0, DATA, 513, false)),
                rule("2 sectors from 1048575 on lie beyond",
                        r -> r.prepare(BlkRequestType.IN, CAPACITY - 1, DATA, 1024, false)),
                rule("1 sectors from 9223372036854775807 on lie beyond",
                        r -> r.prepare(BlkRequestType.IN, Long.MAX_VALUE, DATA, 512, false)),
                rule("1 sectors from 18446744073709551615 on lie beyond",
                        r -> r.prepare(BlkRequestType.IN, -1, DATA, 512, false)),
                rule("IN has 5 pieces of data, not 4 at most",
                        r -> r.prepare(BlkRequestType.IN, 0, false).data(DATA, 512).data(DATA, 512).data(DATA, 512)
                                .data(DATA, 512).data(DATA, 512)),
                rule("a piece of 8192 bytes is not from 1 to 4096",
                        r -> r.prepare(BlkRequestType.OUT, 0, DATA, 8192, false)),
                rule("a piece of 0 bytes", r -> r.prepare(BlkRequestType.IN, 0, false).data(DATA, 512).data(DATA, 0)),
                rule("a piece of -512 bytes", r -> r.prepare(BlkRequestType.IN, 0, DATA, -512, false)),
                rule("lie outside guest memory", r -> r.prepare(BlkRequestType.IN, 0, 0x80000 - 256, 512, false)),
                rule("lie outside guest memory", r -> r.prepare(BlkRequestType.IN, 0, -512, 1024, false)),
                rule("IN has ranges", r -> r.prepare(BlkRequestType.IN, 0, DATA, 512, false).range(0, 1)),
                rule("FLUSH has sector 1", r -> r.prepare(BlkRequestType.FLUSH, 1, false)),
                rule("FLUSH has 512 bytes of data", r -> r.prepare(BlkRequestType.FLUSH, 0, DATA, 512, false)),
                rule("GET_ID has 19 bytes of data: give it 20",
                        r -> r.prepare(BlkRequestType.GET_ID, 0, DATA, 19, false)),
                rule("GET_LIFETIME has 0 bytes of data: give it 6",
                        r -> r.prepare(BlkRequestType.GET_LIFETIME, 0, false)),
                rule("DISCARD has 0 ranges, not from 1 to 2", r -> r.prepare(BlkRequestType.DISCARD, 0, false)),
                rule("DISCARD has 3 ranges",
                        r -> r.prepare(BlkRequestType.DISCARD, 0, false).range(0, 1).range(1, 1).range(2, 1)),
                rule("WRITE_ZEROES has 2 ranges, not from 1 to 1",
                        r -> r.prepare(BlkRequestType.WRITE_ZEROES, 0, false).range(0, 1).range(1, 1)),
                rule("a range of 65 sectors is not from 1 to 64",
                        r -> r.prepare(BlkRequestType.DISCARD, 0, false).range(0, 65)),
                rule("a range of 0 sectors", r -> r.prepare(BlkRequestType.DISCARD, 0, false).range(0, 0)),
                rule("a range of 129 sectors", r -> r.prepare(BlkRequestType.WRITE_ZEROES, 0, false).range(0, 129)),
                rule("a range of 33 sectors", r -> r.prepare(BlkRequestType.SECURE_ERASE, 0, false).range(0, 33)),
                rule("beyond the disk's end",
                        r -> r.prepare(BlkRequestType.DISCARD, 0, false).range(0, 1).range(CAPACITY - 1, 2)),
                rule("beyond the disk's end",
                        r -> r.prepare(BlkRequestType.SECURE_ERASE, 0, false).range(Long.MIN_VALUE, 1)),
                rule("only WRITE_ZEROES may unmap",
                        r -> r.prepare(BlkRequestType.DISCARD, 0, false).range(0, 1).unmap()),
                rule("DISCARD has data of its own",
                        r -> r.prepare(BlkRequestType.DISCARD, 0, DATA, 16, false).range(0, 1)),
                rule("ZONE_APPEND of 512 bytes is no multiple of 1024 up to 8192",
                        r -> r.prepare(BlkRequestType.ZONE_APPEND, 0, DATA, 512, false)),
                rule("ZONE_APPEND of 12288 bytes",
                        r -> r.prepare(BlkRequestType.ZONE_APPEND, 0, false).data(DATA, 4096).data(DATA, 4096)
                                .data(DATA, 4096)),
                rule("no zone begins at sector 255",
                        r -> r.prepare(BlkRequestType.ZONE_APPEND, 255, DATA, 1024, false)),
                rule("no zone begins at sector 1", r -> r.prepare(BlkRequestType.ZONE_OPEN, 1, false)),
                rule("beyond the disk's end", r -> r.prepare(BlkRequestType.ZONE_RESET, CAPACITY, false)),
                rule("ZONE_CLOSE has data", r -> r.prepare(BlkRequestType.ZONE_CLOSE, 0, DATA, 512, false)),
                rule("ZONE_RESET_ALL has sector 256", r -> r.prepare(BlkRequestType.ZONE_RESET_ALL, 256, false)),
                rule("has no room for a zone", r -> r.prepare(BlkRequestType.ZONE_REPORT, 0, DATA, 127, false)),
                rule("beyond the disk's end",
                        r -> r.prepare(BlkRequestType.ZONE_REPORT, CAPACITY, DATA, 128, false)));
    }

    private static Arguments rule(String sentence, Function<Request, Request> breach) {
        return arguments(sentence, breach);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void a_broken_rule_is_named_and_nothing_is_sent(String sentence, Function<Request, Request> breach) {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        Request request = breach.apply(queue.allocate());
        assertThat(queue.queueRq(request, true)).isEqualTo(HardwareQueue.Queued.REFUSED);
        assertThat(request.fault()).contains(sentence).contains(": ");
        request.await();
        assertThat(request.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(request.isReturned()).isTrue();
        assertThat(completions).containsExactly(request.tag() + " INVALID");
        assertThat(device.take(0)).isEmpty();
        assertThat(device.kicks).isEmpty();
        queue.free(request);
    }

    /// What breaks no rule, by type.
    static Request allowed(Request request, BlkRequestType type) {
        return switch (type) {
            case IN, OUT -> request.prepare(type, CAPACITY - 8, DATA, 4096, false);
            case FLUSH, ZONE_RESET_ALL -> request.prepare(type, 0, false);
            case GET_ID -> request.prepare(type, 0, DATA, 20, false);
            case GET_LIFETIME -> request.prepare(type, 0, DATA, 6, false);
            case DISCARD -> request.prepare(type, 0, false).range(7, 64).range(CAPACITY - 64, 64);
            case WRITE_ZEROES -> request.prepare(type, 0, false).range(7, 128).unmap();
            case SECURE_ERASE -> request.prepare(type, 0, false).range(CAPACITY - 1, 1);
            case ZONE_APPEND -> request.prepare(type, 512, false).data(DATA, 4096).data(DATA, 4096);
            case ZONE_REPORT -> request.prepare(type, CAPACITY - 1, DATA, 128, false);
            case ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET -> request.prepare(type, CAPACITY - 256, false);
        };
    }

    @ParameterizedTest
    @EnumSource(BlkRequestType.class)
    void what_keeps_to_the_limits_is_sent(BlkRequestType type) {
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        Request request = allowed(queue.allocate(), type);
        assertThat(queue.queueRq(request, true)).as(request.fault()).isEqualTo(HardwareQueue.Queued.OK);
        List<HandDevice.Taken> taken = device.take(0);
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().type()).isEqualTo(type);
        device.use(taken.getFirst(), BlkStatus.OK);
        queue.interrupt();
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @EnumSource(value = BlkRequestType.class, mode = EnumSource.Mode.EXCLUDE, names = {"IN", "OUT", "GET_ID"})
    void a_type_that_was_not_negotiated_is_refused(BlkRequestType type) {
        HardwareQueue queue = start(OPTIONS.without(FeatureSet.of(Feature.BLK_FLUSH, Feature.BLK_DISCARD,
                Feature.BLK_WRITE_ZEROES, Feature.BLK_LIFETIME, Feature.BLK_SECURE_ERASE, Feature.BLK_ZONED)))
                .queues().getFirst();
        Request request = allowed(queue.allocate(), type);
        assertThat(queue.queueRq(request, true)).isEqualTo(HardwareQueue.Queued.REFUSED);
        assertThat(request.fault()).startsWith(type + " was not negotiated");
        assertThat(device.take(0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BlkRequestType.class)
    void a_read_only_disk_refuses_what_would_change_it(BlkRequestType type) {
        offer(EVERYTHING.with(Feature.BLK_RO));
        BlkDriver driver = start(OPTIONS);
        assertThat(driver.limits().isReadOnly()).isTrue();
        HardwareQueue queue = driver.queues().getFirst();
        Request request = allowed(queue.allocate(), type);
        boolean reads = switch (type) {
            case IN, FLUSH, GET_ID, GET_LIFETIME, ZONE_REPORT -> true;
            default -> false;
        };
        assertThat(queue.queueRq(request, true))
                .isEqualTo(reads ? HardwareQueue.Queued.OK : HardwareQueue.Queued.REFUSED);
        assertThat(device.take(0)).hasSize(reads ? 1 : 0);
        assertThat(request.fault()).isEqualTo(reads ? "" : "the disk is read-only: send no " + type);
    }

    @ParameterizedTest
    @EnumSource(value = BlkRequestType.class, names = "ZONE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void a_disk_without_zones_refuses_zone_requests(BlkRequestType type) {
        config[BlkConfigLayout.ZONE_MODEL] = 0;
        HardwareQueue queue = start(OPTIONS).queues().getFirst();
        Request request = allowed(queue.allocate(), type);
        assertThat(queue.queueRq(request, true)).isEqualTo(HardwareQueue.Queued.REFUSED);
        assertThat(device.take(0)).isEmpty();
    }

    @Test
    void limits_that_were_not_negotiated_do_not_bind() {
        HardwareQueue queue = start(
                OPTIONS.without(FeatureSet.of(Feature.BLK_SIZE_MAX, Feature.BLK_SEG_MAX)).withRequests(14, 2))
                .queues().getFirst();
        Request request = queue.allocate().prepare(BlkRequestType.IN, 0, false);
        for (int i = 0; i < 14; i++) {
            request.data(DATA, 8192);
        }
        assertThat(queue.queueRq(request, true)).as(request.fault()).isEqualTo(HardwareQueue.Queued.OK);
        assertThat(device.take(0).getFirst().writable()).hasSize(15);
    }
}
