package ringproof.queue;

/// One operation on a ring, as plain data: lists of these are generated and shrunk.
sealed interface RingOp {
    /// Driver: makes a buffer of so many readable and writable pieces available.
    record Add(int readableCount, int writableCount) implements RingOp {
    }

    /// Device: returns one of the buffers it has taken, the `pick`-th modulo their number, with `permille` of its writable bytes written.
    /// With IN_ORDER it is the first, whatever the pick. `publish`: the driver sees it at once.
    record Use(int pick, int permille, boolean publish) implements RingOp {
    }

    /// Operations without parameters.
    enum Simple implements RingOp {
        KICK_PREPARE, TAKE_USED, DISABLE_CALLBACK, ENABLE_CALLBACK, ENABLE_CALLBACK_PREPARE, POLL,
        ENABLE_CALLBACK_DELAYED, MORE_USED,
        CALLBACK_ARRIVED, TAKE, PUBLISH, NEEDS_NOTIFICATION, DISABLE_NOTIFICATION, ENABLE_NOTIFICATION
    }
}
