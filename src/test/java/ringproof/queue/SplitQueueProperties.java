package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Machine;

/// Both sides of the split ring against [RingModel], over generated operations; and the same over seeded bugs, which it must find.
@Label("split ring")
final class SplitQueueProperties {
    private static final int TRIES = 5_000;
    private static final int MAX_OPS = 120;
    /// Tries of [#TRIES] that must come across each interesting case; each does in far more.
    private static final int ENOUGH = 100;

    @Property(seed = "20210603", tries = TRIES)
    void behaves_as_the_model_says(@ForAll("setups") RingSetup setup, @ForAll("operations") List<RingOp> ops) {
        Set<Reached> reached = RingRun.run(setup, new RingRun.Sides(), ops);
        for (Reached what : Reached.values()) {
            Statistics.label(what.name()).collect(reached.contains(what))
                    .coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
        }
    }

    @Provide
    Arbitrary<RingSetup> setups() {
        return setups(Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.integers().between(65520, 65535)),
                Tuple.of(2, Arbitraries.integers().between(0, 65535))));
    }

    /// Every kind of ring: the one place where configurations come from.
    static Arbitrary<RingSetup> setups(Arbitrary<Integer> startIdx) {
        return Combinators.combine(Arbitraries.of(1, 2, 4, 8, 16), Arbitraries.of(false, true),
                Arbitraries.of(DisableCallback.class), startIdx, Arbitraries.of(false, true),
                indirect().injectNull(0.4)).as(RingSetup::new);
    }

    private static Arbitrary<RingSetup.Indirect> indirect() {
        return Combinators.combine(Arbitraries.of(1, 1, 2, 3, 4), Arbitraries.of(1, 2, 4, 8, 16, 16))
                .as(RingSetup.Indirect::new);
    }

    @Provide
    Arbitrary<List<RingOp>> operations() {
        Arbitrary<RingOp> add = Combinators.combine(pieceCounts(), pieceCounts()).as(RingOp.Add::new);
        Arbitrary<RingOp> use = Combinators
                .combine(Arbitraries.integers().between(0, 15),
                        Arbitraries.oneOf(Arbitraries.just(1000), Arbitraries.integers().between(0, 1000)),
                        Arbitraries.of(true, true, false))
                .as(RingOp.Use::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, add),
                Tuple.of(7, use),
                Tuple.of(6, Arbitraries.of(RingOp.Simple.TAKE)),
                Tuple.of(4, Arbitraries.of(RingOp.Simple.TAKE_USED)),
                Tuple.of(9, Arbitraries.of(RingOp.Simple.class)))
                .list().ofMaxSize(MAX_OPS);
    }

    private static Arbitrary<Integer> pieceCounts() {
        return Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.integers().between(0, 2)),
                Tuple.of(1, Arbitraries.integers().between(0, 16)));
    }

    @Example
    void finds_a_device_that_compares_used_event_with_the_last_entry_only() {
        assertFinds(new RingRun.Sides() {
            @Override
            SplitDeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new SplitDeviceQueue(machine, layout, setup.features(), setup.startIdx()) {
                    @Override
                    protected boolean driverWantsNotification(int newIdx, int oldIdx) {
                        return setup.eventIdx() ? EventIdx.advance(readUsedEvent(), 1) == newIdx
                                : super.driverWantsNotification(newIdx, oldIdx);
                    }
                };
            }
        }, "notifies the driver");
    }

    @Example
    void finds_a_device_that_asks_for_the_entry_after_the_next() {
        assertFinds(new RingRun.Sides() {
            @Override
            SplitDeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new SplitDeviceQueue(machine, layout, setup.features(), setup.startIdx()) {
                    @Override
                    protected void writeAvailEvent(int idx) {
                        super.writeAvailEvent(EventIdx.advance(idx, 1));
                    }
                };
            }
        }, "avail_event is");
    }

    @Example
    void finds_a_driver_that_compares_indices_by_size() {
        assertFinds(new RingRun.Sides() {
            @Override
            SplitDriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                    @Nullable IndirectUse indirect) {
                return new SplitDriverQueue<>(machine, "q0", layout, setup.features(), setup.style(),
                        setup.startIdx(), indirect) {
                    @Override
                    protected boolean deviceWantsKick(int newIdx, int oldIdx) {
                        return super.deviceWantsKick(newIdx, oldIdx) && newIdx > oldIdx;
                    }
                };
            }
        }, "notifies the device");
    }

    /// The sticky state that once hung 9p.
    @Example
    void finds_a_driver_that_never_forgets_that_a_notification_came() {
        assertFinds(new RingRun.Sides() {
            @Override
            SplitDriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                    @Nullable IndirectUse indirect) {
                return new SplitDriverQueue<>(machine, "q0", layout, setup.features(), setup.style(),
                        setup.startIdx(), indirect) {
                    @Override
                    protected void forgetEventTriggered() {
                        // Sticky.
                    }
                };
            }
        }, "used_event is");
    }

    private void assertFinds(RingRun.Sides seeded, String how) {
        Throwable found = Combinators.combine(setups(), operations())
                .as((setup, ops) -> catchThrowable(() -> RingRun.run(setup, seeded, ops)))
                .sampleStream().limit(TRIES).filter(thrown -> thrown != null).findFirst().orElse(null);
        assertThat(found).isInstanceOf(AssertionError.class).hasMessageContaining(how);
    }
}
