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
import ringproof.wire.PackedLayout;

/// Both sides of the packed ring, at all sizes up to 17; and seeded bugs.
@Label("packed ring")
final class PackedQueueProperties extends RingProperties {
    @Override
    @Provide
    Arbitrary<RingSetup> setups() {
        return setups(Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.integers().between(0, 40))));
    }

    static Arbitrary<RingSetup> setups(Arbitrary<Integer> startIdx) {
        return setups(RingFormat.PACKED, Arbitraries.integers().between(1, 17), startIdx);
    }

    @Override
    Set<Reached> interesting() {
        return allBut();
    }

    /// The sides of a ring, the driver's with a bug.
    private static RingRun.Sides driver(DriverBug bug) {
        return new RingRun.Sides() {
            @Override
            DriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                    @Nullable IndirectUse indirect) {
                return bug.driver(machine, layout, setup, indirect);
            }
        };
    }

    private interface DriverBug {
        DriverQueue<RingRun.Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                @Nullable IndirectUse indirect);
    }

    private static class Driver extends PackedDriverQueue<RingRun.Token> {
        final int size;

        Driver(Machine machine, QueueLayout layout, RingSetup setup, @Nullable IndirectUse indirect) {
            super(machine, "q0", layout, setup.features(), setup.style(), setup.start(), indirect);
            this.size = setup.size();
        }
    }

    /// Linux 1acfe2c12258.
    @Example
    void finds_a_driver_that_does_not_turn_the_wrap_counter_when_a_list_fills_the_ring() {
        assertFinds(driver((machine, layout, setup, indirect) -> new Driver(machine, layout, setup, indirect) {
            @Override
            protected int behind(int position, int slotCount) {
                return slotCount == size ? position : super.behind(position, slotCount);
            }
        }), "driver area is");
    }

    @Example
    void finds_a_driver_that_masks_the_offset() {
        assertFinds(driver((machine, layout, setup, indirect) -> new Driver(machine, layout, setup, indirect) {
            @Override
            protected int behind(int position, int slotCount) {
                int offset = PackedPosition.slot(position) + slotCount;
                return offset < size ? position + slotCount
                        : (offset & size - 1) | (~position & PackedLayout.WRAP);
            }
        }), "wrote where it may not");
    }

    @Example
    void finds_a_driver_that_kicks_for_the_last_descriptor_only() {
        assertFinds(driver((machine, layout, setup, indirect) -> new Driver(machine, layout, setup, indirect) {
            @Override
            protected boolean deviceWantsKick(int newPosition, int count) {
                return super.deviceWantsKick(newPosition, Math.min(count, 1));
            }
        }), "notifies the device");
    }

    /// The sticky state that once hung 9p.
    @Example
    void finds_a_driver_that_never_forgets_that_a_notification_came() {
        assertFinds(driver((machine, layout, setup, indirect) -> new Driver(machine, layout, setup, indirect) {
            @Override
            protected void forgetEventTriggered() {
                // Sticky.
            }
        }), "driver area is");
    }

    /// DPDK cd9012c3f8d3.
    @Example
    void finds_a_driver_whose_disable_has_no_effect() {
        assertFinds(driver((machine, layout, setup, indirect) -> new Driver(machine, layout, setup, indirect) {
            @Override
            protected void writeSuppression(int event, int position) {
                super.writeSuppression(event == PackedLayout.EVENT_DISABLE ? PackedLayout.EVENT_ENABLE : event,
                        position);
            }
        }), "driver area is");
    }

    @Example
    void finds_a_device_that_does_not_look_at_the_wrap_counter_of_what_the_driver_asked_for() {
        assertFinds(new RingRun.Sides() {
            @Override
            DeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new PackedDeviceQueue(machine, layout, setup.features(), setup.start()) {
                    @Override
                    protected boolean driverWantsNotification(int newPosition, int count) {
                        return super.driverWantsNotification(newPosition, count)
                                || super.driverWantsNotification(newPosition ^ PackedLayout.WRAP, count);
                    }
                };
            }
        }, "notifies the driver");
    }

    @Example
    void finds_a_device_that_asks_for_the_descriptor_after_the_next() {
        assertFinds(new RingRun.Sides() {
            @Override
            DeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
                return new PackedDeviceQueue(machine, layout, setup.features(), setup.start()) {
                    @Override
                    protected void writeSuppression(int event, int position) {
                        super.writeSuppression(event, event == PackedLayout.EVENT_DESC
                                ? PackedPosition.advance(position, 1, setup.size()) : position);
                    }
                };
            }
        }, "device area is");
    }
}
