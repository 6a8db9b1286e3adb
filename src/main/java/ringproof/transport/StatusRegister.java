package ringproof.transport;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.wire.DeviceStatus;

/// The device status field from the device's side: which bits a driver's write sets.
///
/// Spec 2.1, 2.1.2, 3.1.1, 3.4. QEMU: virtio_set_status, which believes the driver more.
///
/// - Only a reset clears a bit; a write that leaves one out leaves it set. Suspending clears DRIVER_OK, resuming SUSPEND.
/// - DEVICE_NEEDS_RESET is the device's; the driver's copy of it, and bits that the specification does not name, are
///   ignored.
/// - FEATURES_OK needs ACKNOWLEDGE and DRIVER, and features that the device can work with. Otherwise it stays unset, as
///   3.1.1 expects.
/// - DRIVER_OK needs FEATURES_OK from an earlier write, without FAILED. Otherwise it stays unset and DEVICE_NEEDS_RESET
///   is set.
/// - SUSPEND needs DRIVER_OK from an earlier write and the feature, else it is ignored. While it is set, DRIVER_OK asks to go on.
///
/// Not thread-safe.
public final class StatusRegister implements Digestible {
    /// What the device has to do after a write.
    public enum Step {
        NOTHING,
        /// Stop, then call [#clear()].
        RESET,
        /// Serve the queues.
        GO_LIVE,
        /// Stop serving, then call [#suspended()].
        SUSPEND,
        /// Go on serving, then call [#resumed()].
        RESUME
    }

    private static final int BEFORE_FEATURES = DeviceStatus.ACKNOWLEDGE.mask() | DeviceStatus.DRIVER.mask();
    private static final int ALWAYS_SETTABLE = BEFORE_FEATURES | DeviceStatus.FAILED.mask();

    private int status;

    public int read() {
        return status;
    }

    public boolean has(DeviceStatus bit) {
        return bit.in(status);
    }

    /// The driver writes `value`. `featuresAcceptable`: whether FEATURES_OK may be set. `canSuspend`: whether VIRTIO_F_SUSPEND was
    /// accepted.
    public Step write(int value, boolean featuresAcceptable, boolean canSuspend) {
        if (value == 0) {
            return Step.RESET;
        }
        int before = status;
        status |= value & ALWAYS_SETTABLE;
        if (DeviceStatus.FEATURES_OK.in(value) && featuresAcceptable && (status & BEFORE_FEATURES) == BEFORE_FEATURES) {
            status |= DeviceStatus.FEATURES_OK.mask();
        }
        if (has(DeviceStatus.SUSPEND)) {
            return DeviceStatus.DRIVER_OK.in(value) ? Step.RESUME : Step.NOTHING;
        }
        if (has(DeviceStatus.DRIVER_OK)) {
            return canSuspend && DeviceStatus.SUSPEND.in(value) ? Step.SUSPEND : Step.NOTHING;
        }
        return DeviceStatus.DRIVER_OK.in(value) ? goLive(before) : Step.NOTHING;
    }

    private Step goLive(int before) {
        if (!DeviceStatus.FEATURES_OK.in(before) || has(DeviceStatus.FAILED) || has(DeviceStatus.DEVICE_NEEDS_RESET)) {
            status |= DeviceStatus.DEVICE_NEEDS_RESET.mask();
            return Step.NOTHING;
        }
        status |= DeviceStatus.DRIVER_OK.mask();
        return Step.GO_LIVE;
    }

    /// Every queue is at rest.
    public void suspended() {
        status = (status | DeviceStatus.SUSPEND.mask()) & ~DeviceStatus.DRIVER_OK.mask();
    }

    /// The queues are served again.
    public void resumed() {
        status = (status | DeviceStatus.DRIVER_OK.mask()) & ~DeviceStatus.SUSPEND.mask();
    }

    /// The device cannot go on. True: the driver must be told, by a configuration change notification (spec 2.1.2).
    public boolean needsReset() {
        status |= DeviceStatus.DEVICE_NEEDS_RESET.mask();
        return has(DeviceStatus.DRIVER_OK);
    }

    /// The reset is complete.
    public void clear() {
        status = 0;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(status);
    }
}
