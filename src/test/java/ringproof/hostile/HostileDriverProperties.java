package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
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
import net.jqwik.api.statistics.StatisticsReport;
import ringproof.machine.GuestAllocator;
import ringproof.queue.Breakage;
import ringproof.transport.Handshake;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A driver that writes anything anywhere at any time, against the whole device: registers, threads, several queues, disk.
@Label("hostile driver")
@StatisticsReport(onFailureOnly = true)
final class HostileDriverProperties {
    private static final int TRIES = 1_500;
    private static final int NIGHTLY_TRIES = 100_000;
    /// Tries that must come across each case; each does in more.
    private static final int ENOUGH = 3;
    private static final long STEPS = 200_000;
    private static final FeatureSet VERSION_1 = FeatureSet.of(Feature.VERSION_1);

    private static final String MALFORMED = "a request has no room for its header or status";
    private static final String FAULT = "the platform refused an access to memory that the driver had given";
    private static final Set<Breakage> BY_DRIVER = EnumSet.range(Breakage.AVAIL_IDX_JUMPED, Breakage.NEXT_OUT_OF_ORDER);
    private static final Set<String> SENTENCES = new HashSet<>();

    static {
        // Cannot be: the device returns each buffer before it takes the next. HostilePackedProperties breaks this rule.
        BY_DRIVER.remove(Breakage.AVAILABLE_NOT_RETURNED);
        for (Breakage breakage : BY_DRIVER) {
            SENTENCES.add(breakage.sentence());
        }
        SENTENCES.add(MALFORMED);
        SENTENCES.add(FAULT);
    }

    private static void goLive(Siege siege, HostileGuest hostile, HonestGuest honest) {
        Handshake.negotiate(siege.transport, siege.setup.accepted(), VERSION_1);
        hostile.setUp();
        honest.setUp();
        Handshake.driverOk(siege.transport);
    }

