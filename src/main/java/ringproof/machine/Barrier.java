package ringproof.machine;

/// Every place where the order of two memory accesses matters: the documentation, and the list of mutations "drop this one".
///
/// A `FULL` barrier is a fence; `ACQUIRE` and `RELEASE` are carried by one load or one store. Each names its partner: the other half of
/// the pair, executed by the other side, without which it orders nothing.
///
/// The four full barriers are two store-buffering pairs: each side stores its own word, then loads the other's. Without a full barrier
/// on *both* sides both loads may be old, and a notification that somebody waits for is never sent.
public enum Barrier {
    /// Driver, descriptors before what makes them available: the index, or in a packed ring the flags of the first. Spec 2.7.13.3.1,
    /// 2.8.21.1.1. Linux: virtio_wmb in virtqueue_add_split, virtqueue_add_packed.
    PUBLISH_AVAILABLE(Kind.RELEASE, "SEE_AVAILABLE", "2.7.13.3.1", "2.8.21.1.1",
            "the device must find the descriptors behind the index or flags that it sees"),
    /// Device, available index or flags before the descriptors. Spec 2.7.13, 2.8.15. QEMU: smp_rmb in virtqueue_num_heads,
    /// vring_packed_desc_read.
    SEE_AVAILABLE(Kind.ACQUIRE, "PUBLISH_AVAILABLE", "2.7.13", "2.8.15",
            "the device must not read descriptors older than the index or flags that it has seen"),
    /// Driver, what it made available before the device's suppression word. Spec 2.7.13.4.1, 2.8.21.3.1.
    /// Linux: virtio_mb in virtqueue_kick_prepare_split, virtqueue_kick_prepare_packed.
    KICK_CHECK(Kind.FULL, "AVAILABLE_RECHECK", "2.7.13.4.1", "2.8.21.3.1",
            "either the driver sees that the device wants a notification, or the device sees the buffer"),
    /// Device, its suppression word before it looks once more for available buffers. Spec 2.7.10, 2.8.10.
    AVAILABLE_RECHECK(Kind.FULL, "KICK_CHECK", "2.7.10", "2.8.10",
            "either the device sees the buffer, or the driver sees that the device wants a notification"),
    /// Device, data, status and used element before the used index, or in a packed ring the used descriptor's flags. Spec 2.7.8.2,
    /// 2.8.15. QEMU: smp_wmb in virtqueue_split_flush, vring_packed_desc_write.
    PUBLISH_USED(Kind.RELEASE, "SEE_USED", "2.7.8.2", "2.8.15",
            "the driver must find the element, the status and the data behind the index or flags that it sees"),
    /// Driver, used index or flags before used element, status and data. Spec 2.7.14, 2.8.22.
    /// Linux: virtio_rmb in virtqueue_get_buf_ctx_split, virtqueue_get_buf_ctx_packed.
    SEE_USED(Kind.ACQUIRE, "PUBLISH_USED", "2.7.14", "2.8.22",
            "the driver must not read an element older than the index or flags that it has seen"),
    /// Device, what it used before the driver's suppression word. Spec 2.7.7.2, 2.8.10.
    NOTIFY_CHECK(Kind.FULL, "USED_RECHECK", "2.7.7.2", "2.8.10",
            "either the device sees that the driver wants a notification, or the driver sees the used buffer"),
    /// Driver, its suppression word before it looks once more for used buffers. Spec 2.7.14, 2.8.22. Linux: virtio_mb in virtqueue_poll.
    USED_RECHECK(Kind.FULL, "NOTIFY_CHECK", "2.7.14", "2.8.22",
            "either the driver sees the used buffer, or the device sees that the driver wants a notification"),
    /// Driver that takes buffers with callbacks on and EVENT_IDX: where it wants to be notified before the next look for used buffers.
    /// Spec 2.7.7.1, 2.8.10. Linux: virtio_store_mb in virtqueue_get_buf_ctx_split, virtqueue_get_buf_ctx_packed.
    USED_EVENT_ADVANCE(Kind.FULL, "NOTIFY_CHECK", "2.7.7.1", "2.8.10",
            "a driver that drains with callbacks on must find the next buffer itself or be notified of it"),
    /// Driver, status and data of a request before its state says done. Within the guest, so not in the specification.
    PUBLISH_COMPLETION(Kind.RELEASE, "SEE_COMPLETION", "-", "-",
            "who sees a request done without the queue's lock must see its status and data"),
    /// Waiter, the request's state before its status and data.
    SEE_COMPLETION(Kind.ACQUIRE, "PUBLISH_COMPLETION", "-", "-",
            "status and data must not be older than the state that says done");

    /// What a barrier orders: `ACQUIRE` this load before what follows, `RELEASE` what precedes before this store, `FULL` everything.
    public enum Kind {
        ACQUIRE, RELEASE, FULL
    }

    private final Kind kind;
    private final String partner;
    private final String splitClause;
    private final String packedClause;
    private final String reason;

    Barrier(Kind kind, String partner, String splitClause, String packedClause, String reason) {
        this.kind = kind;
        this.partner = partner;
        this.splitClause = splitClause;
        this.packedClause = packedClause;
        this.reason = reason;
    }

    public Kind kind() {
        return kind;
    }

    /// The barrier that the other side executes.
    public Barrier partner() {
        return valueOf(partner);
    }

    /// Sections of VIRTIO 1.4 on the split and on the packed ring, or "-" where the order is the driver's own affair.
    public String clause() {
        return splitClause.equals(packedClause) ? splitClause : splitClause + ", " + packedClause;
    }

    /// One sentence: what it is for.
    public String reason() {
        return reason;
    }
}
