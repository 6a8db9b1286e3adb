package ringproof.driver.policy;

/// What a hardware queue is for. Linux: enum hctx_type.
public enum HctxType {
    /// Everything that no other kind takes.
    DEFAULT,
    /// Reads, where there are queues for them alone.
    READ,
    /// HIPRI requests under [Policy#POLL_QUEUES]: never notified, only polled.
    POLL
}
