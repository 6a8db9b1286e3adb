package ringproof.device;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.wire.Limits;
import ringproof.wire.LittleEndian;

/// A volatile write cache in front of a disk: what is written stays in memory until it is flushed or its place is needed.
///
/// Spec 5.2.6.2, the write cache in writeback mode. When the power fails, a sector that was written after the last flush holds what the disk
/// inside has of it, which is what it held then or anything written since; a sector is written back whole.
///
/// - I1 a sector is in the cache exactly when its newest content may not be on the disk inside
///
/// Thread-safe, also where the disk inside is not: one lock of the [Machine], whose digest is both. Under the checker it stands in for a
/// [SharedBackend].
public final class WriteCache extends BackendWrapper {
    private final Lock lock;
    private final int mostSectors;
    /// Oldest first.
    private final Map<Long, byte[]> dirty = new LinkedHashMap<>();

    /// A cache that holds so many sectors, at least 1, else [IllegalArgumentException].
    public WriteCache(Machine machine, Backend inner, int mostSectors) {
        super(inner);
        if (mostSectors < 1) {
            throw new IllegalArgumentException("a cache holds at least a sector");
        }
        this.mostSectors = mostSectors;
        this.lock = machine.newLock("writeCache", this::digestAll);
    }

    /// Writes up to so many sectors back, the oldest first, as a cache does at any time of its own accord. False: I/O error.
    public boolean writeBack(int sectors) {
        lock.lock();
        boolean done = writeOldest(sectors);
        lock.unlock();
        return done;
    }

    /// What is in the cache is gone. The disk inside then holds what survives, unless it has a cache itself.
    public void powerFails() {
        lock.lock();
        dirty.clear();
        lock.unlock();
    }

    private boolean writeOldest(int sectors) {
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

    @Override
    public boolean flush() {
        lock.lock();
        boolean done = writeOldest(dirty.size()) && super.flush();
        lock.unlock();
        return done;
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
        lock.lock();
        boolean done = super.read(offsetBytes, to, at, lengthBytes);
        for (Parts parts = new Parts(offsetBytes, lengthBytes); done && parts.next();) {
            byte[] cached = dirty.get(parts.sector);
            if (cached != null) {
                System.arraycopy(cached, parts.within, to, at + parts.done, parts.bytes);
            }
        }
        lock.unlock();
        return done;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        byte[] part = new byte[lengthBytes];
        memory.read(addr, part, 0, lengthBytes);
        return write(offsetBytes, part, 0, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        lock.lock();
        boolean done = !isReadOnly() && offsetBytes + lengthBytes <= super.capacitySectors() * Limits.SECTOR_BYTES;
        for (Parts parts = new Parts(offsetBytes, lengthBytes); done && parts.next();) {
            byte[] cached = takeIn(parts.sector);
            done = cached != null;
            if (done) {
                System.arraycopy(from, at + parts.done, cached, parts.within, parts.bytes);
            }
        }
        lock.unlock();
        return done;
    }

    /// The sector's content in the cache, where it has become the newest. Null: I/O error.
    private byte @Nullable [] takeIn(long sector) {
        byte[] content = dirty.remove(sector);
        if (content == null) {
            content = new byte[Limits.SECTOR_BYTES];
            boolean room = dirty.size() < mostSectors || writeOldest(1);
            if (!room || !super.read(sector * Limits.SECTOR_BYTES, content, 0, content.length)) {
                return null;
            }
        }
        dirty.put(sector, content);
        return content;
    }

    /// Past the cache.
    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        lock.lock();
        boolean done = giveUp(offsetBytes, lengthBytes) && super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
        lock.unlock();
        return done;
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        lock.lock();
        boolean done = giveUp(offsetBytes, lengthBytes) && super.discard(offsetBytes, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        lock.lock();
        boolean done = giveUp(offsetBytes, lengthBytes) && super.secureErase(offsetBytes, lengthBytes);
        lock.unlock();
        return done;
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
        lock.lock();
        boolean done = super.resize(sectors);
        if (done) {
            dirty.keySet().removeIf(sector -> sector >= sectors);
        }
        lock.unlock();
        return done;
    }

    @Override
    public long capacitySectors() {
        lock.lock();
        long sectors = super.capacitySectors();
        lock.unlock();
        return sectors;
    }

    private void digestAll(Digest digest) {
        dirty.forEach((sector, content) -> {
            digest.add(sector);
            for (int at = 0; at < content.length; at += Long.BYTES) {
                digest.add(LittleEndian.get(content, at, Long.BYTES));
            }
        });
        super.digest(digest);
    }

    @Override
    public void digest(Digest digest) {
        // The lock carries it.
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
