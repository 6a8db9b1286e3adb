package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// One kind of ring.
///
/// @param startIdx so many units have come and gone
/// @param indirect how the driver uses indirect descriptors; null: they were not negotiated
record RingSetup(RingFormat format, int size, boolean eventIdx, DisableCallback style, int startIdx, boolean inOrder,
        @Nullable Indirect indirect) {

    /// Chains of so many pieces or more go into tables of so many entries.
    record Indirect(int fromPieces, int entriesEach) {
    }

    FeatureSet features() {
        FeatureSet features = format.features().with(Feature.VERSION_1);
        features = eventIdx ? features.with(Feature.EVENT_IDX) : features;
        features = inOrder ? features.with(Feature.IN_ORDER) : features;
        return indirect == null ? features : features.with(Feature.INDIRECT_DESC);
    }

    @Nullable
    IndirectUse indirectUse(GuestAllocator allocator) {
        return indirect == null ? null
                : new IndirectUse(new IndirectTables(allocator, size, indirect.entriesEach()), indirect.fromPieces());
    }

    boolean isIndirect(int pieceCount) {
        return indirect != null && indirect.fromPieces() <= pieceCount && pieceCount <= indirect.entriesEach();
    }

    /// Descriptors of the ring that a chain of so many pieces takes.
    int descriptorCount(int pieceCount) {
        return isIndirect(pieceCount) ? 1 : pieceCount;
    }

    /// By how much a buffer moves the ring on.
    int units(RingModel.Buffer buffer) {
        return format.units(descriptorCount(buffer.pieceCount()));
    }

    /// Where both sides begin, as the queues have it.
    int start() {
        return format.place(startIdx, size);
    }

    RingSetup withIndirect(@Nullable Indirect other) {
        return new RingSetup(format, size, eventIdx, style, startIdx, inOrder, other);
    }

    RingSetup withInOrder(boolean other) {
        return new RingSetup(format, size, eventIdx, style, startIdx, other, indirect);
    }
}
