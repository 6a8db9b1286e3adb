package ringproof.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    /// How to copy. `blockBytes` is a multiple of 512; `hipri` marks every request as polled.
    public record Options(int queueCount, int jobCount, int blockBytes, Policy policy, boolean eventIdx,
            boolean hipri) {
        private static final int MAX_QUEUES = 64;
        private static final int MAX_BLOCK_BYTES = 1 << 24;

        public Options {
            requireRange("the number of queues", queueCount, MAX_QUEUES);
            requireRange("the number of jobs", jobCount, QUEUE_SIZE);
            requireRange("the block size", blockBytes, MAX_BLOCK_BYTES);
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

    private static final int QUEUE_SIZE = 128;
    private static final int BLOCK_ALIGN_BYTES = 4096;
    /// Rings and request headers of one queue, generously.
    private static final int QUEUE_BYTES = 1 << 16;

    private final Options options;
    private final long sectors;
    private final AttachedDisk source;
    private final AttachedDisk destination;
    private final AtomicLong nextSector = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private ImageCopy(Options options, AttachedDisk source, AttachedDisk destination) {
        this.options = options;
        this.sectors = source.capacitySectors();
        this.source = source;
        this.destination = destination;
    }

    /// Copies `from` to the new file `to` and returns the number of sectors. Throws [IOException] with one sentence for
    /// people; what was copied until then stays.
    public static long copy(Path from, Path to, Options options) throws IOException {
        try (FileBackend reading = FileBackend.open(from, FileBackend.Access.READ_ONLY)) {
            long bytes = Files.size(from);
            if (bytes % Limits.SECTOR_BYTES != 0) {
                throw new IOException(
                        from + " has " + bytes + " bytes, which is no whole number of sectors of " + Limits.SECTOR_BYTES
                                + "; name a raw disk image");
            }
            createEmpty(to, bytes);
            try (FileBackend writing = FileBackend.open(to, FileBackend.Access.READ_WRITE)) {
                return copy(reading, writing, options);
            }
        }
    }

    private static void createEmpty(Path file, long bytes) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists already; remove it, or name another");
        }
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

    private static long copy(FileBackend from, FileBackend to, Options options) throws IOException {
        Machine machine = new NativeMachine(2L * options.queueCount() * QUEUE_BYTES
                + (long) options.jobCount() * (options.blockBytes() + BLOCK_ALIGN_BYTES));
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        FeatureSet features = options.eventIdx() ? FeatureSet.of(Feature.EVENT_IDX) : FeatureSet.NONE;
        BlkDeviceOptions device = BlkDeviceOptions.DEFAULT.withQueues(options.queueCount(), QUEUE_SIZE)
                .withGenericFeatures(features);
        BlkDriver.Options driver = new BlkDriver.Options(options.policy(), options.queueCount(), 0, options.eventIdx(),
                DisableCallback.EVENT_ZERO);
        try (AttachedDisk source = new AttachedDisk(machine, allocator, "source", from, device, driver);
                AttachedDisk destination = new AttachedDisk(machine, allocator, "destination", to, device, driver)) {
            return new ImageCopy(options, source, destination).run(allocator);
        }
    }

    private long run(GuestAllocator allocator) throws IOException {
        List<Thread> jobs = new ArrayList<>();
        for (int i = 0; i < options.jobCount(); i++) {
            int job = i;
            long addr = allocator.allocate(options.blockBytes(), BLOCK_ALIGN_BYTES);
            jobs.add(Thread.ofPlatform().daemon().name("job" + i).start(() -> copyBlocks(job, addr)));
        }
        for (Thread job : jobs) {
            AttachedDisk.joinUninterruptibly(job);
        }
        if (failure.get() == null) {
            perform(destination, 0, BlkRequestType.FLUSH, 0, 0, 0);
        }
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(failed);
        }
        return sectors;
    }

    /// One job: the next block that nobody has, until there is none.
    private void copyBlocks(int job, long addr) {
        int blockSectors = options.blockBytes() / Limits.SECTOR_BYTES;
        boolean going = true;
        while (going && failure.get() == null) {
            long sector = nextSector.getAndAdd(blockSectors);
            int bytes = (int) Math.min(options.blockBytes(), (sectors - sector) * Limits.SECTOR_BYTES);
            going = bytes > 0 && perform(source, job, BlkRequestType.IN, sector, addr, bytes)
                    && perform(destination, job, BlkRequestType.OUT, sector, addr, bytes);
        }
    }

    /// One request from allocation to completion. False: it failed, and `failure` says so.
    private boolean perform(AttachedDisk disk, int job, BlkRequestType type, long sector, long addr, int bytes) {
        HardwareQueue queue = disk.queueOf(job);
        Request request = Objects.requireNonNull(queue.allocate(), "no more jobs than tags");
        queue.queueRq(request.prepare(type, sector, addr, bytes, options.hipri()), true);
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
