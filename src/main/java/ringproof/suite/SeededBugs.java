package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Kick;
import ringproof.wire.BlkRequestLayout;

/// The seeded bugs: every barrier dropped in turn, and bugs that shipped.
public final class SeededBugs {
    private static final Scenario FLAGS = Scenario.parse("split-flags/interrupt/none/LL/q16i7");
    private static final Scenario EVENT = Scenario.parse("split-eventnow/interrupt/none/LL/q16i7");
    /// The used index passes 0, which is what the driver writes to disable.
    private static final Scenario EVENT_WRAP = Scenario.parse("split-eventnow/toggle-keep-irq/stays/HL/q16i65534");
    private static final Scenario POLLED = Scenario.parse("split-flags/toggle-v1/stays/H/q16i7");
    /// The device notifies although the poller polls, because with this ring disabling is silent.
    private static final Scenario BOTH_COMPLETE = Scenario.parse("split-event2021/toggle-v1/stays/HL/q16i7");
    private static final Scenario HYBRID = Scenario.parse("split-flags/toggle/yields/H/q16i7");
    private static final Scenario NEVER_SUPPRESSED = Scenario.parse("split-eventnow/no-suppression/none/LL/q16i7");

    private static final List<SeededBug> ALL = all();

    private SeededBugs() {
    }

    public static List<SeededBug> list() {
        return ALL;
    }

    /// The bug with this key, or null.
    public static @Nullable SeededBug ofKey(String key) {
        for (SeededBug bug : ALL) {
            if (bug.key().equals(key)) {
                return bug;
            }
        }
        return null;
    }

