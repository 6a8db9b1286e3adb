package ringproof.queue;

/// How a driver uses indirect descriptors: chains of so many pieces or more go into a table, if they fit into one.
///
/// Spec 2.7.5.3, 2.8.7: both kinds of chain may be in one ring. Linux: virtqueue_use_indirect, from two pieces on.
///
/// @param tables     at least one for each buffer that the queue can hold
/// @param fromPieces 1: every chain goes into a table
public record IndirectUse(IndirectTables tables, int fromPieces) {
    public IndirectUse {
        if (fromPieces < 1) {
            throw new IllegalArgumentException("a chain has at least one piece, not " + fromPieces);
        }
    }

    /// Whether a chain of `pieceCount` pieces goes into a table and takes one descriptor of the ring.
    public boolean covers(int pieceCount) {
        return pieceCount >= fromPieces && pieceCount <= tables.entries();
    }
}
