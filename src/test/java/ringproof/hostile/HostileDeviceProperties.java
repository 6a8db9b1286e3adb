package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.StatisticsReport;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.queue.Breakage;
import ringproof.queue.DisableCallback;
import ringproof.transport.NegotiationException;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A device that writes anything anywhere at any time, against the whole driver: its locks, policies, interrupt handlers and pollers.
@Label("hostile device")
@StatisticsReport(onFailureOnly = true)
final class HostileDeviceProperties {
    private static final int TRIES = 1_000;
    private static final int NIGHTLY_TRIES = 100_000;
    private static final int ENOUGH = 3;
    private static final int VICTIMS = 4;
    private static final Set<Breakage> BY_DEVICE = EnumSet.range(Breakage.USED_ID_OUT_OF_RANGE,
            Breakage.USED_OUT_OF_ORDER);
    private static final List<String> REFUSALS = List.of("finish its reset", "legacy", "refuses the features",
            "request queues, not", "queue size", "makes no sense", "configuration changed during", "does not start");
    private static final long STEPS = 200_000;

    /// Each request ends exactly once, whatever the device says; the queue may break, and the other goes on.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void a_hostile_device_breaks_nothing_but_its_own_queue(@ForAll("setups") Ambush.Setup setup,
            @ForAll("acts") List<Act<HostAct>> acts) {
        Ambush ambush = new Ambush(setup);
        Bystander bystander = new Bystander(ambush);
        ambush.machine.agent("hostile", ambush.hostileHost(acts));
        for (int i = 0; i < VICTIMS; i++) {
            ambush.machine.agent("victim" + i, new Victim(ambush, i));
        }
        ambush.machine.agent("bystander", bystander);
        ambush.machine.run(STEPS);
        assertThat(ambush.machine.waiting()).isSubsetOf("device0", "device1", "interrupt0", "interrupt1");
        assertThat(bystander.hasFinished()).isTrue();
        reached("everything ended by itself", ambush.pendingCount() == 0);

        HardwareQueue queue = ambush.queue(HostedTransport.HOSTILE);
        Breakage breakage = queue.breakage();
        reached("not broken", breakage == null);
        for (Breakage each : BY_DEVICE) {
            reached(each.name(), each == breakage);
        }
        assertThat(breakage == null || BY_DEVICE.contains(breakage)).as("%s by a device", breakage).isTrue();
        ambush.machine.agent("last", () -> endAll(ambush, queue, breakage != null));
        ambush.machine.run(STEPS);
        assertThat(ambush.pendingCount()).as("requests that have not ended").isZero();
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.INVALID) {
                reached("ended with " + outcome, ambush.outcomes().contains(outcome));
            }
        }
        ambush.stop();
        ambush.machine.run(STEPS);
        assertThat(ambush.machine.waiting()).isEmpty();
    }

    /// A broken queue takes nothing more; and when the disk is removed and the device reset, everything ends.
    private static void endAll(Ambush ambush, HardwareQueue queue, boolean broken) {
        Request request = queue.allocate();
        if (broken && request != null) {
            assertThat(ambush.send(queue, request.prepare(BlkRequestType.FLUSH, 0, false), true))
                    .isEqualTo(HardwareQueue.Queued.BROKEN);
            assertThat(request.outcome()).isEqualTo(Outcome.IOERR);
        }
        queue.remove();
        queue.takeBack(false);
        assertThat(queue.isBroken()).isFalse();
    }

    /// Whatever registers say, the driver starts or says in one sentence why it does not.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void registers_that_answer_anything_are_refused_with_a_sentence(@ForAll("seeds") long seed,
            @ForAll Policy policy, @ForAll @IntRange(min = 1, max = 3) int queueCount,
            @ForAll("queueSizes") int queueSize) {
        SteppedMachine machine = new SteppedMachine(1 << 16, 1L << 34, seed);
        String refusal = "";
        try {
            BlkDriver driver = BlkDriver.start(machine, new GarbageRegisters(machine, seed),
                    new GuestAllocator(machine.memory(), 0),
                    new BlkDriverOptions(policy, queueCount, queueSize, true, DisableCallback.EVENT_ZERO),
                    CompletionListener.NONE);
            sendToNobody(machine, driver);
        } catch (NegotiationException refused) {
            refusal = String.valueOf(refused.getMessage());
            assertThat(refusal).matches("[^\n]{20,}: [^\n]{8,}");
        }
        reached("started", refusal.isEmpty());
        for (String part : REFUSALS) {
            reached("refused: " + part, refusal.contains(part));
        }
    }

    /// Requests that fit the limits, and others that do not: each is sent or refused.
    private static void sendToNobody(SteppedMachine machine, BlkDriver driver) {
        for (BlkRequestType type : BlkRequestType.values()) {
            HardwareQueue queue = driver.queueFor(type, false, type.ordinal());
            Request request = queue.allocate();
            if (request != null) {
                request.prepare(type, driver.limits().capacitySectors() - 1, 0x8000, 512, false).range(0, 1);
                HardwareQueue.Queued queued = queue.queueRq(request, true);
                assertThat(queued == HardwareQueue.Queued.REFUSED).isEqualTo(request.isDone());
            }
        }
        for (HardwareQueue queue : driver.queues()) {
            queue.remove();
            queue.takeBack(false);
        }
        machine.run(STEPS);
    }

    @Provide
    Arbitrary<Integer> queueSizes() {
        return Arbitraries.frequency(Tuple.of(8, 4), Tuple.of(1, 0), Tuple.of(1, 3), Tuple.of(1, 40_000));
    }

    private static void reached(String label, boolean reached) {
        CountedProperties.collect(label, reached, ENOUGH);
    }

    @Provide
    Arbitrary<Ambush.Setup> setups() {
        Arbitrary<FeatureSet> rings = Arbitraries.integers().between(0, 15).map(bits -> {
            Feature[] features = {Feature.RING_PACKED, Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.IN_ORDER};
            FeatureSet set = FeatureSet.NONE;
            for (int i = 0; i < features.length; i++) {
                set = (bits >> i & 1) == 0 ? set : set.with(features[i]);
            }
            return set;
        });
        return Combinators.combine(rings, Arbitraries.of(4, 16), Arbitraries.of(Policy.class),
                Arbitraries.of(DisableCallback.class), seeds()).as(Ambush.Setup::new);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform()).withoutEdgeCases();
    }

    @Provide
    Arbitrary<List<Act<HostAct>>> acts() {
        Arbitrary<HostAct> kinds = Arbitraries.frequency(Tuple.of(12, HostAct.SERVE), Tuple.of(4, HostAct.USED),
                Tuple.of(2, HostAct.RING_WORD), Tuple.of(3, HostAct.DRIVER_WORD), Tuple.of(3, HostAct.SCRIBBLE),
                Tuple.of(1, HostAct.DATA), Tuple.of(4, HostAct.CALLBACK), Tuple.of(1, HostAct.CONFIG),
                Tuple.of(1, HostAct.ALARM));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 1000), Arbitraries.integers(), seeds())
                .as(Act<HostAct>::new).list().ofMinSize(1).ofMaxSize(60);
    }
}
