package ringproof.disk;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import ringproof.driver.policy.Policy;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Random requests for a small disk, most of which could succeed.
final class DiskArbitraries {
    static final int ZONE_SECTORS = 16;

    private final int sectors;

    DiskArbitraries(int sectors) {
        this.sectors = sectors;
    }

    static Arbitrary<DiskRun.Setup> setups() {
        return Combinators.combine(Arbitraries.of(Policy.INTERRUPT, Policy.TOGGLE, Policy.TOGGLE_KEEP_IRQ,
                Policy.POLL_QUEUES), Arbitraries.integers().between(0, 63), Arbitraries.of(1, 2, 3))
                .as((policy, bits, queues) -> {
                    FeatureSet ring = FeatureSet.NONE;
                    Feature[] features = {Feature.EVENT_IDX, Feature.RING_PACKED, Feature.INDIRECT_DESC,
                        Feature.IN_ORDER, Feature.ACCESS_PLATFORM, Feature.ORDER_PLATFORM};
                    for (int i = 0; i < features.length; i++) {
                        ring = (bits >> i & 1) == 0 ? ring : ring.with(features[i]);
                    }
                    return new DiskRun.Setup(policy, ring, queues);
                });
    }

    /// Of a disk without zones.
    Arbitrary<DiskRequest> plain() {
        return Arbitraries.frequencyOf(Tuple.of(6, data(BlkRequestType.OUT)), Tuple.of(4, data(BlkRequestType.IN)),
                Tuple.of(2, bare(BlkRequestType.FLUSH)), Tuple.of(1, bare(BlkRequestType.GET_ID)),
                Tuple.of(2, ranges(BlkRequestType.DISCARD)), Tuple.of(2, ranges(BlkRequestType.WRITE_ZEROES)),
                Tuple.of(1, ranges(BlkRequestType.SECURE_ERASE)), Tuple.of(1, bare(BlkRequestType.ZONE_RESET_ALL)));
    }

    /// Of a disk whose power may fail.
    Arbitrary<DiskRequest> durable() {
        return Arbitraries.frequencyOf(Tuple.of(8, data(BlkRequestType.OUT)), Tuple.of(1, data(BlkRequestType.IN)),
                Tuple.of(5, bare(BlkRequestType.FLUSH)), Tuple.of(1, ranges(BlkRequestType.DISCARD)),
                Tuple.of(1, ranges(BlkRequestType.WRITE_ZEROES)), Tuple.of(1, ranges(BlkRequestType.SECURE_ERASE)));
    }

    Arbitrary<DiskRequest> zoned() {
        return Arbitraries.frequencyOf(Tuple.of(4, atPointer()), Tuple.of(6, append()), Tuple.of(3, plain()),
                Tuple.of(2, zone(BlkRequestType.ZONE_OPEN)), Tuple.of(1, zone(BlkRequestType.ZONE_CLOSE)),
                Tuple.of(1, zone(BlkRequestType.ZONE_FINISH)), Tuple.of(2, zone(BlkRequestType.ZONE_RESET)),
                Tuple.of(1, report()));
    }

    private Arbitrary<Integer> sector() {
        return Arbitraries.integers().between(0, sectors + 1);
    }

    private static Arbitrary<Integer> count() {
        return Arbitraries.integers().between(1, DiskRun.MAX_SECTORS);
    }

    private Arbitrary<DiskRequest> data(BlkRequestType type) {
        return Combinators.combine(sector(), count(), Arbitraries.integers().between(1, DiskRun.MAX_PIECES))
                .as((sector, count, pieces) -> new DiskRequest(type, sector, count, List.of(), false, pieces));
    }

