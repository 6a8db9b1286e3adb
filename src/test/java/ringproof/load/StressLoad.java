package ringproof.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.wire.Limits;

/// Several threads that send random requests to one disk through all its queues, each with sectors of its own and a model of them; and some
/// that nobody writes.
final class StressLoad {
    static final int THREADS = 4;
    /// Sectors of each thread, and before them those that all read.
    static final int OWN_SECTORS = 48;
    static final int SHARED_SECTORS = 32;
    static final int SECTORS = SHARED_SECTORS + THREADS * OWN_SECTORS;
    static final int MEMORY_BYTES = 1 << 20;

    private final byte[] content = new byte[SECTORS * Limits.SECTOR_BYTES];
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final Backend backend;
    private final long seed;

    /// Fills the disk at random.
    StressLoad(Backend backend, long seed) {
        this.backend = backend;
        this.seed = seed;
        new Random(seed).nextBytes(content);
        if (!backend.write(0, content, 0, content.length)) {
            throw new IllegalStateException("the disk cannot be filled");
        }
    }

    /// Runs it: what went wrong, in one sentence, or the empty string. `patience`: how long to wait for a thread that does not end.
    String run(AttachedDisk disk, Machine machine, GuestAllocator allocator, Policy policy, int requests,
            Duration patience) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = SHARED_SECTORS + i * OWN_SECTORS;
            StressJob job = new StressJob(disk, machine, allocator, policy, content, first, seed + i, requests,
                    failure);
            threads.add(Thread.ofPlatform().daemon().name("stress" + i).start(job));
        }
        for (Thread thread : threads) {
            if (!AttachedDisk.joinUninterruptibly(thread, patience)) {
                failure.compareAndSet(null, thread.getName() + " is stuck");
            }
        }
        String failed = failure.get();
        return failed == null ? compare() : failed;
    }

    /// The jobs have kept `content` up to date, each its part.
    private String compare() {
        byte[] found = new byte[content.length];
        if (!backend.read(0, found, 0, found.length)) {
            return "the disk cannot be read";
        }
        int at = Arrays.mismatch(content, found);
        return at < 0 ? "" : "byte " + at + " of the disk is not what was written";
    }
}
