package ringproof.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;
import ringproof.wire.ZoneModel;

/// Executes block requests: reads them, holds them against every [RequestRule], moves the data, writes the status byte.
///
/// Spec 5.2.6, 5.2.6.2. QEMU: virtio_blk_handle_request. The header is the first 16 readable bytes, the status the last
/// writable byte, the data what is left on the side that the type names; how all that is split into pieces means
/// nothing (2.7.4.1). What the driver put on the other side, or into fields that the type does not use, is ignored.
///
/// - I1 header and segments are read once, so the driver cannot change them between check and use
/// - I2 a request that breaks a rule moves no data
/// - I3 the length returned is the number of writable bytes written from the first one on. The status comes last, so
///   after an error it may not be counted (2.7.8.2)
///
/// Where the write cache is off, every write is made durable before it completes (5.2.6.2). Allocates nothing per request, but for zone
/// reports. Not thread-safe: one per queue.
public class RequestExecutor implements Digestible {
    /// Returned by [#execute(Chain)] for a chain without room for header or status.
    public static final long MALFORMED = -1;

    private final GuestMemory memory;
    private final Backend backend;
    private final byte[] deviceId;
    private final BooleanSupplier writeThrough;
    private final ParsedRequest request;
    private final ZoneCall zoneCall = new ZoneCall();
    private final @Nullable Zones zones;
    private final ChainCursor cursor;
    private final Predicate<RequestRule> demanded = this::demands;
    private long dataWrittenBytes;

    /// With default limits. Without BLK_FLUSH every write is made durable before it completes.
    public RequestExecutor(GuestMemory memory, Backend backend, String deviceId, FeatureSet features) {
        this(memory, backend, deviceId, features, BlkLimits.DEFAULT, () -> !features.has(Feature.BLK_FLUSH));
    }

    /// `deviceId`: ASCII, at most 20 characters, else [IllegalArgumentException]. `features`: those negotiated. `writeThrough`: whether the
    /// write cache is off now.
    public RequestExecutor(GuestMemory memory, Backend backend, String deviceId, FeatureSet features, BlkLimits limits,
            BooleanSupplier writeThrough) {
        byte[] id = deviceId.getBytes(StandardCharsets.US_ASCII);
        if (id.length > Limits.DEVICE_ID_BYTES || !new String(id, StandardCharsets.US_ASCII).equals(deviceId)) {
            throw new IllegalArgumentException("a device ID has at most 20 ASCII characters");
        }
        this.memory = memory;
        this.backend = backend;
        this.deviceId = Arrays.copyOf(id, Limits.DEVICE_ID_BYTES);
        this.writeThrough = writeThrough;
        this.request = new ParsedRequest(memory, backend, limits, features);
        this.cursor = request.cursor();
        // A driver that knows nothing of zones is served where they allow it: on host-aware disks.
        this.zones = backend.zones();
    }

    /// Executes the request in `chain`, whose pieces lie in guest memory. Returns the used length in bytes; or
    /// [#MALFORMED], with nothing done: then there is nowhere to put an answer, and the device needs a reset. QEMU:
    /// "virtio-blk missing headers".
    public long execute(Chain chain) {
        if (!request.read(chain)) {
            return MALFORMED;
        }
        dataWrittenBytes = 0;
        zoneCall.clear();
        BlkStatus status = judge(chain);
        writeStatus(chain, status);
        long room = chain.writableBytes() - BlkRequestLayout.STATUS_BYTES;
        return dataWrittenBytes == room ? chain.writableBytes() : dataWrittenBytes;
    }

    private BlkStatus judge(Chain chain) {
        RequestRule broken = RequestRule.brokenBy(request, RequestRule.Stage.REQUEST, demanded);
        if (broken != null) {
            return refuse(broken);
        }
        BlkStatus status = perform(chain, Objects.requireNonNull(request.type(), "known"));
        broken = zoneCall.broken();
        return broken == null ? status : refuse(broken);
    }

    /// The answer to a request that breaks a rule. Overridable, to see which.
    protected BlkStatus refuse(RequestRule broken) {
        return broken.status();
    }

    /// Whether the device insists on a rule. Overridable for a device with a known bug.
    protected boolean demands(RequestRule rule) {
        return true;
    }

    private BlkStatus perform(Chain chain, BlkRequestType type) {
        return switch (type) {
            case IN -> readSectors(chain);
            case OUT -> writeSectors(chain);
            case FLUSH -> flush();
            case GET_ID -> readDeviceId(chain);
            case GET_LIFETIME -> readLifetime(chain);
            case DISCARD, WRITE_ZEROES, SECURE_ERASE -> changeRanges(type);
            case ZONE_APPEND -> append(chain);
            case ZONE_REPORT -> reportZones(chain);
            case ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET -> manageZone(type);
            case ZONE_RESET_ALL -> resetAllZones();
        };
    }

