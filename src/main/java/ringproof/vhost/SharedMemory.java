package ringproof.vhost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import ringproof.machine.RegionMemory;

/// Guest memory that a driver of ours shares with a device in another process. Linux: memfd_create(2).
///
/// Close it when neither uses it any more.
public final class SharedMemory implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 1;

    private final RegionMemory memory = new RegionMemory();
    private final List<Fd> files = new ArrayList<>();
    private final List<Mapping> mappings = new ArrayList<>();

    private SharedMemory() {
    }

    /// Zeroed regions of these sizes, one behind the other from guest address 0 on; each is a file of its own.
    public static SharedMemory allocate(long... regionBytes) throws IOException {
        SharedMemory shared = new SharedMemory();
        try {
            long guestAddr = 0;
            for (long bytes : regionBytes) {
                shared.add(guestAddr, bytes);
                guestAddr += bytes;
            }
            shared.publish();
            return shared;
        } catch (IOException e) {
            shared.close();
            throw e;
        }
    }

    private void add(long guestAddr, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("guest");
            Fd file = new Fd((int) Libc.check(Libc.memfdCreate(name, CLOSE_ON_EXEC), "cannot make shared memory"));
            files.add(file);
            Libc.check(Libc.ftruncate(file.number(), bytes), "cannot make shared memory so large");
            Mapping mapping = Mapping.map(file, guestAddr, bytes, 0, 0);
            mappings.add(mapping.at(mapping.segment().address()));
        }
    }

    private void publish() {
        List<RegionMemory.Region> regions = new ArrayList<>();
        for (Mapping mapping : mappings) {
            regions.add(mapping.region());
        }
        memory.setRegions(regions);
    }

    /// What the driver's machine has as its memory.
    public RegionMemory memory() {
        return memory;
    }

    Message table() {
        return Message.request(VhostRequest.SET_MEM_TABLE, MemoryTable.payload(mappings), files);
    }

    /// Where this process, which is the front-end, has a guest address.
    long toUser(long guestAddr) {
        for (Mapping mapping : mappings) {
            long offset = guestAddr - mapping.guestAddr();
            if (offset >= 0 && offset < mapping.sizeBytes()) {
                return mapping.userAddr() + offset;
            }
        }
        throw new IndexOutOfBoundsException("no memory at address " + guestAddr);
    }

    @Override
    public void close() {
        memory.setRegions(List.of());
        for (Mapping mapping : mappings) {
            mapping.close();
        }
        for (Fd file : files) {
            file.close();
        }
    }
}
