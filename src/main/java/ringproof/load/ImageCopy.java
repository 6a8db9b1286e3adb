package ringproof.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.FileBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Policy;
import ringproof.driver.Request;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// Copies a raw disk image through two complete stacks that share one guest memory: each block is read by one driver
/// and written by the other from where it lies; at the end comes a flush.
///
/// Like fio with `ioengine=pvsync2`: each job has one request in flight. Not thread-safe; used once.
public final class ImageCopy {
    /// How to copy. `blockBytes` is a multiple of 512; of every hundred blocks `hipriPercent` go with HIPRI requests. `ring`: EVENT_IDX and
    /// RING_PACKED as wanted.
    public record Options(int queueCount, int jobCount, int blockBytes, Policy policy, FeatureSet ring,
            int hipriPercent) {
        private static final int MAX_QUEUES = 64;
        private static final int MAX_BLOCK_BYTES = 1 << 24;

        public Options {
            requireRange("the number of queues", queueCount, MAX_QUEUES);
            requireRange("the number of jobs", jobCount, QUEUE_SIZE);
            requireRange("the block size", blockBytes, MAX_BLOCK_BYTES);
            if (hipriPercent < 0 || hipriPercent > PERCENT) {
                throw new IllegalArgumentException(
                        "the HIPRI share is " + hipriPercent + ", not from 0 to 100 percent");
            }
            if (blockBytes % Limits.SECTOR_BYTES != 0) {
                throw new IllegalArgumentException(
                        "the block size " + blockBytes + " is not a multiple of " + Limits.SECTOR_BYTES);
            }
        }

        private static void requireRange(String what, int value, int largest) {
            if (value < 1 || value > largest) {
                throw new IllegalArgumentException(what + " is " + value + ", not from 1 to " + largest);
            }
        }
    }

    private static final int PERCENT = 100;
    /// Has no factor in common with 100, so that HIPRI blocks lie scattered among the others.
    private static final int SCATTER = 37;
    private static final int QUEUE_SIZE = 128;
    private static final int BLOCK_ALIGN_BYTES = 4096;
    /// Rings and request headers of one queue, generously.
    private static final int QUEUE_BYTES = 1 << 16;

    private final Options options;
    private final long sectors;
    private final AttachedDisk source;
    private final AttachedDisk destination;
    private final AtomicLong nextSector = new AtomicLong();
    private final AtomicLong copiedBytes = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final LongConsumer onCopied;

    private ImageCopy(Options options, AttachedDisk source, AttachedDisk destination, LongConsumer onCopied) {
        this.options = options;
        this.sectors = source.capacitySectors();
        this.source = source;
        this.destination = destination;
        this.onCopied = onCopied;
    }

