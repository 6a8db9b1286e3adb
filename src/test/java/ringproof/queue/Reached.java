package ringproof.queue;

/// What a run over a ring came across: properties prove with these that they looked at the interesting cases.
enum Reached {
    RING_FULL, RING_EMPTY_AGAIN, CHAIN_AS_LONG_AS_QUEUE, OUT_OF_ORDER, RING_BEGINS_AGAIN, BATCH_ADDED, BATCH_USED,
    KICK_REQUIRED, KICK_SUPPRESSED, NOTIFICATION_REQUIRED, NOTIFICATION_SUPPRESSED, USED_WHILE_ENABLING,
    ADDED_WHILE_ENABLING, DELAYED_NOTIFICATION, SPURIOUS_CALLBACK,
    /// Chains in tables, beside others that are not.
    INDIRECT_CHAIN, TABLE_AS_LONG_AS_QUEUE, DIRECT_BESIDE_INDIRECT, MORE_BUFFERS_THAN_DIRECT_ONES_FIT,
    /// A chain whose descriptors go round the end of the table, with IN_ORDER.
    CHAIN_GOES_ROUND,
    /// With IN_ORDER: buffers for which there is no used element; one that may not be left out, with others behind it; and a batch that is
    /// published when the one before is not taken yet.
    LEFT_OUT, INCOMPLETE_IN_BATCH, BATCHES_IN_A_ROW
}
