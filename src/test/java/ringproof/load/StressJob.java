package ringproof.load;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;

/// One thread of a [StressLoad]: some requests in flight, on any queue, in batches or alone, HIPRI or not, waited for in any order.
///
/// Under a policy whose pollers must stay, it polls for all its HIPRI requests before it sleeps on another.
final class StressJob implements Runnable {
    private static final int SLOTS = 3;
    private static final int SLOT_SECTORS = StressLoad.OWN_SECTORS / SLOTS;
    private static final int MOST_SECTORS = 4;
    private static final int GLANCES = 8;

    private final AttachedDisk disk;
    private final Machine machine;
    private final GuestMemory memory;
    private final Policy policy;
    /// The whole disk's; this job changes its own part alone.
    private final byte[] content;
    private final Random random;
    private final int requests;
    private final AtomicReference<@Nullable String> failure;
    private final Slot[] slots = new Slot[SLOTS];
    private final boolean[] uncommitted;

    /// A request in flight, or none.
    private static final class Slot {
        final int firstSector;
        final long addr;
        @Nullable
        Request request;
        int queue;

        Slot(int firstSector, long addr) {
            this.firstSector = firstSector;
            this.addr = addr;
        }
    }

    StressJob(AttachedDisk disk, Machine machine, GuestAllocator allocator, Policy policy, byte[] content,
            int firstSector, long seed, int requests, AtomicReference<@Nullable String> failure) {
        this.disk = disk;
        this.machine = machine;
        this.memory = machine.memory();
        this.policy = policy;
        this.content = content;
        this.random = new Random(seed);
        this.requests = requests;
        this.failure = failure;
        this.uncommitted = new boolean[disk.queueCount()];
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(firstSector + i * SLOT_SECTORS,
                    allocator.allocate((long) MOST_SECTORS * Limits.SECTOR_BYTES, Limits.SECTOR_BYTES));
        }
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < requests && failure.get() == null; i++) {
                Slot slot = slots[random.nextInt(SLOTS)];
                if (slot.request != null) {
                    finish(slot);
                }
                submit(slot);
            }
            for (Slot slot : slots) {
                if (slot.request != null) {
                    finish(slot);
                }
            }
        } catch (RuntimeException | Error died) {
            failure.compareAndSet(null, Thread.currentThread().getName() + " died: " + died);
        }
    }

    /// Leaves the slot empty where the queue has no tag.
    private void submit(Slot slot) {
        slot.queue = random.nextInt(uncommitted.length);
        HardwareQueue queue = disk.queue(slot.queue);
        Request request = queue.allocate();
        if (request == null) {
            return;
        }
        int count = 1 + random.nextInt(MOST_SECTORS);
        int sector = slot.firstSector + random.nextInt(SLOT_SECTORS - count + 1);
        boolean hipri = random.nextInt(100) < 40;
        switch (random.nextInt(8)) {
            case 0 -> request.prepare(BlkRequestType.FLUSH, 0, 0, 0, hipri);
            case 1 -> request.prepare(BlkRequestType.GET_ID, 0, slot.addr, Limits.DEVICE_ID_BYTES, hipri);
            case 2 ->
                request.prepare(BlkRequestType.IN, random.nextInt(StressLoad.SHARED_SECTORS - count + 1), slot.addr,
                        count * Limits.SECTOR_BYTES, hipri);
            case 3, 4 -> request.prepare(BlkRequestType.IN, sector, slot.addr, count * Limits.SECTOR_BYTES, hipri);
            default -> {
                byte[] fresh = new byte[count * Limits.SECTOR_BYTES];
                random.nextBytes(fresh);
                memory.write(slot.addr, fresh, 0, fresh.length);
                System.arraycopy(fresh, 0, content, sector * Limits.SECTOR_BYTES, fresh.length);
                request.prepare(BlkRequestType.OUT, sector, slot.addr, fresh.length, hipri);
            }
        }
        slot.request = request;
        boolean last = random.nextInt(3) != 0;
        uncommitted[slot.queue] |= !last;
        queue.queueRq(request, last);
    }

    /// Whoever waits must have told the device of all.
    private void commit() {
        for (int i = 0; i < uncommitted.length; i++) {
            if (uncommitted[i]) {
                uncommitted[i] = false;
                disk.queue(i).commitRqs();
            }
        }
    }

    private void finish(Slot slot) {
        commit();
        if (policy != Policy.TOGGLE && policy != Policy.AUTO) {
            for (Slot other : slots) {
                if (other.request != null && other.request.hipri()) {
                    disk.queue(other.queue).await(other.request);
                }
            }
        }
        Request request = Objects.requireNonNull(slot.request);
        HardwareQueue queue = disk.queue(slot.queue);
        if (request.hipri() && (policy == Policy.TOGGLE || policy == Policy.AUTO) && random.nextBoolean()) {
            glance(queue, request);
        }
        queue.await(request);
        check(slot, request);
        slot.request = null;
        queue.free(request);
    }

    /// A poller that gives up and sleeps.
    private void glance(HardwareQueue queue, Request request) {
        queue.pollBegin();
        for (int i = 0; i < GLANCES && !request.isDone(); i++) {
            queue.poll();
            machine.relax();
        }
        queue.pollEnd();
        request.await();
    }

    private void check(Slot slot, Request request) {
        if (request.outcome() != Outcome.OK) {
            failure.compareAndSet(null,
                    request + " at sector " + request.sector() + " ended with " + request.outcome());
        }
        if (request.type() != BlkRequestType.IN) {
            return;
        }
        byte[] found = new byte[(int) request.dataBytes()];
        memory.read(slot.addr, found, 0, found.length);
        int from = (int) request.sector() * Limits.SECTOR_BYTES;
        if (!Arrays.equals(found, 0, found.length, content, from, from + found.length)) {
            failure.compareAndSet(null, request + " got other content than sector " + request.sector() + " has");
        }
    }
}
