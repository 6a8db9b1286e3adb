package ringproof.vhost;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Waits for one of several descriptors. Linux: poll(2). Not thread-safe; its memory is the collector's.
final class Poller {
    static final int READABLE = 1;
    static final int WRITABLE = 4;
    /// Answered unasked: the peer has gone.
    static final int ERROR = 8;
    static final int HANG_UP = 16;
    static final int INVALID = 32;
    /// The peer writes no more.
    static final int PEER_ENDED = 0x2000;
    static final int FOREVER = -1;

    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int ANSWERS = 6;
    private static final int INITIAL_ENTRIES = 8;

    private MemorySegment entries = Arena.ofAuto().allocate(INITIAL_ENTRIES * ENTRY_BYTES, ENTRY_BYTES);
    private int count;

    void clear() {
        count = 0;
    }

    /// Number of the new entry.
    int add(int fd, int events) {
        if ((long) count * ENTRY_BYTES == entries.byteSize()) {
            MemorySegment larger = Arena.ofAuto().allocate(2 * entries.byteSize(), ENTRY_BYTES);
            entries = larger.copyFrom(entries);
        }
        long at = (long) count * ENTRY_BYTES;
        entries.set(ValueLayout.JAVA_INT, at, fd);
        entries.set(ValueLayout.JAVA_SHORT, at + EVENTS, (short) events);
        entries.set(ValueLayout.JAVA_SHORT, at + ANSWERS, (short) 0);
        return count++;
    }

    /// Returns when something has happened, when the time is over, or sooner: ask [#has].
    void await(int timeoutMillis) {
        long ready = Libc.poll(entries, count, timeoutMillis);
        if (ready < 0 && ready != -Libc.EINTR) {
            throw new IllegalStateException("poll answers error " + -ready);
        }
        if (ready <= 0) {
            for (int entry = 0; entry < count; entry++) {
                entries.set(ValueLayout.JAVA_SHORT, (long) entry * ENTRY_BYTES + ANSWERS, (short) 0);
            }
        }
    }

    /// Whether one of these has happened to an entry.
    boolean has(int entry, int events) {
        return (entries.get(ValueLayout.JAVA_SHORT, (long) entry * ENTRY_BYTES + ANSWERS) & events) != 0;
    }
}
