package ringproof.suite;

import java.util.List;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Bugs about what goes through the ring: writes, indirect tables, order.
final class ContentBugs {
    /// The interrupt for the first finds the second used already.
    private static final Scenario WRITE = Scenario.parse("split-flags/interrupt/none/LW/q16i7");
    private static final Scenario INDIRECT = Scenario.parse("split-indirect/interrupt/none/LL/q16i7");
    /// The third request has room only when another has ended.
    private static final Scenario IN_ORDER = Scenario.parse("split-in-order/interrupt/none/LLL/q8i7");

    private ContentBugs() {
    }

    static List<SeededBug> list() {
        return List.of(
                bug("USED_BEFORE_EXECUTED", "VIRTIO 2.7.8: used means that the device is done with it",
                        "the device returns a buffer before it has executed the request", WRITE, new Parts() {
                            @Override
                            DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                                return new HastyDeviceQueue(machine, layout, scenario);
                            }
                        }),
                bug("INDIRECT_WRONG_TABLE", "QEMU 1ae2757c6c45, there in the device's loop",
                        "the driver fills the indirect table of another buffer", INDIRECT, new Parts() {
                            @Override
                            DriverQueue<Request> indirectDriverQueue(Machine machine, QueueLayout layout,
                                    Scenario scenario, IndirectUse indirect) {
                                return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                                        scenario.ring().disableStyle(), scenario.startIdx(), indirect) {
                                    @Override
                                    protected void writeTable(int head, Chain chain) {
                                        super.writeTable(head == 0 ? 1 : 0, chain);
                                    }
                                };
                            }
                        }),
                bug("IN_ORDER_DESCRIPTORS_AT_RANDOM", "VIRTIO 2.7.9: with IN_ORDER descriptors are taken in ring order",
                        "the driver accepts IN_ORDER and goes on taking the descriptors that were freed last", IN_ORDER,
                        new Parts() {
                            @Override
                            DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                                FeatureSet unordered = scenario.ring().features().without(Feature.IN_ORDER);
                                return new SplitDriverQueue<>(machine, "q0", layout, unordered,
                                        scenario.ring().disableStyle(), scenario.startIdx());
                            }
                        }));
    }

    private static SeededBug bug(String name, String source, String mechanism, Scenario where, Parts parts) {
        return new SeededBug(name, source, mechanism, where, null, parts);
    }

    /// Uses a buffer as soon as it has taken it.
    private static final class HastyDeviceQueue extends SplitDeviceQueue {
        HastyDeviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario.ring().features(), scenario.startIdx());
        }

        @Override
        public Taken take(Chain into) {
            Taken taken = super.take(into);
            if (taken == Taken.BUFFER) {
                super.stage(headId(), into.writableBytes());
                super.publish();
            }
            return taken;
        }

        @Override
        public void stage(int headId, long writtenBytes) {
            // Long done.
        }
    }
}
