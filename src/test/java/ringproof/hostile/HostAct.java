package ringproof.hostile;

/// What a hostile device does.
enum HostAct {
    /// Serves a request as the rules are, as far as its own garbage lets it.
    SERVE,
    /// Writes a used element anyhow; in a packed ring, a used descriptor.
    USED,
    /// Writes a word of its own areas: flags, index, event.
    RING_WORD,
    /// Writes what is the driver's alone to write: descriptors, available ring, suppression.
    DRIVER_WORD,
    /// Writes anywhere among the driver's own data for this queue: headers, status bytes, tables.
    SCRIBBLE,
    /// Writes into the buffers of the requests.
    DATA,
    /// Sends notifications, of either queue, whether there is a reason or not.
    CALLBACK,
    /// Changes its configuration space, or says so.
    CONFIG,
    /// Needs a reset, or not any more.
    ALARM
}
