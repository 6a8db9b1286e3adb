package ringproof.hostile;

/// One thing that a hostile peer does. What the numbers mean, the kind says; any numbers do.
///
/// @param <K> [GuestAct] or [HostAct]
record Act<K extends Enum<K>>(K kind, int a, int b, long c) {
}
