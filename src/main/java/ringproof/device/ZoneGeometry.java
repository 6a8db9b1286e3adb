package ringproof.device;

import ringproof.wire.Limits;
import ringproof.wire.ZoneModel;
import ringproof.wire.ZoneType;

/// How a zoned disk is divided, and how much it can hold open. Spec 5.2.4.
///
/// @param model              HOST_MANAGED or HOST_AWARE
/// @param zoneSectors        of every zone; the last one may be shorter
/// @param capacitySectors    that can be written in a zone, at most all of it
/// @param conventionalZones  so many at the beginning are written like any disk
/// @param maxOpen            zones that may be open; 0: any number
/// @param maxActive          zones that may be open or closed; 0: any number
/// @param maxAppendSectors   of one ZONE_APPEND; 0: there is none
/// @param granularityBytes   where writes to sequential zones end, a multiple of 512
public record ZoneGeometry(ZoneModel model, int zoneSectors, int capacitySectors, int conventionalZones, int maxOpen,
        int maxActive, int maxAppendSectors, int granularityBytes) {

    /// Throws [IllegalArgumentException] for a division that is none.
    public ZoneGeometry {
        if (model == ZoneModel.NONE) {
            throw new IllegalArgumentException("a disk whose zones nobody sees needs no geometry");
        }
        if (zoneSectors < 1 || capacitySectors < 1 || capacitySectors > zoneSectors || conventionalZones < 0) {
            throw new IllegalArgumentException(
                    "a zone has at least a sector, and no more that can be written than it has");
        }
        if (maxOpen < 0 || maxActive < 0 || maxAppendSectors < 0 || (maxActive > 0 && maxOpen > maxActive)) {
            throw new IllegalArgumentException("limits of zones cannot be negative, and an open zone is an active one");
        }
        if (granularityBytes < Limits.SECTOR_BYTES || granularityBytes % Limits.SECTOR_BYTES != 0) {
            throw new IllegalArgumentException("the write granularity is a multiple of 512 bytes");
        }
    }

    /// Host-managed, with this many sectors a zone, all of which can be written, and no limits.
    public static ZoneGeometry hostManaged(int zoneSectors) {
        return new ZoneGeometry(ZoneModel.HOST_MANAGED, zoneSectors, zoneSectors, 0, 0, 0, zoneSectors,
                Limits.SECTOR_BYTES);
    }

    public ZoneGeometry withConventional(int zones) {
        return new ZoneGeometry(model, zoneSectors, capacitySectors, zones, maxOpen, maxActive, maxAppendSectors,
                granularityBytes);
    }

    public ZoneGeometry withLimits(int open, int active, int appendSectors) {
        return new ZoneGeometry(model, zoneSectors, capacitySectors, conventionalZones, open, active, appendSectors,
                granularityBytes);
    }

    public ZoneGeometry withCapacity(int sectors, int granularity) {
        return new ZoneGeometry(model, zoneSectors, sectors, conventionalZones, maxOpen, maxActive, maxAppendSectors,
                granularity);
    }

    /// The same whose sequential zones need not be written in order.
    public ZoneGeometry hostAware() {
        return new ZoneGeometry(ZoneModel.HOST_AWARE, zoneSectors, capacitySectors, conventionalZones, maxOpen,
                maxActive, maxAppendSectors, granularityBytes);
    }

    /// Zones of a disk of so many sectors. Throws [IllegalArgumentException] beyond 2^20.
    public int zoneCount(long diskSectors) {
        long count = (diskSectors + zoneSectors - 1) / zoneSectors;
        if (count > 1 << 20) {
            throw new IllegalArgumentException("a disk has at most " + (1 << 20) + " zones: make them larger");
        }
        return (int) count;
    }

    public ZoneType typeOf(int zone) {
        if (zone < conventionalZones) {
            return ZoneType.CONVENTIONAL;
        }
        return model == ZoneModel.HOST_MANAGED ? ZoneType.SEQUENTIAL_WRITE_REQUIRED
                : ZoneType.SEQUENTIAL_WRITE_PREFERRED;
    }
}
