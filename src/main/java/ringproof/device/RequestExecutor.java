package ringproof.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;

/// Executes block requests: reads the header, validates everything, moves the data, writes the status byte.
///
/// Spec 5.2.6, 5.2.6.2. QEMU: virtio_blk_handle_request. The header is the first 16 readable bytes, the status the last
/// writable byte, the data what is left on the side that the type names; how all that is split into pieces means
/// nothing (2.7.4.1). What the driver put on the other side, or into fields that the type does not use, is ignored.
///
/// - I1 the header is read once, so the driver cannot change it between check and use
/// - I2 a request that fails validation moves no data
/// - I3 the length returned is the number of writable bytes written from the first one on. The status comes last, so
///   after an error it may not be counted (2.7.8.2)
///
/// When BLK_FLUSH was not negotiated, every write is made durable before it completes (5.2.6.2, case 1). Allocates
/// nothing per request. Not thread-safe: one per queue.
public class RequestExecutor implements Digestible {
    /// Returned by [#execute(Chain)] for a chain without room for header or status.
    public static final long MALFORMED = -1;

    private final GuestMemory memory;
    private final Backend backend;
    private final byte[] deviceId;
    private final boolean writeThrough;

    private final ChainCursor cursor = new ChainCursor();
    private final byte[] header = new byte[BlkRequestLayout.HEADER_BYTES];
    private long dataWrittenBytes;

    /// `deviceId`: ASCII, at most 20 characters, else [IllegalArgumentException]. `features`: those negotiated.
    public RequestExecutor(GuestMemory memory, Backend backend, String deviceId, FeatureSet features) {
        byte[] id = deviceId.getBytes(StandardCharsets.US_ASCII);
        if (id.length > Limits.DEVICE_ID_BYTES || !new String(id, StandardCharsets.US_ASCII).equals(deviceId)) {
            throw new IllegalArgumentException("a device ID has at most 20 ASCII characters");
        }
        this.memory = memory;
        this.backend = backend;
        this.deviceId = Arrays.copyOf(id, Limits.DEVICE_ID_BYTES);
        this.writeThrough = !features.has(Feature.BLK_FLUSH);
    }

    /// Executes the request in `chain`, whose pieces lie in guest memory. Returns the used length in bytes; or
    /// [#MALFORMED], with nothing done: then there is nowhere to put an answer, and the device needs a reset. QEMU:
    /// "virtio-blk missing headers".
    public long execute(Chain chain) {
        if (chain.readableBytes() < BlkRequestLayout.HEADER_BYTES
                || chain.writableBytes() < BlkRequestLayout.STATUS_BYTES) {
            return MALFORMED;
        }
        readHeader(chain);
        dataWrittenBytes = 0;
        BlkStatus status = perform(chain);
        writeStatus(chain, status);
        long room = chain.writableBytes() - BlkRequestLayout.STATUS_BYTES;
        return dataWrittenBytes == room ? chain.writableBytes() : dataWrittenBytes;
    }

    /// Leaves the cursor at the first byte after the header.
    private void readHeader(Chain chain) {
        cursor.startReadable(chain);
        int done = 0;
        while (cursor.next(header.length - done)) {
            memory.read(cursor.addr(), header, done, cursor.lengthBytes());
            done += cursor.lengthBytes();
        }
    }

    private BlkStatus perform(Chain chain) {
        BlkRequestType type = BlkRequestType
                .ofCode((int) LittleEndian.get(header, BlkRequestLayout.TYPE, Integer.BYTES));
        if (type == null) {
            return BlkStatus.UNSUPP;
        }
        return switch (type) {
            case IN -> readSectors(chain);
            case OUT -> writeSectors(chain);
            case FLUSH -> flush();
            case GET_ID -> readDeviceId(chain);
            case GET_LIFETIME, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_APPEND, ZONE_REPORT, ZONE_OPEN, ZONE_CLOSE,
                    ZONE_FINISH, ZONE_RESET, ZONE_RESET_ALL ->
                BlkStatus.UNSUPP;
        };
    }

    /// Reads into guest memory. Overridable, as are the others, for a device with a known bug.
    protected BlkStatus readSectors(Chain chain) {
        long left = chain.writableBytes() - BlkRequestLayout.STATUS_BYTES;
        if (!isInRange(sector(), left)) {
            return BlkStatus.IOERR;
        }
        long offsetBytes = sector() * Limits.SECTOR_BYTES;
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
        long left = chain.readableBytes() - BlkRequestLayout.HEADER_BYTES;
        if (backend.isReadOnly() || !isInRange(sector(), left)) {
            return BlkStatus.IOERR;
        }
        long offsetBytes = sector() * Limits.SECTOR_BYTES;
        while (cursor.next(left)) {
            int lengthBytes = cursor.lengthBytes();
            if (!backend.write(offsetBytes, memory, cursor.addr(), lengthBytes)) {
                return BlkStatus.IOERR;
            }
            offsetBytes += lengthBytes;
            left -= lengthBytes;
        }
        return writeThrough ? flush() : BlkStatus.OK;
    }

    protected BlkStatus flush() {
        return backend.flush() ? BlkStatus.OK : BlkStatus.IOERR;
    }

    /// The driver must give 20 bytes (5.2.6.1); fewer get the beginning, as from QEMU, and more are left alone.
    protected BlkStatus readDeviceId(Chain chain) {
        long room = chain.writableBytes() - BlkRequestLayout.STATUS_BYTES;
        int lengthBytes = (int) Math.min(room, deviceId.length);
        cursor.startWritable(chain);
        int done = 0;
        while (cursor.next(lengthBytes - done)) {
            memory.write(cursor.addr(), deviceId, done, cursor.lengthBytes());
            done += cursor.lengthBytes();
        }
        dataWrittenBytes = lengthBytes;
        return BlkStatus.OK;
    }

    protected void writeStatus(Chain chain, BlkStatus status) {
        int piece = chain.count() - 1;
        while (chain.lengthBytes(piece) == 0) {
            piece--;
        }
        memory.set8(chain.addr(piece) + chain.lengthBytes(piece) - 1, status.code());
    }

    /// Whether whole sectors are meant, all of them on the disk. `sector` is the driver's and unsigned.
    private boolean isInRange(long sector, long dataBytes) {
        long capacity = backend.capacitySectors();
        return dataBytes % Limits.SECTOR_BYTES == 0 && sector >= 0 && sector <= capacity
                && dataBytes / Limits.SECTOR_BYTES <= capacity - sector;
    }

    private long sector() {
        return LittleEndian.get(header, BlkRequestLayout.SECTOR, Long.BYTES);
    }

    /// Nothing is kept from one request to the next but the content.
    @Override
    public void digest(Digest digest) {
        digest.add(backend);
    }
}