    private static List<SeededBug> all() {
        List<SeededBug> bugs = new ArrayList<>();
        for (Barrier barrier : Barrier.values()) {
            bugs.add(new SeededBug("DROP_" + barrier, sourceOf(barrier), "no " + barrier + ": " + barrier.reason(),
                    whereNeeded(barrier), barrier,
                    Parts.REAL));
        }
        bugs.add(bug("CACHE_USED_EVENT", "Linux vhost 809ecb9bca6a, reverted by 8d65843c4426",
                "the device reads used_event again only when the used index passes the value it remembers", EVENT_WRAP,
                new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new CachingDeviceQueue(machine, layout, scenario);
                    }
                }));
        bugs.add(bug("ENABLE_KICK_NO_AVAIL_EVENT", "DPDK 77de7c781cb6",
                "the device asks for notifications again without moving avail_event", EVENT, new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx()) {
                            @Override
                            protected void writeAvailEvent(int idx) {
                                // Forgotten.
                            }
                        };
                    }
                }));
        bugs.add(bug("NO_RECHECK_AFTER_ENABLE_NOTIFICATION", "VIRTIO 2.7.10: the device's twin of the driver's recheck",
                "the device does not look at the available index again after asking for notifications", FLAGS,
                new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx()) {
                            @Override
                            public boolean enableNotification() {
                                boolean ignored = super.enableNotification();
                                return true;
                            }
                        };
                    }
                }));
        bugs.add(bug("NO_RECHECK_AFTER_ENABLE_CALLBACK", "VIRTIO 2.7.14: the driver must look again",
                "the driver does not look at the used index again after asking for notifications", FLAGS, new Parts() {
                    @Override
                    DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                                scenario.ring().disableStyle(), scenario.startIdx()) {
                            @Override
                            public boolean poll(int position) {
                                return false;
                            }
                        };
                    }
                }));
        bugs.add(bug("STALE_USED_EVENT", "cloud-hypervisor 3957d1ee272c, mended by 6329219749e6",
                "the device reads used_event before it publishes the used index", EVENT, new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new HastyDeviceQueue(machine, layout, scenario);
                    }
                }));
        bugs.add(bug("FLAG_OR_FOR_AND", "Unikraft bef00e36333d",
                "the driver tests the device's flag with | instead of &", FLAGS,
                new Parts() {
                    @Override
                    DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                                scenario.ring().disableStyle(), scenario.startIdx()) {
                            @Override
                            protected boolean deviceWantsKick(int newIdx, int oldIdx) {
                                return false;
                            }
                        };
                    }
                }));
        bugs.add(bug("USED_ID_NOT_HEAD", "DPDK f46f6551436a",
                "the device returns the last descriptor of the chain, not its head", FLAGS,
                new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx()) {
                            @Override
                            public void stage(int head, long writtenBytes) {
                                super.stage(head + 2, writtenBytes);
                            }
                        };
                    }
                }));
        bugs.add(bug("USED_LEN_WRONG", "cloud-hypervisor 7461143194e1",
                "used.len counts the bytes that the device has read", FLAGS,
                new Parts() {
                    @Override
                    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx()) {
                            @Override
                            public void stage(int head, long writtenBytes) {
                                super.stage(head, writtenBytes + BlkRequestLayout.HEADER_BYTES);
                            }
                        };
                    }
                }));
        bugs.add(bug("NO_COMMIT_RQS", "Linux virtio_blk 944e7c87967c",
                "nobody notifies the device of a batch whose last request is missing",
                FLAGS, new Parts() {
                    @Override
                    HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
                            int depth,
                            GuestAllocator allocator, Kick kick, CompletionListener listener) {
                        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener) {
                            @Override
                            public Queued queueRq(Request request, boolean last) {
                                return super.queueRq(request, false);
                            }
                        };
                    }
                }));
        bugs.add(bug("DISABLE_HAS_NO_EFFECT", "DPDK cd9012c3f8d3, there on the packed ring",
                "the driver does not tell the device that callbacks are off", POLLED, new Parts() {
                    @Override
                    DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                        return new SplitDriverQueue<>(machine, "q0", layout, scenario.ring().features(),
                                scenario.ring().disableStyle(),
                                scenario.startIdx()) {
                            @Override
                            public void disableCallback() {
                                // Forgotten.
                            }
                        };
                    }
                }));
        bugs.add(bug("POLLER_TAKES_NO_LEAVE", "QEMU 5bdbaebcce18, there on the device's side",
                "a poller stops for a while and leaves notifications off", HYBRID, new Parts() {
                    @Override
                    HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
                            int depth,
                            GuestAllocator allocator, Kick kick, CompletionListener listener) {
                        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener) {
                            @Override
                            public void pollEnd() {
                                // Forgotten.
                            }
                        };
                    }
                }));
        bugs.add(bug("UNLOCKED", "Linux nvme-pci, CVE-2026-31523, in general form",
                "interrupt handler and poller complete requests without excluding each other", BOTH_COMPLETE,
                new Parts() {
                    @Override
                    boolean excludes() {
                        return false;
                    }
                }));
        bugs.addAll(PackedBugs.list());
        bugs.addAll(SpecificationListing.list());
        bugs.addAll(LifeBugs.list());
        bugs.addAll(EnvironmentBugs.list());
        bugs.addAll(ContentBugs.list());
        return List.copyOf(bugs);
    }

    private static SeededBug bug(String name, String source, String mechanism, Scenario where, Parts parts) {
        return new SeededBug(name, source, mechanism, where, null, parts);
    }

    private static Scenario whereNeeded(Barrier barrier) {
        return switch (barrier) {
            case USED_EVENT_ADVANCE -> NEVER_SUPPRESSED;
            // Who sleeps until he is woken is ordered by that; not so who looks while the handler completes.
            case PUBLISH_COMPLETION, SEE_COMPLETION -> HYBRID;
            case PUBLISH_AVAILABLE, SEE_AVAILABLE, KICK_CHECK, AVAILABLE_RECHECK, PUBLISH_USED, SEE_USED, NOTIFY_CHECK,
                    USED_RECHECK ->
                EVENT;
        };
    }

    private static String sourceOf(Barrier barrier) {
        return switch (barrier) {
            case NOTIFY_CHECK -> "QEMU a281ebc11a69, SPDK df8d361f6cc9, crosvm f95a1df7d2f4";
            case AVAILABLE_RECHECK -> "QEMU 92045d80badc, kvmtool 66ba0baea874";
            case KICK_CHECK -> "DPDK d21d05c7a9c1, OSv 8e89eab22b7c";
            case USED_RECHECK -> "DPDK 8f66bc4ac3c0";
            case USED_EVENT_ADVANCE -> "virtio-driver fb561a968b16";
            case SEE_AVAILABLE -> "SPDK ed0c3125fb10, kvmtool 15c4e1ef906e, Linux vhost df9ace7647d4";
            case PUBLISH_AVAILABLE, PUBLISH_USED, SEE_USED, PUBLISH_COMPLETION, SEE_COMPLETION ->
                "VIRTIO " + barrier.clause();
        };
    }

    /// Reads `used_event` too early. What it has read is spent before the next checkpoint, so it is no part of the digest.
    private static final class HastyDeviceQueue extends SplitDeviceQueue {
        private int early;

        HastyDeviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario.ring().features(), scenario.startIdx());
        }

        @Override
        public void publish() {
            early = super.readUsedEvent();
            super.publish();
        }

        @Override
        protected int readUsedEvent() {
            return early;
        }
    }

    /// Remembers `used_event` and believes it until the used index passes it.
    private static final class CachingDeviceQueue extends SplitDeviceQueue {
        private final int queueSize;
        private int cached;

        CachingDeviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario.ring().features(), scenario.startIdx());
            this.queueSize = layout.size();
            this.cached = scenario.startIdx();
        }

        @Override
        protected boolean driverWantsNotification(int newIdx, int oldIdx) {
            boolean ahead = EventIdx.needsEvent(cached, EventIdx.advance(newIdx, queueSize), newIdx);
            if (ahead && !EventIdx.needsEvent(cached, newIdx, oldIdx)) {
                return false;
            }
            cached = readUsedEvent();
            return EventIdx.needsEvent(cached, newIdx, oldIdx);
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(cached);
        }
    }
}
