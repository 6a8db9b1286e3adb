package ringproof.suite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.MemoryBackend;
import ringproof.device.RangeLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;

/// Any requests, legal or not, framed in any way, one after the other on a small disk; each held against what the specification says of it,
/// written down once more and on its own.
///
/// Spec 2.7.4.1, 2.7.8.2, 5.2.6. Looks at the status, the data, every byte of guest memory, the disk, and the used length. Where a request
/// breaks several rules, any of their statuses will do. Deterministic in the seed. Not thread-safe.
final class RequestCheck {
    private static final int SECTORS = 32;
    private static final int SECTOR = 512;
    private static final String ID = "ringproof";
    private static final int ID_BYTES = 20;
    private static final int SEGMENT = 16;
    private static final int HEADER = 16;
    private static final int MEMORY_BYTES = 1 << 14;
    /// Where the device may only read ends, and where it may write begins.
    private static final int WRITABLE = 1 << 13;
    private static final int REQUESTS_PER_DISK = 40;
    private static final RangeLimits DISCARD = new RangeLimits(24, 2, 1);
    private static final RangeLimits ERASE = new RangeLimits(32, 2, 8);
    private static final BlkLimits LIMITS = BlkLimits.DEFAULT.withRanges(DISCARD, DISCARD, ERASE);
    private static final Feature[] OPTIONAL = {Feature.BLK_FLUSH, Feature.BLK_DISCARD, Feature.BLK_WRITE_ZEROES,
        Feature.BLK_SECURE_ERASE};
    private static final int[] CODES = {0, 0, 0, 1, 1, 1, 4, 8, 10, 11, 11, 13, 13, 13, 14, 14, 2, 3, 15, 25, 1 << 31};
    private static final int OTHER = 0xA5;

    private final Parts parts;
    private final SplittableRandom random;
    private final GuestMemory memory = new NativeMachine(MEMORY_BYTES).memory();
    private final byte[] before = new byte[MEMORY_BYTES];
    private final byte[] after = new byte[MEMORY_BYTES];
    /// The disk as it must be.
    private final byte[] disk = new byte[SECTORS * SECTOR];
    /// Sectors that were discarded: anything may be there.
    private final boolean[] unknown = new boolean[SECTORS];
    private FeatureSet features = FeatureSet.NONE;
    private boolean unmapped;

    private int code;
    private long sector;
    private int readable;
    private int writable;
    private byte[] sent = new byte[0];

    /// What was found.
    ///
    /// @param requests how many it took
    record Found(int requests, String what) {
    }

    private RequestCheck(Parts parts, long seed) {
        this.parts = parts;
        this.random = new SplittableRandom(seed);
    }

    /// Up to so many requests to the device that `parts` make; null: nothing was wrong.
    static @Nullable Found run(Parts parts, long seed, int requests) {
        return new RequestCheck(parts, seed).run(requests);
    }

    private @Nullable Found run(int requests) {
        RequestExecutor executor = null;
        MemoryBackend real = new MemoryBackend(SECTORS);
        for (int i = 0; i < requests; i++) {
            if (executor == null || i % REQUESTS_PER_DISK == 0) {
                real = new MemoryBackend(SECTORS);
                executor = newDisk(real);
            }
            String wrong;
            try {
                wrong = once(executor, real);
            } catch (RuntimeException thrown) {
                wrong = "the device threw " + thrown;
            }
            if (wrong != null) {
                return new Found(i + 1,
                        "type " + code + " at sector " + sector + ", " + readable + " bytes to read and "
                                + writable + " to write: " + wrong);
            }
        }
        return null;
    }

