package ringproof.driver.limit;

import ringproof.wire.ZoneModel;

/// The zones of a device. Spec 5.2.4: virtio_blk_zoned_characteristics. Linux: virtblk_read_zoned_limits.
///
/// @param maxOpenZones     0: no limit; so with the next
/// @param maxAppendSectors 0: ZONE_APPEND cannot be sent
/// @param writeGranularityBytes of writes into sequential zones
public record ZoneLimits(ZoneModel model, long zoneSectors, long maxOpenZones, long maxActiveZones,
        long maxAppendSectors, long writeGranularityBytes) {
    /// Used like any disk.
    public static final ZoneLimits NONE = new ZoneLimits(ZoneModel.NONE, 0, 0, 0, 0, 1);

    public boolean isZoned() {
        return model != ZoneModel.NONE;
    }
}