    /// Copies `from` to the new file `to` and returns the number of sectors. `onCopied` hears, on the jobs' threads, of the bytes
    /// of each block copied. Throws [IOException] with one sentence for people; then there is no file `to`: the copy gets its name
    /// only when it is whole and flushed.
    public static long copy(Path from, Path to, Options options, LongConsumer onCopied) throws IOException {
        try (FileBackend reading = FileBackend.open(from, FileBackend.Access.READ_ONLY)) {
            long bytes = Files.size(from);
            if (bytes % Limits.SECTOR_BYTES != 0) {
                throw new IOException(
                        from + " has " + bytes + " bytes, which is no whole number of sectors of " + Limits.SECTOR_BYTES
                                + "; name a raw disk image");
            }
            if (Files.exists(to)) {
                throw new IOException(to + " exists already; remove it, or name another");
            }
            Path unfinished = to.resolveSibling(to.getFileName() + ".part");
            createEmpty(unfinished, bytes);
            try {
                long sectors;
                try (FileBackend writing = FileBackend.open(unfinished, FileBackend.Access.READ_WRITE)) {
                    sectors = copy(reading, writing, options, onCopied);
                }
                Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
                return sectors;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    private static void createEmpty(Path file, long bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + "; create it, or name another");
        }
        try (SeekableByteChannel created = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            if (bytes > 0) {
                created.position(bytes - 1).write(ByteBuffer.allocate(1));
            }
        }
    }

    private static long copy(FileBackend from, FileBackend to, Options options, LongConsumer onCopied)
            throws IOException {
        Machine machine = new NativeMachine(2L * options.queueCount() * QUEUE_BYTES
                + (long) options.jobCount() * (options.blockBytes() + BLOCK_ALIGN_BYTES));
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        BlkDeviceOptions device = BlkDeviceOptions.DEFAULT.withQueues(options.queueCount(), QUEUE_SIZE)
                .withGenericFeatures(options.ring());
        BlkDriver.Options driver = new BlkDriver.Options(options.policy(), options.queueCount(), 0,
                options.ring().has(Feature.EVENT_IDX), DisableCallback.EVENT_ZERO);
        try (AttachedDisk source = new AttachedDisk(machine, allocator, "source", from, device, driver);
                AttachedDisk destination = new AttachedDisk(machine, allocator, "destination", to, device, driver)) {
            return new ImageCopy(options, source, destination, onCopied).run(allocator);
        }
    }

    private long run(GuestAllocator allocator) throws IOException {
        List<Thread> jobs = new ArrayList<>();
        for (int i = 0; i < options.jobCount(); i++) {
            int job = i;
            long addr = allocator.allocate(options.blockBytes(), BLOCK_ALIGN_BYTES);
            jobs.add(Thread.ofPlatform().daemon().name("job" + i).start(() -> runJob(job, addr)));
        }
        for (Thread job : jobs) {
            AttachedDisk.joinUninterruptibly(job);
        }
        if (failure.get() == null) {
            perform(destination, 0, BlkRequestType.FLUSH, 0, 0, 0, false);
        }
        if (copiedBytes.get() != sectors * Limits.SECTOR_BYTES) {
            failure.compareAndSet(null, "only " + copiedBytes + " bytes were copied; copy again");
        }
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(failed);
        }
        return sectors;
    }

    /// A job that dies must not leave a copy that looks whole.
    private void runJob(int job, long addr) {
        try {
            copyBlocks(job, addr);
        } catch (RuntimeException | Error died) {
            failure.compareAndSet(null, "a copying job failed: " + died);
        }
    }

    /// One job: the next block that nobody has, until there is none.
    private void copyBlocks(int job, long addr) {
        int blockSectors = options.blockBytes() / Limits.SECTOR_BYTES;
        boolean going = true;
        while (going && failure.get() == null) {
            long sector = nextSector.getAndAdd(blockSectors);
            int bytes = (int) Math.min(options.blockBytes(), (sectors - sector) * Limits.SECTOR_BYTES);
            boolean hipri = sector / blockSectors * SCATTER % PERCENT < options.hipriPercent();
            going = bytes > 0 && perform(source, job, BlkRequestType.IN, sector, addr, bytes, hipri)
                    && perform(destination, job, BlkRequestType.OUT, sector, addr, bytes, hipri);
            if (going) {
                copiedBytes.addAndGet(bytes);
                onCopied.accept(bytes);
            }
        }
    }

    /// One request from allocation to completion. False: it failed, and `failure` says so.
    private boolean perform(AttachedDisk disk, int job, BlkRequestType type, long sector, long addr, int bytes,
            boolean hipri) {
        HardwareQueue queue = disk.queueOf(job);
        Request request = Objects.requireNonNull(queue.allocate(), "no more jobs than tags");
        queue.queueRq(request.prepare(type, sector, addr, bytes, hipri), true);
        queue.await(request);
        BlkStatus status = request.status();
        queue.free(request);
        if (status != BlkStatus.OK) {
            failure.compareAndSet(null, "request " + type + " at sector " + sector + " ended with " + status
                    + "; look at the disk that holds the image");
        }
        return status == BlkStatus.OK;
    }
}