    /// Whatever becomes of its own queue, the others go on.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void a_hostile_driver_breaks_nothing_but_its_own_queue(@ForAll("setups") Siege.Setup setup,
            @ForAll("spareActs") List<Act<GuestAct>> acts) {
        Siege siege = new Siege(setup);
        HostileGuest hostile = new HostileGuest(siege, acts, true);
        HonestGuest honest = new HonestGuest(siege, Siege.HONEST, setup.accepted(),
                new GuestAllocator(siege.machine.memory(), Siege.HONEST_FROM));
        goLive(siege, hostile, honest);
        siege.machine.agent("hostile", hostile);
        honest.start();
        siege.machine.run(STEPS);
        boolean asked = siege.ledger.hasIntruded() || siege.disk.hasIntruded();
        if (!asked) {
            assertThat(siege.unfinished()).isEmpty();
            honest.checkFinished();
        }
        checkAlarm(siege);
        siege.end(STEPS);
        reached("harm was not asked for", !asked);
        reached("the honest driver went on although a queue broke", !asked && !siege.reasons().isEmpty());
        reached("nothing broke", siege.reasons().isEmpty());
        for (Breakage breakage : BY_DRIVER) {
            reached(breakage.name(), siege.reasons().contains(breakage.sentence()));
        }
        reached("malformed request", siege.reasons().contains(MALFORMED));
        reached("memory taken back while in use", siege.reasons().contains(FAULT));
        for (String reason : siege.reasons()) {
            assertThat(SENTENCES).contains(reason);
        }
    }

    /// Two processors that do to the registers what they like, resets among it; then a driver that keeps the rules finds a device that
    /// serves it.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void after_any_use_of_the_registers_a_reset_makes_a_device_that_works(@ForAll("setups") Siege.Setup setup,
            @ForAll("wildActs") List<Act<GuestAct>> acts, @ForAll("wildActs") List<Act<GuestAct>> others) {
        Siege siege = new Siege(setup);
        siege.machine.agent("hostile0", new HostileGuest(siege, acts, false));
        siege.machine.agent("hostile1", new HostileGuest(siege, others, false));
        siege.machine.run(STEPS);
        assertThat(siege.unfinished()).isEmpty();
        reached("it had gone live", siege.wentLive());
        reached("it needed a reset", DeviceStatus.DEVICE_NEEDS_RESET.in(siege.transport.status()));
        reached("it was suspended", DeviceStatus.SUSPEND.in(siege.transport.status()));

        FeatureSet features = setup.accepted();
        GuestAllocator allocator = new GuestAllocator(siege.machine.memory(), Siege.HONEST_FROM);
        HonestGuest first = new HonestGuest(siege, 0, features, allocator);
        HonestGuest second = new HonestGuest(siege, 1, features, allocator);
        siege.machine.agent("probe", () -> {
            Handshake.negotiate(siege.transport, features, VERSION_1);
            first.setUp();
            second.setUp();
            Handshake.driverOk(siege.transport);
        });
        siege.machine.run(STEPS);
        assertThat(siege.unfinished()).isEmpty();
        first.start();
        second.start();
        siege.machine.run(STEPS);
        first.checkFinished();
        second.checkFinished();
        assertThat(siege.transport.resetReason()).isEmpty();
        siege.end(STEPS);
    }

    /// Whoever says that the device needs a reset says why. Spec 2.1.2.
    private static void checkAlarm(Siege siege) {
        boolean needsReset = DeviceStatus.DEVICE_NEEDS_RESET.in(siege.transport.status());
        if (!siege.reasons().isEmpty()) {
            assertThat(needsReset).isTrue();
        }
        assertThat(siege.transport.resetReason().isEmpty()).isEqualTo(!needsReset);
    }

    private static void reached(String label, boolean reached) {
        CountedProperties.collect(label, reached, ENOUGH);
    }

    @Provide
    Arbitrary<Siege.Setup> setups() {
        Arbitrary<FeatureSet> rings = Arbitraries.longs().between(0, 63).map(bits -> {
            Feature[] features = {Feature.RING_PACKED, Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.IN_ORDER,
                Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA};
            FeatureSet set = FeatureSet.NONE;
            for (int i = 0; i < features.length; i++) {
                set = (bits >> i & 1) == 0 ? set : set.with(features[i]);
            }
            return set;
        });
        return Combinators.combine(rings, Arbitraries.of(4, 8), Arbitraries.of(1, 3),
                Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)), seeds())
                .as(Siege.Setup::new);
    }

    @Provide
    Arbitrary<List<Act<GuestAct>>> spareActs() {
        return acts(Arbitraries.frequency(Tuple.of(16, GuestAct.CHAIN), Tuple.of(5, GuestAct.FIELD),
                Tuple.of(4, GuestAct.RING_WORD), Tuple.of(2, GuestAct.SCRIBBLE), Tuple.of(4, GuestAct.NOTIFY),
                Tuple.of(2, GuestAct.PAGE),
                Tuple.of(1, GuestAct.CONFIG), Tuple.of(5, GuestAct.RESET_QUEUE), Tuple.of(1, GuestAct.SET_UP),
                Tuple.of(1, GuestAct.FEATURES)));
    }

    @Provide
    Arbitrary<List<Act<GuestAct>>> wildActs() {
        return acts(Arbitraries.frequency(Tuple.of(4, GuestAct.CHAIN), Tuple.of(1, GuestAct.FIELD),
                Tuple.of(1, GuestAct.RING_WORD), Tuple.of(1, GuestAct.SCRIBBLE), Tuple.of(3, GuestAct.NOTIFY),
                Tuple.of(3, GuestAct.PAGE),
                Tuple.of(2, GuestAct.CONFIG), Tuple.of(3, GuestAct.RESET_QUEUE), Tuple.of(3, GuestAct.SET_UP),
                Tuple.of(2, GuestAct.FEATURES), Tuple.of(10, GuestAct.STATUS)));
    }

    private static Arbitrary<List<Act<GuestAct>>> acts(Arbitrary<GuestAct> kinds) {
        return Combinators.combine(kinds, Arbitraries.integers().between(-1, 1000),
                Arbitraries.integers().withDistribution(RandomDistribution.uniform()), seeds()).as(Act<GuestAct>::new)
                .list()
                .ofMinSize(1).ofMaxSize(80);
    }

    private static Arbitrary<Long> seeds() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform()).withoutEdgeCases();
    }
}
