package ringproof.device;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;

/// A volatile write cache in front of a disk: what is written stays in memory until it is flushed or its place is needed.
///
/// Spec 5.2.6.2, the write cache in writeback mode. When the power fails, a sector that was written after the last flush holds what the disk
/// inside has of it, which is what it held then or anything written since; a sector is written back whole.
///
/// - I1 a sector is in the cache exactly when its newest content may not be on the disk inside
///
/// Not thread-safe: several queues share one through a [SharedBackend].
public final class WriteCache extends BackendWrapper {
    private final int mostSectors;
    /// Oldest first.
    private final Map<Long, byte[]> dirty = new LinkedHashMap<>();

    /// A cache that holds so many sectors, at least 1, else [IllegalArgumentException].
    public WriteCache(Backend inner, int mostSectors) {
        super(inner);
        if (mostSectors < 1) {
            throw new IllegalArgumentException("a cache holds at least a sector");
        }
        this.mostSectors = mostSectors;
    }

    /// Writes up to so many sectors back, the oldest first, as a cache does at any time of its own accord. False: I/O error.
    public boolean writeBack(int sectors) {
        Iterator<Map.Entry<Long, byte[]>> oldest = dirty.entrySet().iterator();
        for (int i = 0; i < sectors && oldest.hasNext(); i++) {
            Map.Entry<Long, byte[]> entry = oldest.next();
            if (!super.write(entry.getKey() * Limits.SECTOR_BYTES, entry.getValue(), 0, Limits.SECTOR_BYTES)) {
                return false;
            }
            oldest.remove();
        }
        return true;
    }

    /// What is in the cache is gone. The disk inside then holds what survives, unless it has a cache itself.
    public void powerFails() {
        dirty.clear();
    }

    @Override
    public boolean flush() {
        return writeBack(dirty.size()) && super.flush();
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        byte[] part = new byte[lengthBytes];
        if (!read(offsetBytes, part, 0, lengthBytes)) {
            return false;
        }
        memory.write(addr, part, 0, lengthBytes);
        return true;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        if (!super.read(offsetBytes, to, at, lengthBytes)) {
            return false;
        }
        for (Parts parts = new Parts(offsetBytes, lengthBytes); parts.next();) {
            byte[] cached = dirty.get(parts.sector);
            if (cached != null) {
                System.arraycopy(cached, parts.within, to, at + parts.done, parts.bytes);
            }
        }
        return true;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        byte[] part = new byte[lengthBytes];
        memory.read(addr, part, 0, lengthBytes);
        return write(offsetBytes, part, 0, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        if (isReadOnly() || offsetBytes + lengthBytes > capacitySectors() * Limits.SECTOR_BYTES) {
            return false;
        }
        for (Parts parts = new Parts(offsetBytes, lengthBytes); parts.next();) {
            byte[] cached = takeIn(parts.sector, parts.bytes < Limits.SECTOR_BYTES);
            if (cached == null) {
                return false;
            }
            System.arraycopy(from, at + parts.done, cached, parts.within, parts.bytes);
        }
        return true;
    }

    /// The sector's content in the cache, where it has become the newest. `keepsSome`: not all of it is going to be overwritten. Null: I/O
    /// error.
    private byte @Nullable [] takeIn(long sector, boolean keepsSome) {
        byte[] content = dirty.remove(sector);
        if (content == null) {
            content = new byte[Limits.SECTOR_BYTES];
            boolean room = dirty.size() < mostSectors || writeBack(1);
            if (!room || (keepsSome && !super.read(sector * Limits.SECTOR_BYTES, content, 0, content.length))) {
                return null;
            }
        }
        dirty.put(sector, content);
        return content;
    }

    /// Past the cache.
    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        return giveUp(offsetBytes, lengthBytes) && super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        return giveUp(offsetBytes, lengthBytes) && super.discard(offsetBytes, lengthBytes);
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        return giveUp(offsetBytes, lengthBytes) && super.secureErase(offsetBytes, lengthBytes);
    }

    /// Forgets the sectors of a range, and writes back those that it cuts.
    private boolean giveUp(long offsetBytes, long lengthBytes) {
        long end = offsetBytes + lengthBytes;
        for (Iterator<Map.Entry<Long, byte[]>> each = dirty.entrySet().iterator(); each.hasNext();) {
            Map.Entry<Long, byte[]> entry = each.next();
            long start = entry.getKey() * Limits.SECTOR_BYTES;
            if (start < end && start + Limits.SECTOR_BYTES > offsetBytes) {
                boolean cut = start < offsetBytes || start + Limits.SECTOR_BYTES > end;
                if (cut && !super.write(start, entry.getValue(), 0, Limits.SECTOR_BYTES)) {
                    return false;
                }
                each.remove();
            }
        }
        return true;
    }

    @Override
    public boolean resize(long sectors) {
        if (!super.resize(sectors)) {
            return false;
        }
        dirty.keySet().removeIf(sector -> sector >= sectors);
        return true;
    }

    /// In the order in which they are written back.
    @Override
    public void digest(Digest digest) {
        digest.add(dirty.size());
        dirty.forEach((sector, content) -> {
            digest.add(sector);
            for (int at = 0; at < content.length; at += Long.BYTES) {
                digest.add(LittleEndian.get(content, at, Long.BYTES));
            }
        });
        super.digest(digest);
    }

    /// The sectors that a range of bytes touches, one after the other.
    private static final class Parts {
        private final long offsetBytes;
        private final int lengthBytes;
        long sector;
        /// Where the part begins in its sector.
        int within;
        int bytes;
        /// Bytes of the range before the part.
        int done;

        Parts(long offsetBytes, int lengthBytes) {
            this.offsetBytes = offsetBytes;
            this.lengthBytes = lengthBytes;
        }

        boolean next() {
            done += bytes;
            if (done == lengthBytes) {
                return false;
            }
            sector = (offsetBytes + done) / Limits.SECTOR_BYTES;
            within = (int) ((offsetBytes + done) % Limits.SECTOR_BYTES);
            bytes = Math.min(lengthBytes - done, Limits.SECTOR_BYTES - within);
            return true;
        }
    }
}
