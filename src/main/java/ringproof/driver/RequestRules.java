package ringproof.driver;

import ringproof.driver.limit.DiskLimits;
import ringproof.driver.limit.RangeLimits;
import ringproof.machine.Cell;
import ringproof.machine.GuestMemory;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// What a driver may send to this device: a request that breaks a rule never reaches the ring.
///
/// Spec 5.2.6.1. Linux: bio_check_eod, blk_validate_limits and what virtblk_setup_cmd answers BLK_STS_NOTSUPP to. Thread-safe.
public final class RequestRules {
    private final FeatureSet features;
    private final DiskLimits limits;
    private final Cell capacity;
    private final CacheMode cache;
    private final GuestMemory memory;
    private final int maxSegments;
    private final int maxRanges;

    /// Rules for requests of up to `maxSegments` pieces and `maxRanges` ranges. `capacity` holds the sectors that the disk has now.
    RequestRules(FeatureSet features, DiskLimits limits, Cell capacity, CacheMode cache, GuestMemory memory,
            int maxSegments, int maxRanges) {
        this.features = features;
        this.limits = limits;
        this.capacity = capacity;
        this.cache = cache;
        this.memory = memory;
        this.maxSegments = maxSegments;
        this.maxRanges = maxRanges;
    }

    CacheMode cache() {
        return cache;
    }

    /// Which rule the request breaks, and what to do: one sentence, or the empty string.
    String fault(Request request) {
        BlkRequestType type = request.type();
        if (!type.isAllowedBy(features)) {
            return type + " was not negotiated: use a device that offers it";
        }
        if (limits.isReadOnly() && changesDisk(type)) {
            return "the disk is read-only: send no " + type;
        }
        if (request.rangeCount() > 0 && !hasRanges(type)) {
            return type + " has ranges: give it a sector and data";
        }
        String fault = segmentFault(request);
        return !fault.isEmpty() ? fault : switch (type) {
            case IN, OUT -> sectorFault(request);
            case FLUSH -> plainFault(request, 0);
            case GET_ID -> plainFault(request, Limits.DEVICE_ID_BYTES);
            case GET_LIFETIME -> plainFault(request, BlkDataLayout.LIFETIME_BYTES);
            case DISCARD -> rangeFault(request, limits.discard());
            case WRITE_ZEROES -> rangeFault(request, limits.writeZeroes());
            case SECURE_ERASE -> rangeFault(request, limits.secureErase());
            case ZONE_APPEND -> appendFault(request);
            case ZONE_REPORT -> reportFault(request);
            case ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET -> zoneFault(request, 0);
            case ZONE_RESET_ALL -> !limits.zones().isZoned() ? "the disk has no zones: send no " + type
                    : plainFault(request, 0);
        };
    }

    private static boolean changesDisk(BlkRequestType type) {
        return switch (type) {
            case OUT, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_APPEND, ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET,
                    ZONE_RESET_ALL ->
                true;
            case IN, FLUSH, GET_ID, GET_LIFETIME, ZONE_REPORT -> false;
        };
    }

    private static boolean hasRanges(BlkRequestType type) {
        return switch (type) {
            case DISCARD, WRITE_ZEROES, SECURE_ERASE -> true;
            case IN, OUT, FLUSH, GET_ID, GET_LIFETIME, ZONE_APPEND, ZONE_REPORT, ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH,
                    ZONE_RESET, ZONE_RESET_ALL ->
                false;
        };
    }

    private String segmentFault(Request request) {
        if (request.segmentCount() > maxSegments) {
            return request.type() + " has " + request.segmentCount() + " pieces of data, not " + maxSegments
                    + " at most: split it";
        }
        for (int i = 0; i < request.segmentCount(); i++) {
            long bytes = request.segmentBytes(i);
            if (bytes < 1 || bytes > limits.maxSegmentBytes()) {
                return "a piece of " + bytes + " bytes is not from 1 to " + limits.maxSegmentBytes() + ": split it";
            }
            if (!memory.contains(request.segmentAddr(i), bytes)) {
                return bytes + " bytes at guest address 0x" + Long.toHexString(request.segmentAddr(i))
                        + " lie outside guest memory: allocate them there";
            }
        }
        // A byte is left for the status, 16 for the header.
        return request.dataBytes() > Limits.MAX_CHAIN_BYTES - Limits.SECTOR_BYTES
                ? "a request holds fewer than 2^32 bytes: split it" : "";
    }

