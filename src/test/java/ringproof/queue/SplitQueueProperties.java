package ringproof.queue;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Machine;

/// Both sides of the split ring; and seeded bugs.
@Label("split ring")
final class SplitQueueProperties extends RingProperties {
    @Override
    @Provide
    Arbitrary<RingSetup> setups() {
        return setups(Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.integers().between(65520, 65535)),
                Tuple.of(2, Arbitraries.integers().between(0, 65535))));
    }

    static Arbitrary<RingSetup> setups(Arbitrary<Integer> startIdx) {
        return setups(RingFormat.SPLIT, Arbitraries.of(1, 2, 4, 8, 16), startIdx);
    }

    @Override
    Set<Reached> interesting() {
        return allBut();
    }

    @Example
    void finds_a_device_that_compares_used_event_with_the_last_entry_only() {
        assertFinds(new RingRun.Sides() {
            @Override
            DeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new SplitDeviceQueue(machine, layout, setup.features(), setup.start()) {
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
            DeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new SplitDeviceQueue(machine, layout, setup.features(), setup.start()) {
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
            DriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                    @Nullable IndirectUse indirect) {
                return new SplitDriverQueue<>(machine, "q0", layout, setup.features(), setup.style(),
                        setup.start(), indirect) {
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
            DriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                    @Nullable IndirectUse indirect) {
                return new SplitDriverQueue<>(machine, "q0", layout, setup.features(), setup.style(),
                        setup.start(), indirect) {
                    @Override
                    protected void forgetEventTriggered() {
                        // Sticky.
                    }
                };
            }
        }, "used_event is");
    }
}
