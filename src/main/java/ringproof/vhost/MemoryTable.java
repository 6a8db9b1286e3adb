package ringproof.vhost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import ringproof.machine.RegionMemory;

/// The regions of guest memory that the back-end has mapped, and what front-end addresses mean in them. Not thread-safe.
///
/// vhost-user: memory region description, SET_MEM_TABLE, ADD_MEM_REG, REM_MEM_REG. Whoever changes it sees to it that nobody uses the
/// memory meanwhile.
final class MemoryTable implements AutoCloseable {
    static final int MAX_REGIONS = 32;
    /// A region in a message: guest address, size, front-end address, offset in the file.
    static final int REGION_BYTES = 32;
    /// Of a count or of padding, before the regions.
    static final int REGIONS = 8;
    private static final int SIZE = 8;
    private static final int USER = 16;
    private static final int OFFSET = 24;
    /// Nowhere.
    static final long UNMAPPED = -1;

    private final RegionMemory memory;
    private final List<Mapping> mappings = new ArrayList<>();

    /// `memory` follows what is mapped.
    MemoryTable(RegionMemory memory) {
        this.memory = memory;
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    /// SET_MEM_TABLE: all regions anew.
    void replace(Message message) throws IOException {
        byte[] payload = message.payload();
        int count = payload.length < REGIONS ? -1 : message.int32(0);
        if (count < 1 || count > MAX_REGIONS || payload.length != REGIONS + count * REGION_BYTES
                || message.fds().size() != count) {
            throw new ProtocolException("a table of memory regions whose parts do not fit together");
        }
        clear();
        for (int i = 0; i < count; i++) {
            add(map(message, REGIONS + i * REGION_BYTES, message.fds().get(i)));
        }
    }

    /// ADD_MEM_REG.
    void add(Message message) throws IOException {
        if (message.fds().size() != 1) {
            throw new ProtocolException("a region of memory needs one descriptor");
        }
        if (mappings.size() == MAX_REGIONS) {
            throw new ProtocolException("more regions of memory than the " + MAX_REGIONS + " slots");
        }
        add(map(message, REGIONS, message.fds().getFirst()));
    }

    /// REM_MEM_REG.
    void remove(Message message) throws ProtocolException {
        Mapping gone = null;
        for (Mapping mapping : mappings) {
            if (mapping.guestAddr() == message.int64(REGIONS) && mapping.sizeBytes() == message.int64(REGIONS + SIZE)
                    && mapping.userAddr() == message.int64(REGIONS + USER)) {
                gone = mapping;
            }
        }
        if (gone == null) {
            throw new ProtocolException("a region of memory is removed that is not there");
        }
        mappings.remove(gone);
        publish();
        gone.close();
    }

    private static Mapping map(Message message, int at, Fd fd) throws IOException {
        return Mapping.map(fd, message.int64(at), message.int64(at + SIZE), message.int64(at + USER),
                message.int64(at + OFFSET));
    }

    private void add(Mapping fresh) throws ProtocolException {
        for (Mapping mapping : mappings) {
            if (mapping.overlaps(fresh)) {
                fresh.close();
                throw new ProtocolException("regions of memory overlap");
            }
        }
        mappings.add(fresh);
        publish();
    }

    private void publish() {
        List<RegionMemory.Region> regions = new ArrayList<>();
        for (Mapping mapping : mappings) {
            regions.add(mapping.region());
        }
        memory.setRegions(regions);
    }

    private void clear() {
        memory.setRegions(List.of());
        for (Mapping mapping : mappings) {
            mapping.close();
        }
        mappings.clear();
    }

    /// The guest address of what the front-end has at an address of its own, or [#UNMAPPED].
    long toGuest(long userAddr) {
        for (Mapping mapping : mappings) {
            long offset = userAddr - mapping.userAddr();
            if (offset >= 0 && offset < mapping.sizeBytes()) {
                return mapping.guestAddr() + offset;
            }
        }
        return UNMAPPED;
    }

    /// What SET_MEM_TABLE says: the count, then each region.
    static byte[] payload(List<Mapping> regions) {
        long[] words = new long[1 + regions.size() * REGION_BYTES / Long.BYTES];
        words[0] = regions.size();
        int at = 1;
        for (Mapping region : regions) {
            words[at++] = region.guestAddr();
            words[at++] = region.sizeBytes();
            words[at++] = region.userAddr();
            words[at++] = 0;
        }
        return Message.numbers(Long.BYTES, words);
    }

    @Override
    public void close() {
        clear();
    }
}
