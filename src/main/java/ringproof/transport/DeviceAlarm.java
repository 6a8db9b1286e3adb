package ringproof.transport;

/// How a device tells its transport that it cannot go on. Spec 2.1.2: DEVICE_NEEDS_RESET and a configuration change
/// notification.
@FunctionalInterface
public interface DeviceAlarm {
    /// `why` is one clause for people; the driver sees only the status bit. Not to be called within
    /// [DeviceModel#activate].
    void needsReset(String why);
}
