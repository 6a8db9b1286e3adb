package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import ringproof.driver.Request;
import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.PackedDeviceQueue;
import ringproof.queue.PackedDriverQueue;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;

/// The seeded bugs of the packed ring: every barrier dropped in turn there too, and bugs that shipped.
final class PackedBugs {
    private static final Scenario EVENT = Scenario.parse("packed-event/interrupt/none/LL/q16i7");
    private static final Scenario NEVER_SUPPRESSED = Scenario.parse("packed-event/no-suppression/none/LL/q16i7");
    private static final Scenario POLLED = Scenario.parse("packed-flags/toggle-v1/stays/H/q16i7");
    private static final Scenario HYBRID = Scenario.parse("packed-flags/toggle/yields/H/q16i7");
    private static final Scenario ONE = Scenario.parse("packed-event/interrupt/none/L/q16i7");
    /// Each request fills the ring.
    private static final Scenario EXACT = Scenario.parse("packed-flags/interrupt/none/LL/q3i0");
    /// The second request goes round the end of a ring whose size is no power of two.
    private static final Scenario ROUND = Scenario.parse("packed-event/interrupt/none/LL/q7i2");

    private PackedBugs() {
    }

    /// As on the split ring.
    private static Scenario whereNeeded(Barrier barrier) {
        return switch (barrier) {
            case USED_EVENT_ADVANCE -> NEVER_SUPPRESSED;
            case PUBLISH_COMPLETION, SEE_COMPLETION -> HYBRID;
            case PUBLISH_AVAILABLE, SEE_AVAILABLE, KICK_CHECK, AVAILABLE_RECHECK, PUBLISH_USED, SEE_USED, NOTIFY_CHECK,
                    USED_RECHECK ->
                EVENT;
        };
    }

    /// What makes a device's queue with a bug.
    private interface DeviceMaker {
        DeviceQueue make(Machine machine, QueueLayout layout, Scenario scenario);
    }

    private interface DriverMaker {
        DriverQueue<Request> make(Machine machine, QueueLayout layout, Scenario scenario);
    }

    static List<SeededBug> list() {
        List<SeededBug> bugs = new ArrayList<>();
        for (Barrier barrier : Barrier.values()) {
            bugs.add(new SeededBug("PACKED_DROP_" + barrier, "VIRTIO " + barrier.clause(),
                    "packed ring, no " + barrier + ": " + barrier.reason(), whereNeeded(barrier), barrier, Parts.REAL));
        }
        bugs.add(driver("PACKED_WRAP_EXACT_DRIVER", "Linux virtio_ring 1acfe2c12258",
                "the driver does not turn its wrap counter when a list fills the ring exactly", EXACT,
                (machine, layout, scenario) -> new Driver(machine, layout, scenario) {
                    @Override
                    protected int behind(int position, int slotCount) {
                        return slotCount == layout.size() ? position : super.behind(position, slotCount);
                    }
                }));
        bugs.add(device("PACKED_WRAP_EXACT_DEVICE", "openvmm 547661407c39",
                "the device does not turn its wrap counter when a list fills the ring exactly", EXACT,
                (machine, layout, scenario) -> new Device(machine, layout, scenario) {
                    @Override
                    protected int behind(int position, int slotCount) {
                        return slotCount == layout.size() ? position : super.behind(position, slotCount);
                    }
                }));
        bugs.add(device("PACKED_MASK_WRAP", "DPDK 92ed77dce68d",
                "the device wraps its offset with a mask although the size is no power of two", ROUND,
                (machine, layout, scenario) -> new Device(machine, layout, scenario) {
                    @Override
                    protected int behind(int position, int slotCount) {
                        int slot = PackedPosition.slot(position) + slotCount;
                        return slot < layout.size() ? position + slotCount
                                : (slot & layout.size() - 1) | (~position & PackedLayout.WRAP);
                    }
                }));
        bugs.add(driver("PACKED_DISABLE_HAS_NO_EFFECT", "DPDK cd9012c3f8d3",
                "the driver does not tell the device that callbacks are off", POLLED,
                (machine, layout, scenario) -> new Driver(machine, layout, scenario) {
                    @Override
                    protected void writeSuppression(int event, int position) {
                        if (event != PackedLayout.EVENT_DISABLE) {
                            super.writeSuppression(event, position);
                        }
                    }
                }));
        bugs.add(device("PACKED_EVENT_OF_OTHER_LAP", "VIRTIO 2.8.10",
                "the device takes the descriptor that the driver asked for to be in the lap that it has come to", ROUND,
                (machine, layout, scenario) -> new Device(machine, layout, scenario) {
                    // Spent at once, so it is no part of the digest.
                    private int lap;

                    @Override
                    protected boolean driverWantsNotification(int newPosition, int count) {
                        lap = newPosition & PackedLayout.WRAP;
                        return super.driverWantsNotification(newPosition, count);
                    }

                    @Override
                    protected int readSuppression() {
                        return (super.readSuppression() & ~PackedLayout.WRAP) | lap;
                    }
                }));
        bugs.add(device("PACKED_SHADOW_NOT_FLUSHED", "DPDK c7de6f9be567",
                "the device publishes used descriptors by twos, and the last one never", ONE,
                HoardingDevice::new));
        return List.copyOf(bugs);
    }

    private static SeededBug driver(String name, String source, String mechanism, Scenario where, DriverMaker maker) {
        return new SeededBug(name, source, mechanism, where, null, new Parts() {
            @Override
            DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                return maker.make(machine, layout, scenario);
            }
        });
    }

    private static SeededBug device(String name, String source, String mechanism, Scenario where, DeviceMaker maker) {
        return new SeededBug(name, source, mechanism, where, null, new Parts() {
            @Override
            DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                return maker.make(machine, layout, scenario);
            }
        });
    }

    private static class Driver extends PackedDriverQueue<Request> {
        Driver(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, "q0", layout, scenario.ring().features(), scenario.ring().disableStyle(),
                    scenario.startPosition(),
                    null);
        }
    }

    private static class Device extends PackedDeviceQueue {
        Device(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario.ring().features(), scenario.startPosition());
        }
    }

    /// Keeps back what it has staged until there are two.
    private static final class HoardingDevice extends Device {
        private int stagedCount;

        HoardingDevice(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario);
        }

        @Override
        public void stage(int head, long writtenBytes) {
            super.stage(head, writtenBytes);
            stagedCount++;
        }

        @Override
        public void publish() {
            if (stagedCount % 2 == 0) {
                super.publish();
            }
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(stagedCount % 2);
        }
    }
}