    /// Reads into guest memory. Overridable, as are the others, for a device with a known bug.
    protected BlkStatus readSectors(Chain chain) {
        long left = request.dataBytes();
        if (zones != null) {
            BlkStatus status = zones.read(request.sector(), left / Limits.SECTOR_BYTES, zoneCall);
            if (status != BlkStatus.OK) {
                return status;
            }
        }
        long offsetBytes = request.sector() * Limits.SECTOR_BYTES;
        cursor.startWritable(chain);
        while (cursor.next(left)) {
            int lengthBytes = cursor.lengthBytes();
            if (!backend.read(offsetBytes, memory, cursor.addr(), lengthBytes)) {
                return BlkStatus.IOERR;
            }
            offsetBytes += lengthBytes;
            left -= lengthBytes;
            dataWrittenBytes += lengthBytes;
        }
        return BlkStatus.OK;
    }

    protected BlkStatus writeSectors(Chain chain) {
        long sector = request.sector();
        if (zones != null) {
            BlkStatus status = zones.write(sector, request.dataBytes() / Limits.SECTOR_BYTES, zoneCall);
            if (status != BlkStatus.OK) {
                return status;
            }
        }
        return writeAt(sector);
    }

    /// Writes the data, which begins where the cursor stands.
    private BlkStatus writeAt(long sector) {
        long left = request.dataBytes();
        long offsetBytes = sector * Limits.SECTOR_BYTES;
        while (cursor.next(left)) {
            int lengthBytes = cursor.lengthBytes();
            if (!backend.write(offsetBytes, memory, cursor.addr(), lengthBytes)) {
                return BlkStatus.IOERR;
            }
            offsetBytes += lengthBytes;
            left -= lengthBytes;
        }
        return written();
    }

    /// A write is done.
    private BlkStatus written() {
        return writeThrough.getAsBoolean() ? flush() : BlkStatus.OK;
    }

    protected BlkStatus flush() {
        return backend.flush() ? BlkStatus.OK : BlkStatus.IOERR;
    }

    /// The driver must give 20 bytes (5.2.6.1); fewer get the beginning, as from QEMU, and more are left alone.
    protected BlkStatus readDeviceId(Chain chain) {
        write(chain, deviceId, (int) Math.min(request.dataBytes(), deviceId.length));
        return BlkStatus.OK;
    }

    /// Of storage that can tell: else the feature was not offered.
    private BlkStatus readLifetime(Chain chain) {
        Lifetime lifetime = backend.lifetime();
        if (lifetime == null) {
            return BlkStatus.IOERR;
        }
        byte[] bytes = new byte[BlkDataLayout.LIFETIME_BYTES];
        LittleEndian.put(bytes, BlkDataLayout.LIFETIME_PRE_EOL, Short.BYTES, lifetime.reserve().code());
        LittleEndian.put(bytes, BlkDataLayout.LIFETIME_EST_A, Short.BYTES, lifetime.slcWear());
        LittleEndian.put(bytes, BlkDataLayout.LIFETIME_EST_B, Short.BYTES, lifetime.mlcWear());
        write(chain, bytes, bytes.length);
        return BlkStatus.OK;
    }

    /// Writes what the device knows to the first writable bytes.
    private void write(Chain chain, byte[] bytes, int lengthBytes) {
        cursor.startWritable(chain);
        int done = 0;
        while (cursor.next(lengthBytes - done)) {
            memory.write(cursor.addr(), bytes, done, cursor.lengthBytes());
            done += cursor.lengthBytes();
        }
        dataWrittenBytes = lengthBytes;
    }

    /// DISCARD, WRITE_ZEROES or SECURE_ERASE: all segments are looked at before the first is touched.
    protected BlkStatus changeRanges(BlkRequestType type) {
        int count = request.readSegments();
        for (int i = 0; i < count; i++) {
            request.selectSegment(i);
            RequestRule broken = RequestRule.brokenBy(request, RequestRule.Stage.SEGMENT, demanded);
            if (broken != null) {
                return refuse(broken);
            }
        }
        for (int i = 0; i < count; i++) {
            request.selectSegment(i);
            BlkStatus status = changeRange(type);
            if (status != BlkStatus.OK) {
                return status;
            }
        }
        return type == BlkRequestType.SECURE_ERASE ? BlkStatus.OK : written();
    }

