package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What is in the cache, what is on the disk behind it, and what is left when the power fails.
final class WriteCacheTest extends BackendContract {
    private final MemoryBackend disk = new MemoryBackend(4);

    @Override
    Backend newBackend() {
        return new WriteCache(new MemoryBackend(SECTORS), 50);
    }

    @Override
    Backend newReadOnly(byte[] content) {
        return new WriteCache(MemoryBackend.readOnly(content), 50);
    }

    private static byte[] sector(int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private byte onDisk(int sector) {
        return disk.content()[sector * 512];
    }

    private static byte read(Backend backend, int sector) {
        byte[] bytes = new byte[512];
        assertThat(backend.read(512L * sector, bytes, 0, 512)).isTrue();
        assertThat(bytes).containsOnly(bytes[0]);
        return bytes[0];
    }

    @Test
    void a_write_is_volatile_until_it_is_flushed() {
        WriteCache cache = new WriteCache(disk, 4);
        assertThat(cache.write(512, sector(1), 0, 512)).isTrue();
        assertThat(read(cache, 1)).isEqualTo((byte) 1);
        assertThat(onDisk(1)).isZero();
        cache.powerFails();
        assertThat(read(cache, 1)).isZero();

        cache.write(512, sector(2), 0, 512);
        assertThat(cache.flush()).isTrue();
        cache.powerFails();
        assertThat(read(cache, 1)).isEqualTo((byte) 2);
    }

    @Test
    void a_full_cache_writes_back_what_was_written_least_recently() {
        WriteCache cache = new WriteCache(disk, 2);
        cache.write(0, sector(1), 0, 512);
        cache.write(512, sector(2), 0, 512);
        cache.write(0, sector(3), 0, 512);
        cache.write(1024, sector(4), 0, 512);
        assertThat(new byte[]{onDisk(0), onDisk(1), onDisk(2)}).containsExactly(0, 2, 0);
        assertThat(cache.writeBack(1)).isTrue();
        assertThat(onDisk(0)).isEqualTo((byte) 3);
    }

    @Test
    void part_of_a_sector_keeps_the_rest() {
        WriteCache cache = new WriteCache(disk, 2);
        disk.write(0, sector(7), 0, 512);
        cache.write(100, sector(1), 0, 10);
        byte[] bytes = new byte[512];
        cache.read(0, bytes, 0, 512);
        assertThat(Arrays.copyOfRange(bytes, 99, 111)).containsExactly(7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7);
        assertThat(onDisk(0)).isEqualTo((byte) 7);
    }

    @Test
    void what_is_cleared_is_not_written_back_later() {
        WriteCache cache = new WriteCache(disk, 4);
        cache.write(0, sector(1), 0, 512);
        cache.write(512, sector(2), 0, 512);
        assertThat(cache.writeZeroes(0, 512, false)).isTrue();
        assertThat(cache.flush()).isTrue();
        assertThat(new byte[]{onDisk(0), onDisk(1)}).containsExactly(0, 2);
    }

    /// Cannot be written while it is broken.
    private static final class BrokenBackend extends BackendWrapper {
        private boolean broken;

        BrokenBackend() {
            super(new MemoryBackend(4));
        }

        @Override
        public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
            return !broken && super.write(offsetBytes, from, at, lengthBytes);
        }
    }

    @Test
    void what_cannot_be_written_back_stays_and_the_flush_says_so() {
        BrokenBackend broken = new BrokenBackend();
        WriteCache cache = new WriteCache(broken, 2);
        cache.write(0, sector(1), 0, 512);
        broken.broken = true;
        assertThat(cache.flush()).isFalse();
        assertThat(read(cache, 0)).isEqualTo((byte) 1);
        broken.broken = false;
        assertThat(cache.flush()).isTrue();
        assertThat(read(broken, 0)).isEqualTo((byte) 1);
    }

    @Test
    void a_cache_without_room_is_a_mistake() {
        assertThatThrownBy(() -> new WriteCache(disk, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a cache holds at least a sector");
    }
}
