package ringproof.hostile;

/// What a hostile driver does.
enum GuestAct {
    /// Writes a chain, sound or not (`c` seeds it), makes it available, and kicks or not.
    CHAIN,
    /// Changes one field of a descriptor, in the ring or in a table.
    FIELD,
    /// Writes a word of the ring that is no descriptor: index, entry, flags, event.
    RING_WORD,
    /// Writes 64 bits anywhere in its own memory.
    SCRIBBLE,
    /// Takes one of its pages from the device, gives it back, or maps it anywhere: for a device behind an I/O page table.
    PAGE,
    /// Sends a notification that may name any queue.
    NOTIFY,
    /// Writes bytes of the configuration space.
    CONFIG,
    /// Resets its queue, and sets it up again: properly, on top of what is there, or anyhow.
    RESET_QUEUE,
    /// Sets some queue up anyhow.
    SET_UP,
    /// Accepts some features.
    FEATURES,
    /// Writes the status: now and then 0, which resets the device.
    STATUS
}