    /// Where a zone's write pointer often is: writes of two sectors from its start on.
    private Arbitrary<DiskRequest> atPointer() {
        return Combinators.combine(Arbitraries.integers().between(0, sectors / ZONE_SECTORS - 1),
                Arbitraries.of(0, 0, 0, 2, 4, 8), Arbitraries.of(1, 2, 2, 4))
                .as((zone, offset, count) -> new DiskRequest(BlkRequestType.OUT, (long) zone * ZONE_SECTORS + offset,
                        count, List.of(), false, 1));
    }

    private static Arbitrary<DiskRequest> bare(BlkRequestType type) {
        return Arbitraries.just(DiskRequest.of(type, 0, 0));
    }

    private Arbitrary<DiskRequest> ranges(BlkRequestType type) {
        boolean aligned = type == BlkRequestType.SECURE_ERASE;
        Arbitrary<DiskRequest.Range> range = Combinators.combine(sector(), Arbitraries.integers().between(1, 20))
                .as((sector, count) -> aligned
                        ? new DiskRequest.Range((long) sector / ZONE_SECTORS * ZONE_SECTORS,
                                (count % 3 + 1) * ZONE_SECTORS)
                        : new DiskRequest.Range(sector, count));
        return Combinators.combine(range.list().ofMinSize(1).ofMaxSize(2), Arbitraries.of(false, true))
                .as((list, unmap) -> new DiskRequest(type, 0, 0, list, unmap, 1));
    }

    private Arbitrary<DiskRequest> append() {
        return Combinators
                .combine(Arbitraries.integers().between(0, sectors / ZONE_SECTORS), Arbitraries.of(0, 0, 0, 1),
                        Arbitraries.of(1, 2, 2, 4, 4, 6))
                .as((zone, offset, count) -> DiskRequest.of(BlkRequestType.ZONE_APPEND,
                        (long) zone * ZONE_SECTORS + offset, count));
    }

    private Arbitrary<DiskRequest> zone(BlkRequestType type) {
        return Combinators.combine(Arbitraries.integers().between(0, sectors / ZONE_SECTORS),
                Arbitraries.of(0, 0, 0, 0, 0, 3))
                .as((zone, offset) -> DiskRequest.of(type, (long) zone * ZONE_SECTORS + offset, 0));
    }

    private Arbitrary<DiskRequest> report() {
        return Combinators.combine(sector(), Arbitraries.integers().between(1, 5))
                .as((sector, zones) -> DiskRequest.of(BlkRequestType.ZONE_REPORT, sector, zones));
    }

    /// Submissions among what device and driver do, on queues below `queues`; `others` come now and then.
    static Arbitrary<List<DiskStep>> steps(Arbitrary<DiskRequest> requests, Arbitrary<DiskStep> others,
            int queues) {
        Arbitrary<Integer> queue = Arbitraries.integers().between(0, queues - 1);
        Arbitrary<DiskStep> submit = Combinators.combine(queue, Arbitraries.of(false, true), requests)
                .as(DiskStep.Submit::new);
        Arbitrary<DiskStep> serve = queue.map(DiskStep.Serve::new);
        Arbitrary<DiskStep> complete = queue.map(DiskStep.Complete::new);
        return Arbitraries.frequencyOf(Tuple.of(10, submit), Tuple.of(8, serve), Tuple.of(4, complete),
                Tuple.of(1, others)).list().ofMaxSize(60);
    }

    /// The same on the queues that there are.
    static List<DiskStep> within(DiskRun.Setup setup, List<DiskStep> steps) {
        return steps.stream().<DiskStep>map(step -> switch (step) {
            case DiskStep.Submit submit -> new DiskStep.Submit(submit.queue() % setup.queues(), submit.hipri(),
                    submit.request());
            case DiskStep.Serve serve -> new DiskStep.Serve(serve.queue() % setup.queues());
            case DiskStep.Complete complete -> new DiskStep.Complete(complete.queue() % setup.queues());
            case DiskStep.Fail fail -> fail;
            case DiskStep.Cache cache -> cache;
            case DiskStep.Nudge nudge -> nudge;
        }).toList();
    }
}
