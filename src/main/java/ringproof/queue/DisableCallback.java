package ringproof.queue;

/// How a driver tells the device, under EVENT_IDX, that it wants no notification: on the split ring not at all, or by an index far away.
///
/// With flags instead of EVENT_IDX both are the same. Linux changed from one to the other in 2021 (commit 8d622d21d248). A packed ring can
/// say "none" in either; there only the second half of the change counts, not to say it to a device that has notified already.
public enum DisableCallback {
    /// Linux up to 5.13. Split ring: the device is not told; `used_event` stays where it is, so it may notify once more. Packed ring: the
    /// device is always told.
    SILENT,
    /// Linux since, unless a notification has arrived since callbacks were last enabled. Split ring: `used_event` = 0. Packed ring: the
    /// device is told. Enabling must undo it.
    EVENT_ZERO
}
