package ringproof.queue;

/// How a split-ring driver tells the device, under EVENT_IDX, that it wants no notification: not at all, or by an index far away.
///
/// With flags instead of EVENT_IDX both are the same. Linux changed from one to the other in 2021 (commit 8d622d21d248).
public enum DisableCallback {
    /// Linux up to 5.13: the device is not told. `used_event` stays where it is, so it may notify once more.
    SILENT,
    /// Linux since: `used_event` = 0 unless a notification has arrived since callbacks were last enabled; enabling must undo it.
    EVENT_ZERO
}
