package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import ringproof.machine.Digest;
import ringproof.machine.NativeMachine;

/// The disk in memory, and the digest by which the checker knows its content.
final class MemoryBackendTest extends BackendContract {
    @Override
    Backend newBackend() {
        return new MemoryBackend(SECTORS);
    }

    @Override
    Backend newReadOnly(byte[] content) {
        return MemoryBackend.readOnly(content);
    }

    private static long digestOf(Backend backend) {
        return new Digest().reset(0).add(backend).value();
    }

    @Test
    void every_single_byte_is_in_the_digest() {
        Backend disk = new MemoryBackend(2);
        long zeros = digestOf(disk);
        for (int at = 0; at < 1024; at++) {
            write(disk, at, new byte[]{1});
            assertThat(digestOf(disk)).as("byte %d set", at).isNotEqualTo(zeros);
            write(disk, at, new byte[]{0});
            assertThat(digestOf(disk)).as("byte %d back", at).isEqualTo(zeros);
        }
    }

    @Test
    void the_digest_depends_on_the_content_and_not_on_how_it_came_about() {
        Backend one = new MemoryBackend(4);
        write(one, 0, pattern(1024, 1));
        digestOf(one);
        write(one, 700, pattern(600, 2));

        Backend other = new MemoryBackend(4);
        write(other, 700, pattern(600, 2));
        digestOf(other);
        write(other, 0, new byte[700]);
        write(other, 0, Arrays.copyOf(pattern(1024, 1), 700));
        assertThat(digestOf(other)).isEqualTo(digestOf(one));
    }

    @Test
    void the_same_sector_in_another_place_is_another_content() {
        Backend one = new MemoryBackend(2);
        write(one, 0, pattern(512, 1));
        Backend other = new MemoryBackend(2);
        write(other, 512, pattern(512, 1));
        assertThat(digestOf(other)).isNotEqualTo(digestOf(one));
    }

    @Test
    void a_read_only_disk_has_the_digest_of_its_content() {
        byte[] content = pattern(1024, 3);
        Backend written = new MemoryBackend(2);
        write(written, 0, content);
        assertThat(digestOf(MemoryBackend.readOnly(content))).isEqualTo(digestOf(written));
    }

    @Test
    void the_digest_knows_the_size_and_what_is_left_after_a_resize() {
        Backend one = new MemoryBackend(4);
        write(one, 0, pattern(2048, 5));
        digestOf(one);
        one.resize(2);
        Backend other = new MemoryBackend(2);
        write(other, 0, Arrays.copyOf(pattern(2048, 5), 1024));
        assertThat(digestOf(one)).isEqualTo(digestOf(other));
        one.resize(3);
        assertThat(digestOf(one)).isNotEqualTo(digestOf(other));
    }

    @Test
    void a_shared_disk_does_the_same_and_leaves_the_digest_to_its_lock() {
        MemoryBackend inner = new MemoryBackend(SECTORS);
        Backend shared = new SharedBackend(new NativeMachine(64), inner);
        long before = digestOf(shared);
        write(shared, 100, pattern(1000, 4));
        assertThat(readAll(shared)).isEqualTo(inner.content()).contains(pattern(1000, 4));
        assertThat(shared.flush()).isTrue();
        assertThat(shared.capacitySectors()).isEqualTo(SECTORS);
        assertThat(digestOf(shared)).isEqualTo(before);
    }

    @Test
    void more_than_an_array_holds_is_refused() {
        assertThatThrownBy(() -> new MemoryBackend(1 << 22)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryBackend(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