    private String sectorFault(Request request) {
        long bytes = request.dataBytes();
        if (bytes == 0 || bytes % Limits.SECTOR_BYTES != 0) {
            return bytes + " bytes are no multiple of " + Limits.SECTOR_BYTES + ": " + request.type()
                    + " moves whole sectors";
        }
        return beyondFault(request.sector(), bytes / Limits.SECTOR_BYTES);
    }

    private String beyondFault(long sector, long sectors) {
        long end = capacity.get();
        return sector < 0 || sectors < 0 || sector > end - sectors || sectors > end
                ? sectors + " sectors from " + Long.toUnsignedString(sector) + " on lie beyond the disk's end, " + end
                        + ": stay before it"
                : "";
    }

    /// A request without sector, with exactly so many bytes of data.
    private static String plainFault(Request request, int bytes) {
        if (request.sector() != 0) {
            return request.type() + " has sector " + request.sector() + ": prepare it with 0";
        }
        return dataFault(request, bytes);
    }

    private static String dataFault(Request request, int bytes) {
        return request.dataBytes() == bytes ? ""
                : request.type() + " has " + request.dataBytes() + " bytes of data: give it " + bytes;
    }

    private String rangeFault(Request request, RangeLimits limit) {
        int most = Math.min(limit.maxRanges(), maxRanges);
        if (request.rangeCount() < 1 || request.rangeCount() > most) {
            return request.type() + " has " + request.rangeCount() + " ranges, not from 1 to " + most + ": split it";
        }
        if (request.segmentCount() > 0) {
            return request.type() + " has data of its own: give it ranges alone";
        }
        if (request.unmaps() && request.type() != BlkRequestType.WRITE_ZEROES) {
            return "only WRITE_ZEROES may unmap: " + request.type() + " must not ask for it";
        }
        for (int i = 0; i < request.rangeCount(); i++) {
            long sectors = request.rangeSectors(i);
            if (sectors < 1 || sectors > limit.maxSectors()) {
                return "a range of " + sectors + " sectors is not from 1 to " + limit.maxSectors() + ": split it";
            }
            String fault = beyondFault(request.rangeSector(i), sectors);
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        return "";
    }

    private String appendFault(Request request) {
        long bytes = request.dataBytes();
        long most = limits.zones().maxAppendSectors() * Limits.SECTOR_BYTES;
        long granularity = limits.zones().writeGranularityBytes();
        if (bytes == 0 || bytes > most || bytes % granularity != 0) {
            return "ZONE_APPEND of " + bytes + " bytes is no multiple of " + granularity + " up to " + most
                    + ": split it";
        }
        return zoneFault(request, bytes);
    }

    private String reportFault(Request request) {
        if (request.dataBytes() < BlkDataLayout.REPORT_HEADER_BYTES + BlkDataLayout.ZONE_BYTES) {
            return "ZONE_REPORT into " + request.dataBytes() + " bytes has no room for a zone: give it more";
        }
        return !limits.zones().isZoned() ? "the disk has no zones: send no " + request.type()
                : beyondFault(request.sector(), 1);
    }

    /// Names a zone by its first sector, with so many bytes of data.
    private String zoneFault(Request request, long bytes) {
        if (!limits.zones().isZoned()) {
            return "the disk has no zones: send no " + request.type();
        }
        if (request.dataBytes() != bytes) {
            return request.type() + " has data: give it none";
        }
        if (request.sector() % limits.zones().zoneSectors() != 0) {
            return "no zone begins at sector " + request.sector() + ": name its first one";
        }
        return beyondFault(request.sector(), 1);
    }
}
