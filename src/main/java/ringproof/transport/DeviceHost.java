package ringproof.transport;

/// The transport as its live device sees it.
///
/// QEMU: virtio_notify_config. Valid from [DeviceModel#activate] to the reset; not to be called within either.
public interface DeviceHost extends DeviceAlarm {
    /// The configuration space has changed by itself: sends a configuration change notification. Spec 2.5, 5.2.6. Change the bytes
    /// first, with a new [DeviceModel#configGeneration()].
    void configChanged();
}
