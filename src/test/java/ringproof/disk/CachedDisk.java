package ringproof.disk;

import java.util.List;
import ringproof.device.Backend;
import ringproof.device.MemoryBackend;
import ringproof.device.WriteCache;
import ringproof.wire.Limits;

/// A disk in memory behind a volatile cache.
final class CachedDisk implements PowerLoss {
    private final MemoryBackend media;
    private final WriteCache cache;

    CachedDisk(int sectors, int cachedSectors) {
        this.media = new MemoryBackend(sectors);
        this.cache = new WriteCache(media, cachedSectors);
    }

    @Override
    public Backend backend() {
        return cache;
    }

    @Override
    public List<byte[]> contentsOf(int sector) {
        return List.of(read(media, sector), read(cache, sector));
    }

    private static byte[] read(Backend from, int sector) {
        byte[] bytes = new byte[Limits.SECTOR_BYTES];
        if (!from.read((long) sector * Limits.SECTOR_BYTES, bytes, 0, bytes.length)) {
            throw new AssertionError("sector " + sector + " cannot be read");
        }
        return bytes;
    }

    @Override
    public void settle(int sectors) {
        if (!cache.writeBack(sectors)) {
            throw new AssertionError("memory cannot be written");
        }
    }

    @Override
    public String toString() {
        return "a disk in memory behind a cache";
    }
}
