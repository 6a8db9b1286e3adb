package ringproof.disk;

import java.util.List;
import ringproof.wire.BlkRequestType;

/// One request of a random list, as its submitter thinks of it.
///
/// @param sector  the first one, or that of a zone; 0 where the type has none
/// @param sectors of data; of ZONE_REPORT the zones that there is room for
/// @param ranges  of DISCARD, WRITE_ZEROES and SECURE_ERASE; else empty
/// @param unmap   asked of WRITE_ZEROES alone
/// @param pieces  that the data lies in
record DiskRequest(BlkRequestType type, long sector, int sectors, List<Range> ranges, boolean unmap, int pieces) {
    record Range(long sector, int sectors) {
    }

    static DiskRequest of(BlkRequestType type, long sector, int sectors) {
        return new DiskRequest(type, sector, sectors, List.of(), false, 1);
    }
}