    private RequestExecutor newDisk(MemoryBackend real) {
        features = FeatureSet.of(Feature.VERSION_1);
        for (Feature feature : OPTIONAL) {
            features = random.nextInt(4) == 0 ? features : features.with(feature);
        }
        for (int i = 0; i < disk.length; i++) {
            disk[i] = (byte) (i / SECTOR + 1);
        }
        Arrays.fill(unknown, false);
        real.write(0, disk, 0, disk.length);
        BackendWrapper watched = new BackendWrapper(real) {
            @Override
            public boolean canUnmap() {
                return true;
            }

            @Override
            public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
                unmapped |= mayUnmap;
                return super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
            }
        };
        return parts.executor(memory, watched, ID, features, LIMITS);
    }

    private @Nullable String once(RequestExecutor executor, MemoryBackend real) {
        prepare();
        Chain chain = frame();
        memory.read(0, before, 0, MEMORY_BYTES);
        unmapped = false;
        long used = executor.execute(chain);
        memory.read(0, after, 0, MEMORY_BYTES);
        if (readable < HEADER || writable == 0) {
            return used != RequestExecutor.MALFORMED ? "it has no room for a header or a status, and was executed"
                    : Arrays.equals(before, after) ? null
                    : "it has no room for a header or a status, and memory changed";
        }
        String wrong = judge(chain, used);
        return wrong != null ? wrong : wrongOnDisk(real);
    }

    private void prepare() {
        code = CODES[random.nextInt(CODES.length)];
        sector = switch (random.nextInt(8)) {
            case 0 -> SECTORS - random.nextInt(4);
            case 1 -> random.nextLong();
            case 2 -> Long.MAX_VALUE / SECTOR + random.nextInt(4);
            default -> random.nextInt(SECTORS);
        };
        byte[] data = switch (code) {
            case 1 -> bytes(sectorBytes());
            case 11, 13, 14 -> segments();
            default -> bytes(random.nextInt(3) == 0 ? random.nextInt(40) : 0);
        };
        sent = new byte[HEADER + data.length];
        LittleEndian.put(sent, 0, Integer.BYTES, code);
        LittleEndian.put(sent, 8, Long.BYTES, sector);
        System.arraycopy(data, 0, sent, HEADER, data.length);
        readable = random.nextInt(60) == 0 ? random.nextInt(HEADER) : sent.length;
        int room = switch (code) {
            case 0 -> sectorBytes();
            case 8 -> random.nextBoolean() ? ID_BYTES : random.nextInt(2 * ID_BYTES);
            default -> random.nextInt(3) == 0 ? random.nextInt(40) : 0;
        };
        writable = random.nextInt(60) == 0 ? 0 : room + 1;
    }

    private int sectorBytes() {
        int whole = random.nextInt(5) * SECTOR;
        return random.nextInt(6) == 0 ? whole + random.nextInt(SECTOR) : whole;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// None to three segments, now and then with some bytes more.
    private byte[] segments() {
        int count = random.nextInt(20) == 0 ? 3 : 1 + random.nextInt(2);
        byte[] all = bytes(count * SEGMENT + (random.nextInt(12) == 0 ? random.nextInt(SEGMENT) : 0));
        int unit = code == 14 && random.nextInt(6) != 0 ? ERASE.alignmentSectors() : 1;
        for (int i = 0; i < count; i++) {
            long first = switch (random.nextInt(10)) {
                case 0 -> random.nextLong();
                case 1 -> 0;
                default -> random.nextInt(SECTORS / unit) * (long) unit;
            };
            int sectors = switch (random.nextInt(12)) {
                case 0 -> random.nextInt();
                case 1, 2 -> random.nextInt(SECTORS + 1);
                default -> random.nextInt(SECTORS / unit) / 2 * unit;
            };
            int flags = switch (random.nextInt(16)) {
                case 0 -> random.nextInt();
                case 1 -> 1;
                default -> code == 13 ? random.nextInt(2) : 0;
            };
            LittleEndian.put(all, i * SEGMENT, Long.BYTES, first);
            LittleEndian.put(all, i * SEGMENT + 8, Integer.BYTES, sectors);
            LittleEndian.put(all, i * SEGMENT + 12, Integer.BYTES, flags);
        }
        return all;
    }

    /// Cuts both sides into pieces anywhere, with gaps between them, and fills memory.
    private Chain frame() {
        byte[] other = new byte[MEMORY_BYTES];
        Arrays.fill(other, (byte) OTHER);
        memory.write(0, other, 0, MEMORY_BYTES);
        Chain chain = new Chain();
        int at = 8 + random.nextInt(8);
        for (int done = 0; done < readable;) {
            int part = piece(readable - done);
            memory.write(at, sent, done, part);
            chain.readable(at, part);
            done += part;
            at += part + random.nextInt(16);
        }
        at = WRITABLE + random.nextInt(8);
        for (int done = 0; done < writable;) {
            int part = piece(writable - done);
            chain.writable(at, part);
            done += part;
            at += part + random.nextInt(16);
        }
        return chain;
    }

    private int piece(int left) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(left, 20) + 1);
            case 1 -> 1 + random.nextInt(left);
            default -> left;
        };
    }

    private @Nullable String judge(Chain chain, long used) {
        byte[] out = new byte[writable];
        byte[] expected = new byte[writable];
        String stray = collect(chain, out, expected);
        if (stray != null) {
            return stray;
        }
        int room = writable - 1;
        Set<BlkStatus> allowed = violations();
        BlkStatus status = BlkStatus.ofCode(Byte.toUnsignedInt(out[room]));
        boolean ok = allowed.isEmpty();
        if (ok ? status != BlkStatus.OK : status == null || !allowed.contains(status)) {
            return "it ended with " + status + ", not with " + (ok ? "OK" : allowed);
        }
        int written = ok ? expect(expected, room) : 0;
        for (int at = 0; at < room; at++) {
            boolean any = ok && code == 0 && unknown[(int) sector + at / SECTOR];
            if (!any && out[at] != expected[at]) {
                return "byte " + at + " of the data is " + out[at] + ", not " + expected[at];
            }
        }
        long most = written == room ? writable : written;
        boolean whole = ok && written == room && room > 0;
        if (used > most || (whole && used < most)) {
            return "its used length is " + used + ", of " + most + " bytes that were written";
        }
        return ok ? change() : null;
    }

    /// Copies the writable bytes as they are and as they were. Says which other byte has changed.
    private @Nullable String collect(Chain chain, byte[] now, byte[] then) {
        boolean[] mine = new boolean[MEMORY_BYTES];
        int done = 0;
        for (int piece = chain.readableCount(); piece < chain.count(); piece++) {
            int from = (int) chain.addr(piece);
            int count = (int) chain.lengthBytes(piece);
            System.arraycopy(after, from, now, done, count);
            System.arraycopy(before, from, then, done, count);
            Arrays.fill(mine, from, from + count, true);
            done += count;
        }
        for (int at = 0; at < MEMORY_BYTES; at++) {
            if (!mine[at] && before[at] != after[at]) {
                return "the device wrote at " + at + ", which it was not given to write";
            }
        }
        return null;
    }

    /// Puts in what the data must be. Returns how many bytes the device has to write from the first one on.
    private int expect(byte[] data, int room) {
        switch (code) {
            case 0 -> System.arraycopy(disk, (int) sector * SECTOR, data, 0, room);
            case 8 -> {
                byte[] id = Arrays.copyOf(ID.getBytes(StandardCharsets.US_ASCII), ID_BYTES);
                System.arraycopy(id, 0, data, 0, Math.min(room, ID_BYTES));
                return Math.min(room, ID_BYTES);
            }
            default -> {
                return 0;
            }
        }
        return room;
    }

    /// Every status with which the request may be refused; none: it must be executed.
    private Set<BlkStatus> violations() {
        Set<BlkStatus> broken = EnumSet.noneOf(BlkStatus.class);
        int sentBytes = readable - HEADER;
        switch (code) {
            case 0 -> sectorRules(writable - 1, broken);
            case 1 -> sectorRules(sentBytes, broken);
            case 8 -> {
            }
            case 4 -> addIf(broken, BlkStatus.UNSUPP, !features.has(Feature.BLK_FLUSH));
            case 11 -> rangeRules(Feature.BLK_DISCARD, DISCARD, sentBytes, broken);
            case 13 -> rangeRules(Feature.BLK_WRITE_ZEROES, DISCARD, sentBytes, broken);
            case 14 -> rangeRules(Feature.BLK_SECURE_ERASE, ERASE, sentBytes, broken);
            default -> broken.add(BlkStatus.UNSUPP);
        }
        return broken;
    }

    private static void addIf(Set<BlkStatus> broken, BlkStatus status, boolean isBroken) {
        if (isBroken) {
            broken.add(status);
        }
    }

    private void sectorRules(int bytes, Set<BlkStatus> broken) {
        addIf(broken, BlkStatus.IOERR, bytes % SECTOR != 0 || !isOnDisk(sector, bytes / SECTOR));
    }

    private void rangeRules(Feature feature, RangeLimits limits, int bytes, Set<BlkStatus> broken) {
        if (!features.has(feature)) {
            broken.add(BlkStatus.UNSUPP);
            return;
        }
        addIf(broken, BlkStatus.IOERR, bytes % SEGMENT != 0 || bytes / SEGMENT > limits.maxSegments());
        for (int segment = 0; segment < bytes / SEGMENT; segment++) {
            long first = first(segment);
            long count = count(segment);
            addIf(broken, BlkStatus.UNSUPP, (flags(segment) & (code == 13 ? ~1 : ~0)) != 0);
            addIf(broken, BlkStatus.IOERR, count > limits.maxSectors() || !isOnDisk(first, count));
            addIf(broken, BlkStatus.IOERR,
                    code == 14 && (first % limits.alignmentSectors() != 0 || count % limits.alignmentSectors() != 0));
        }
    }

    private static boolean isOnDisk(long first, long count) {
        return first >= 0 && first <= SECTORS && count <= SECTORS - first;
    }

    private long first(int segment) {
        return LittleEndian.get(sent, HEADER + segment * SEGMENT, Long.BYTES);
    }

    private long count(int segment) {
        return LittleEndian.get(sent, HEADER + segment * SEGMENT + 8, Integer.BYTES) & 0xFFFF_FFFFL;
    }

    private int flags(int segment) {
        return (int) LittleEndian.get(sent, HEADER + segment * SEGMENT + 12, Integer.BYTES);
    }

    /// What the request makes of the disk.
    private @Nullable String change() {
        if (code == 1) {
            System.arraycopy(sent, HEADER, disk, (int) sector * SECTOR, readable - HEADER);
            mark((int) sector, (readable - HEADER) / SECTOR, false);
        }
        if (code != 11 && code != 13 && code != 14) {
            return null;
        }
        boolean mayUnmap = false;
        for (int segment = 0; segment < (readable - HEADER) / SEGMENT; segment++) {
            int from = (int) first(segment);
            int count = (int) count(segment);
            mayUnmap |= flags(segment) == 1;
            mark(from, count, code == 11);
            if (code != 11) {
                Arrays.fill(disk, from * SECTOR, (from + count) * SECTOR, (byte) 0);
            }
        }
        return unmapped && code == 13 && !mayUnmap ? "its space may be given back, which nobody asked for" : null;
    }

    private void mark(int from, int count, boolean isUnknown) {
        Arrays.fill(unknown, from, from + count, isUnknown);
    }

    private @Nullable String wrongOnDisk(MemoryBackend real) {
        byte[] content = real.content();
        for (int i = 0; i < disk.length; i++) {
            if (!unknown[i / SECTOR] && content[i] != disk[i]) {
                return "byte " + i % SECTOR + " of sector " + i / SECTOR + " of the disk is " + content[i] + ", not "
                        + disk[i];
            }
        }
        return null;
    }
}
