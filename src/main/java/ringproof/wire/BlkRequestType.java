package ringproof.wire;

import org.jspecify.annotations.Nullable;

/// The block requests, spec 5.2.6. Linux: VIRTIO_BLK_T_*.
public enum BlkRequestType {
    /// Read sectors.
    IN(0, Data.FROM_DEVICE, null),
    /// Write sectors.
    OUT(1, Data.TO_DEVICE, null),
    /// Make completed writes durable.
    FLUSH(4, Data.NONE, Feature.BLK_FLUSH),
    /// Read the 20-byte device ID string.
    GET_ID(8, Data.FROM_DEVICE, null),
    /// Read how worn the storage is: a lifetime structure of [BlkDataLayout].
    GET_LIFETIME(10, Data.FROM_DEVICE, Feature.BLK_LIFETIME),
    /// The content of the segments of [BlkDataLayout] in the data is not needed any more.
    DISCARD(11, Data.TO_DEVICE, Feature.BLK_DISCARD),
    /// The segments in the data read as zeroes from now on.
    WRITE_ZEROES(13, Data.TO_DEVICE, Feature.BLK_WRITE_ZEROES),
    /// The content of the segments in the data, and every copy of it, is to be beyond recovery.
    SECURE_ERASE(14, Data.TO_DEVICE, Feature.BLK_SECURE_ERASE),
    /// Write at the zone's write pointer, and say where that was.
    ZONE_APPEND(15, Data.TO_DEVICE, Feature.BLK_ZONED),
    /// Read a report of [BlkDataLayout] on zones, from the one with the given sector on.
    ZONE_REPORT(16, Data.FROM_DEVICE, Feature.BLK_ZONED),
    /// Open a zone explicitly.
    ZONE_OPEN(18, Data.NONE, Feature.BLK_ZONED),
    /// Close a zone.
    ZONE_CLOSE(20, Data.NONE, Feature.BLK_ZONED),
    /// Make a zone full.
    ZONE_FINISH(22, Data.NONE, Feature.BLK_ZONED),
    /// Make a zone empty.
    ZONE_RESET(24, Data.NONE, Feature.BLK_ZONED),
    /// Make every sequential zone empty.
    ZONE_RESET_ALL(26, Data.NONE, Feature.BLK_ZONED);

    /// Whether a request has data, and which way it goes.
    public enum Data {
        NONE,
        /// In device-readable buffers, after the header.
        TO_DEVICE,
        /// In device-writable buffers, before the status.
        FROM_DEVICE
    }

    private static final BlkRequestType[] ALL = values();

    private final int code;
    private final Data data;
    private final @Nullable Feature feature;

    BlkRequestType(int code, Data data, @Nullable Feature feature) {
        this.code = code;
        this.data = data;
        this.feature = feature;
    }

    /// The value of the header's `type` field.
    public int code() {
        return code;
    }

    public Data data() {
        return data;
    }

    /// Bytes of the device-writable field between data and status: `append_sector`, else 0.
    public int resultBytes() {
        return this == ZONE_APPEND ? BlkRequestLayout.APPEND_SECTOR_BYTES : 0;
    }

    /// Whether a driver that negotiated these features may send it.
    public boolean isAllowedBy(FeatureSet negotiated) {
        return feature == null || negotiated.has(feature);
    }

    /// The request with this `type` field, or null where it is none of ours: the device then answers UNSUPP.
    public static @Nullable BlkRequestType ofCode(int code) {
        for (BlkRequestType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
