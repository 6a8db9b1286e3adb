package ringproof.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;

/// One request as the device has read it: what [RequestRule]s judge.
///
/// Spec 5.2.6. Header and segments are read once, so the driver cannot change them between check and use. Filled anew for each request;
/// allocates nothing. Not thread-safe.
final class ParsedRequest {
    private final GuestMemory memory;
    private final Backend backend;
    private final BlkLimits limits;
    private final FeatureSet features;

    private final ChainCursor cursor = new ChainCursor();
    private final byte[] header = new byte[BlkRequestLayout.HEADER_BYTES];
    private final byte[] segments;
    private @Nullable BlkRequestType type;
    private long sector;
    private long readableBytes;
    private long writableBytes;
    /// Offset of the segment in hand.
    private int segment;

    ParsedRequest(GuestMemory memory, Backend backend, BlkLimits limits, FeatureSet features) {
        this.memory = memory;
        this.backend = backend;
        this.limits = limits;
        this.features = features;
        int most = 0;
        for (RangeLimits ranges : new RangeLimits[]{limits.discard(), limits.writeZeroes(), limits.secureErase()}) {
            most = ranges == null ? most : Math.max(most, ranges.maxSegments());
        }
        this.segments = new byte[most * BlkDataLayout.SEGMENT_BYTES];
    }

    /// Reads the header. False: there is none, or no status byte.
    boolean read(Chain chain) {
        readableBytes = chain.readableBytes() - BlkRequestLayout.HEADER_BYTES;
        writableBytes = chain.writableBytes() - BlkRequestLayout.STATUS_BYTES;
        if (readableBytes < 0 || writableBytes < 0) {
            return false;
        }
        cursor.startReadable(chain);
        copy(header, header.length);
        type = BlkRequestType.ofCode((int) LittleEndian.get(header, BlkRequestLayout.TYPE, Integer.BYTES));
        sector = LittleEndian.get(header, BlkRequestLayout.SECTOR, Long.BYTES);
        return true;
    }

    /// Reads the segments, which lie behind the header. Returns how many.
    int readSegments() {
        copy(segments, (int) readableBytes);
        return (int) readableBytes / BlkDataLayout.SEGMENT_BYTES;
    }

    private void copy(byte[] to, int lengthBytes) {
        int done = 0;
        while (cursor.next(lengthBytes - done)) {
            memory.read(cursor.addr(), to, done, cursor.lengthBytes());
            done += cursor.lengthBytes();
        }
    }

    /// At the first byte behind the header, until segments are read.
    ChainCursor cursor() {
        return cursor;
    }

    @Nullable
    BlkRequestType type() {
        return type;
    }

    boolean isKnown() {
        return type != null && type.isAllowedBy(features) && (!hasRanges(type) || limitsOf(type) != null);
    }

    private static boolean hasRanges(BlkRequestType type) {
        return type == BlkRequestType.DISCARD || type == BlkRequestType.WRITE_ZEROES
                || type == BlkRequestType.SECURE_ERASE;
    }

    boolean isOnReadOnlyDisk() {
        return backend.isReadOnly();
    }

    /// The driver's, unsigned.
    long sector() {
        return sector;
    }

    /// On the side that the type names. Of ZONE_APPEND, whose result takes none of it.
    long dataBytes() {
        return type != null && type.data() == BlkRequestType.Data.FROM_DEVICE ? writableBytes : readableBytes;
    }

    /// To be written before the status.
    long roomBytes() {
        return writableBytes;
    }

    /// What the device takes of ranges of this type, which is known.
    RangeLimits rangeLimits() {
        return Objects.requireNonNull(limitsOf(Objects.requireNonNull(type)), "a type with ranges that is known");
    }

    private @Nullable RangeLimits limitsOf(BlkRequestType of) {
        return switch (of) {
            case DISCARD -> limits.discard();
            case WRITE_ZEROES -> limits.writeZeroes();
            case SECURE_ERASE -> limits.secureErase();
            case IN, OUT, FLUSH, GET_ID, GET_LIFETIME, ZONE_APPEND, ZONE_REPORT, ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH,
                    ZONE_RESET, ZONE_RESET_ALL ->
                null;
        };
    }

    void selectSegment(int number) {
        segment = number * BlkDataLayout.SEGMENT_BYTES;
    }

    long segmentSector() {
        return LittleEndian.get(segments, segment + BlkDataLayout.SEGMENT_SECTOR, Long.BYTES);
    }

    long segmentSectors() {
        return LittleEndian.get(segments, segment + BlkDataLayout.SEGMENT_NUM_SECTORS, Integer.BYTES);
    }

    int segmentFlags() {
        return (int) LittleEndian.get(segments, segment + BlkDataLayout.SEGMENT_FLAGS, Integer.BYTES);
    }

    /// Without overflow, whatever the numbers.
    boolean isOnDisk(long first, long count) {
        long capacity = backend.capacitySectors();
        return first >= 0 && first <= capacity && count <= capacity - first;
    }
}
