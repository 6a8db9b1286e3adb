package ringproof.driver;

import org.junit.jupiter.api.Test;
import ringproof.driver.policy.Policy;
import ringproof.plain.PlainMachine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// No completion is lost or doubled, whatever the interleaving of the real driver's and device's Java fields, locks and memory.
///
/// Lincheck samples: what holds here was looked for, not proved; the explorer proves it for the accesses it sees. Each scenario
/// here has a twin with a seeded bug that it must find.
final class CompletionLincheck extends LincheckHarness {
    private static final FeatureSet FLAGS = FeatureSet.of(Feature.VERSION_1);
    private static final FeatureSet EVENT = FLAGS.with(Feature.EVENT_IDX);

    /// Two submissions, two looks of the device, an interrupt handler and whatever else looks for used buffers.
    private static final String[] TOGETHER = {"submit 0, submit 1", "device, device", "interrupt, poll"};

    public static final class InterruptFlags extends PlainGuest {
        public InterruptFlags() {
            super(new Parts(), Policy.INTERRUPT, FLAGS, 4, "LL");
        }
    }

    public static final class InterruptEvent extends PlainGuest {
        public InterruptEvent() {
            super(new Parts(), Policy.INTERRUPT, EVENT, 4, "LL");
        }
    }

    public static final class KeepIrqFlags extends PlainGuest {
        public KeepIrqFlags() {
            super(new Parts(), Policy.TOGGLE_KEEP_IRQ, FLAGS, 4, "HL");
        }
    }

    public static final class KeepIrqEvent extends PlainGuest {
        public KeepIrqEvent() {
            super(new Parts(), Policy.TOGGLE_KEEP_IRQ, EVENT, 4, "HL");
        }
    }

    /// One request fills the ring: the other waits in the driver.
    public static final class RingOfOneRequest extends PlainGuest {
        public RingOfOneRequest() {
            super(new Parts(), Policy.INTERRUPT, EVENT, 2, "LL");
        }
    }

    public static final class OneRequest extends PlainGuest {
        public OneRequest() {
            super(new Parts(), Policy.INTERRUPT, FLAGS, 4, "L");
        }
    }

    @Test
    void interrupts_only_with_flags() {
        assertHolds(InterruptFlags.class, "", TOGETHER);
    }

    @Test
    void interrupts_only_with_event_index() {
        assertHolds(InterruptEvent.class, "", TOGETHER);
    }

    @Test
    void keep_irq_with_flags() {
        assertHolds(KeepIrqFlags.class, "", TOGETHER);
    }

    @Test
    void keep_irq_with_event_index() {
        assertHolds(KeepIrqEvent.class, "", TOGETHER);
    }

    @Test
    void a_ring_that_holds_one_request() {
        assertHolds(RingOfOneRequest.class, "", TOGETHER);
    }

    /// Here and in the twins: a few steps first, so that the few threads left are interleaved deeply.
    @Test
    void interrupt_handler_and_poller_at_the_same_used_buffer() {
        assertHolds(OneRequest.class, "submit 0, device", "interrupt", "poll");
    }

    @Test
    void without_the_lock_the_same_takes_the_buffer_twice() {
        // Both find the buffer; the second finds one less in flight than it counts as used.
        assertFails(LockThatExcludesNobody.class, "the device's used index is ahead of what is in flight",
                "submit 0, device", "interrupt", "poll");
    }

    /// The nvme bug CVE-2026-31523. The queue's shadows notice in most interleavings that somebody else took the buffer meanwhile, and blame
    /// the device.
    public static final class LockThatExcludesNobody extends PlainGuest {
        public LockThatExcludesNobody() {
            super(new Parts() {
                @Override
                PlainMachine machine() {
                    return new OpenMachine();
                }
            }, Policy.INTERRUPT, FLAGS, 4, "L");
        }
    }

    @Test
    void the_device_uses_a_buffer_while_the_handler_enables_callbacks() {
        assertHolds(InterruptFlags.class, "submit 0, device, submit 1", "interrupt", "device");
    }

    @Test
    void without_the_second_look_of_enable_callback_the_same_loses_a_completion() {
        assertFails(DriverThatLooksOnce.class, "lost completion: FLUSH tag 1", "submit 0, device, submit 1",
                "interrupt", "device");
    }

    public static final class DriverThatLooksOnce extends PlainGuest {
        public DriverThatLooksOnce() {
            super(new Parts() {
                @Override
                DriverQueue<Request> driverQueue(PlainMachine machine, QueueLayout layout, FeatureSet features) {
                    return new SplitDriverQueue<>(machine, "q0", layout, features, DisableCallback.EVENT_ZERO,
                            START_IDX) {
                        @Override
                        public boolean poll(int position) {
                            return false;
                        }
                    };
                }
            }, Policy.INTERRUPT, FLAGS, 4, "LL");
        }
    }

    @Test
    void the_driver_adds_while_the_device_enables_notifications() {
        assertHolds(InterruptFlags.class, "submit 0", "submit 1", "device");
    }

    @Test
    void without_the_second_look_of_enable_notification_the_same_loses_a_completion() {
        assertFails(DeviceThatLooksOnce.class, "lost completion: FLUSH tag 1", "submit 0", "submit 1", "device");
    }

    public static final class DeviceThatLooksOnce extends PlainGuest {
        public DeviceThatLooksOnce() {
            super(new Parts() {
                @Override
                DeviceQueue deviceQueue(PlainMachine machine, QueueLayout layout, FeatureSet features) {
                    return new SplitDeviceQueue(machine, layout, features, START_IDX) {
                        @Override
                        public boolean enableNotification() {
                            boolean ignored = super.enableNotification();
                            return true;
                        }
                    };
                }
            }, Policy.INTERRUPT, FLAGS, 4, "LL");
        }
    }

    /// The fifth point of what makes toggling subtle: honouring the result of enable_cb is what [KeepIrqEvent] does more.
    @Test
    void keep_irq_that_ignores_the_result_of_enabling_loses_a_completion() {
        assertFails(KeepIrqIgnore.class, "lost completion: FLUSH tag 1", "", TOGETHER);
    }

    public static final class KeepIrqIgnore extends PlainGuest {
        public KeepIrqIgnore() {
            super(new Parts(), Policy.TOGGLE_KEEP_IRQ_IGNORE, EVENT, 4, "HL");
        }
    }
}