    /// The segment in hand.
    private BlkStatus changeRange(BlkRequestType type) {
        if (zones != null) {
            BlkStatus status = switch (type) {
                case WRITE_ZEROES -> zones.write(request.segmentSector(), request.segmentSectors(), zoneCall);
                case SECURE_ERASE -> zones.resetRange(request.segmentSector(), request.segmentSectors(), zoneCall);
                default -> BlkStatus.OK;
            };
            if (status != BlkStatus.OK) {
                return status;
            }
        }
        long offsetBytes = request.segmentSector() * Limits.SECTOR_BYTES;
        long lengthBytes = request.segmentSectors() * Limits.SECTOR_BYTES;
        boolean done = switch (type) {
            case DISCARD -> backend.discard(offsetBytes, lengthBytes);
            case SECURE_ERASE -> backend.secureErase(offsetBytes, lengthBytes);
            default -> backend.writeZeroes(offsetBytes, lengthBytes,
                    (request.segmentFlags() & BlkDataLayout.FLAG_UNMAP) != 0);
        };
        return done ? BlkStatus.OK : BlkStatus.IOERR;
    }

    private Zones zones() {
        return Objects.requireNonNull(zones, "BLK_ZONED was negotiated with a disk that has zones");
    }

    /// The sector comes before the status.
    private BlkStatus append(Chain chain) {
        BlkStatus status = zones().append(request.sector(), request.dataBytes() / Limits.SECTOR_BYTES, zoneCall);
        if (status == BlkStatus.OK) {
            status = writeAt(zoneCall.sector());
        }
        if (status == BlkStatus.OK) {
            byte[] sector = new byte[BlkRequestLayout.APPEND_SECTOR_BYTES];
            LittleEndian.put(sector, 0, sector.length, zoneCall.sector());
            writeBeforeStatus(chain, sector);
        }
        return status;
    }

    private void writeBeforeStatus(Chain chain, byte[] bytes) {
        cursor.startWritable(chain);
        long before = request.roomBytes() - bytes.length;
        long skipped = 0;
        while (cursor.next(before - skipped)) {
            skipped += cursor.lengthBytes();
        }
        int done = 0;
        while (cursor.next(bytes.length - done)) {
            memory.write(cursor.addr(), bytes, done, cursor.lengthBytes());
            done += cursor.lengthBytes();
        }
        dataWrittenBytes = before == 0 ? bytes.length : 0;
    }

    private BlkStatus reportZones(Chain chain) {
        long room = request.dataBytes() - BlkDataLayout.REPORT_HEADER_BYTES;
        byte[] descriptors = zones().report(request.sector(), room / BlkDataLayout.ZONE_BYTES, zoneCall);
        if (zoneCall.broken() != null) {
            return zoneCall.broken().status();
        }
        byte[] report = new byte[BlkDataLayout.REPORT_HEADER_BYTES + descriptors.length];
        LittleEndian.put(report, BlkDataLayout.REPORT_NR_ZONES, Long.BYTES,
                descriptors.length / BlkDataLayout.ZONE_BYTES);
        System.arraycopy(descriptors, 0, report, BlkDataLayout.REPORT_HEADER_BYTES, descriptors.length);
        write(chain, report, report.length);
        return BlkStatus.OK;
    }

    private BlkStatus manageZone(BlkRequestType type) {
        BlkStatus status = zones().manage(type, request.sector(), zoneCall);
        return status == BlkStatus.OK && type == BlkRequestType.ZONE_RESET ? clearZone(request.sector()) : status;
    }

    private BlkStatus resetAllZones() {
        BlkStatus status = BlkStatus.OK;
        PrimitiveIterator.OfInt reset = zones().resetAll().stream().iterator();
        while (status == BlkStatus.OK && reset.hasNext()) {
            status = clearZone((long) reset.nextInt() * zones().geometry().zoneSectors());
        }
        return status;
    }

    /// Zones that need not be written in order could show what they held before they were reset.
    private BlkStatus clearZone(long first) {
        if (zones().geometry().model() == ZoneModel.HOST_MANAGED) {
            return BlkStatus.OK;
        }
        long count = Math.min(zones().geometry().zoneSectors(), backend.capacitySectors() - first);
        return backend.writeZeroes(first * Limits.SECTOR_BYTES, count * Limits.SECTOR_BYTES, true) ? BlkStatus.OK
                : BlkStatus.IOERR;
    }

    protected void writeStatus(Chain chain, BlkStatus status) {
        int piece = chain.count() - 1;
        while (chain.lengthBytes(piece) == 0) {
            piece--;
        }
        memory.set8(chain.addr(piece) + chain.lengthBytes(piece) - 1, status.code());
    }

    /// Nothing is kept from one request to the next but the content.
    @Override
    public void digest(Digest digest) {
        digest.add(backend);
    }
}
