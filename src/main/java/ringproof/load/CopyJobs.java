package ringproof.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringproof.driver.HardwareQueue;
import ringproof.driver.HybridPolling;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.Pause;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;

/// The jobs of one copy: each reads a block from one disk and writes it to the other from where it lies, until there is none; at the end
/// comes a flush.
///
/// Like fio with `ioengine=pvsync2`: each job has one request in flight. Used once.
final class CopyJobs {
    /// Has no factor in common with 100, so that HIPRI blocks lie scattered among the others.
    private static final int SCATTER = 37;
    static final int BLOCK_ALIGN_BYTES = 4096;

    private final CopyOptions options;
    private final Machine machine;
    private final AttachedDisk source;
    private final AttachedDisk destination;
    private final LongConsumer onCopied;
    private final Duration patience;
    private final long sectors;
    private final Object tagFreed = new Object();
    private final AtomicLong nextSector = new AtomicLong();
    private final AtomicLong copiedBytes = new AtomicLong();
    private final AtomicLong polls = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /// `onCopied` hears, on the jobs' threads, of the bytes of each block copied. A copy that makes no progress for as long as `patience`
    /// is given up.
    CopyJobs(CopyOptions options, Machine machine, AttachedDisk source, AttachedDisk destination,
            LongConsumer onCopied, Duration patience) {
        this.options = options;
        this.machine = machine;
        this.source = source;
        this.destination = destination;
        this.onCopied = onCopied;
        this.patience = patience;
        this.sectors = source.capacitySectors();
    }

    /// Copies all. Throws [IOException] with one sentence where that failed.
    void run(GuestAllocator allocator) throws IOException {
        List<Thread> jobs = new ArrayList<>();
        for (int i = 0; i < options.jobCount(); i++) {
            int job = i;
            long addr = allocator.allocate(options.blockBytes(), BLOCK_ALIGN_BYTES);
            jobs.add(start("job" + i, () -> copyBlocks(job, addr)));
        }
        join(jobs);
        if (failure.get() == null) {
            join(List.of(start("flush", () -> perform(destination, 0, BlkRequestType.FLUSH, 0, 0, 0, false, null))));
        }
        if (copiedBytes.get() != sectors * Limits.SECTOR_BYTES) {
            failure.compareAndSet(null, "only " + copiedBytes + " bytes were copied; copy again");
        }
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(failed);
        }
    }

    long polls() {
        return polls.get();
    }

    /// A job that dies must not leave a copy that looks whole.
    private Thread start(String name, Runnable job) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                job.run();
            } catch (RuntimeException | Error died) {
                failure.compareAndSet(null, "a copying job failed: " + died);
            }
        });
    }

    /// Returns when all have ended, or when nothing has moved for too long: a lost completion must not keep the user for ever.
    private void join(List<Thread> jobs) {
        for (Thread job : jobs) {
            long before = copiedBytes.get();
            while (!AttachedDisk.joinUninterruptibly(job, patience)) {
                long now = copiedBytes.get();
                if (now == before) {
                    failure.compareAndSet(null, "stuck: after " + now + " bytes no request completed for "
                            + patience.toSeconds() + " s; look for a lost completion with `ringproof check`");
                    return;
                }
                before = now;
            }
        }
    }

    /// One job: the next block that nobody has, until there is none.
    private void copyBlocks(int job, long addr) {
        int blockSectors = options.blockBytes() / Limits.SECTOR_BYTES;
        HybridPolling hybrid = options.polling().hybrid() ? new HybridPolling(System::nanoTime, Pause::nanos)
                : null;
        boolean going = true;
        while (going && failure.get() == null) {
            long sector = nextSector.getAndAdd(blockSectors);
            int bytes = (int) Math.min(options.blockBytes(), (sectors - sector) * Limits.SECTOR_BYTES);
            boolean hipri = sector / blockSectors * SCATTER % CopyOptions.PERCENT < options.hipriPercent();
            going = bytes > 0 && perform(source, job, BlkRequestType.IN, sector, addr, bytes, hipri, hybrid)
                    && perform(destination, job, BlkRequestType.OUT, sector, addr, bytes, hipri, hybrid);
            if (going) {
                copiedBytes.addAndGet(bytes);
                onCopied.accept(bytes);
            }
        }
    }

    /// One request from allocation to completion. False: it failed, and `failure` says so.
    private boolean perform(AttachedDisk disk, int job, BlkRequestType type, long sector, long addr, int bytes,
            boolean hipri, @Nullable HybridPolling hybrid) {
        HardwareQueue queue = disk.queueFor(type, hipri, job);
        Request request = allocate(queue);
        if (request == null) {
            return false;
        }
        boolean polled = hipri && queue.polls();
        if (polled && hybrid == null) {
            // Announced only afterwards, a quick device would have notified already.
            queue.pollBegin();
        }
        queue.queueRq(request.prepare(type, sector, addr, bytes, hipri), true);
        if (polled) {
            poll(queue, request, hybrid);
        } else {
            request.await();
        }
        if (!request.isDone()) {
            return false;
        }
        Outcome outcome = request.outcome();
        String fault = request.fault();
        free(queue, request);
        if (outcome != Outcome.OK) {
            failure.compareAndSet(null, "request " + type + " at sector " + sector + " ended with " + outcome
                    + (outcome == Outcome.INVALID ? ": " + fault : "; look at the disk that holds the image"));
        }
        return outcome == Outcome.OK;
    }

    /// Sleeps while every tag of the queue is taken, by other jobs. Null: the copy has failed.
    private @Nullable Request allocate(HardwareQueue queue) {
        Request request = queue.allocate();
        if (request != null) {
            return request;
        }
        synchronized (tagFreed) {
            while (failure.get() == null) {
                request = queue.allocate();
                if (request != null) {
                    return request;
                }
                try {
                    tagFreed.wait();
                } catch (InterruptedException e) {
                    failure.compareAndSet(null, "the copy was interrupted; copy again");
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        }
    }

    private void free(HardwareQueue queue, Request request) {
        queue.free(request);
        synchronized (tagFreed) {
            tagFreed.notifyAll();
        }
    }

    /// As [HardwareQueue#await], but it counts, and gives up with the others.
    private void poll(HardwareQueue queue, Request request, @Nullable HybridPolling hybrid) {
        long count = 0;
        if (hybrid != null) {
            hybrid.sleepFirst(request);
            queue.pollBegin();
        }
        while (!request.isDone() && failure.get() == null) {
            count++;
            if (queue.poll() == 0) {
                machine.relax();
            }
        }
        queue.pollEnd();
        if (hybrid != null) {
            hybrid.ended(request);
        }
        polls.addAndGet(count);
    }
}
