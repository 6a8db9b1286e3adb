package ringproof.load;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import ringproof.device.AdaptivePolling;
import ringproof.device.Backend;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.FaultPlan;
import ringproof.device.FaultyBackend;
import ringproof.device.FileBackend;
import ringproof.device.Hosting;
import ringproof.device.QueueStatistics;
import ringproof.driver.BlkDriverOptions;
import ringproof.machine.GuestAllocator;
import ringproof.machine.IoPageTable;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;
import ringproof.wire.Limits;

/// Copies a raw disk image through two complete stacks that share one guest memory. Immutable, so reusable.
public final class ImageCopy {
    /// Rings, tables and request headers of one queue, generously: for each descriptor, and beside those.
    private static final int DESCRIPTOR_BYTES = 512;
    private static final int QUEUE_BYTES = 1 << 14;
    /// Of the platform, where there is one.
    private static final int IO_PAGE_BYTES = 4096;
    private static final long FIRST_IO_ADDR = 1L << 40;
    /// A request's pages beside its data: header, status, and what data that begins within a page takes more.
    private static final int REQUEST_IO_PAGES = 3;
    /// A ring's areas and indirect tables begin within a page each.
    private static final int RING_IO_PAGES = 4;
    /// After so long without progress a copy is stuck.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CopyOptions options;
    private final Duration patience;
    private final UnaryOperator<Backend> behind;

    public ImageCopy(CopyOptions options) {
        this(options, PATIENCE, UnaryOperator.identity());
    }

    /// The disk that is written goes wrong as `faults` says.
    public ImageCopy(CopyOptions options, FaultPlan faults) {
        this(options, PATIENCE, disk -> faults.faults().isEmpty() ? disk : new FaultyBackend(disk, faults));
    }

    /// Gives up after `patience` without progress; `behind` puts something between the second device and its file.
    ImageCopy(CopyOptions options, Duration patience, UnaryOperator<Backend> behind) {
        this.options = options;
        this.patience = patience;
        this.behind = behind;
    }

    /// Copies `from` to the new file `to`. `onCopied` hears, on several threads, of the bytes of each block copied. Throws
    /// [IOException] with one sentence for people; then there is no file `to`: the copy gets its name only when it is whole and flushed.
    public CopyResult copy(Path from, Path to, LongConsumer onCopied) throws IOException {
        try (FileBackend reading = open(from)) {
            if (Files.exists(to)) {
                throw new IOException(to + " exists already; remove it, or name another");
            }
            Path unfinished = to.resolveSibling(to.getFileName() + ".part");
            create(unfinished);
            try {
                CopyResult result = copy(reading, unfinished, onCopied);
                Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
                return result;
            } catch (IOException e) {
                if (hasNoRoom(unfinished)) {
                    throw new IOException("no room is left for " + to + "; make some, or name another disk", e);
                }
                throw e;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    private CopyResult copy(FileBackend reading, Path unfinished, LongConsumer onCopied) throws IOException {
        try (FileBackend writing = FileBackend.open(unfinished, FileBackend.Access.READ_WRITE)) {
            if (!writing.resize(reading.capacitySectors())) {
                throw new IOException("cannot make " + unfinished + " as long as the image; name another disk");
            }
            return copy(reading, behind.apply(writing), onCopied);
        }
    }

    private boolean hasNoRoom(Path file) throws IOException {
        return Files.getFileStore(file).getUsableSpace() < options.blockBytes();
    }

    /// Opens an image of whole sectors.
    static FileBackend open(Path image) throws IOException {
        FileBackend opened = FileBackend.open(image, FileBackend.Access.READ_ONLY);
        long bytes = Files.size(image);
        if (bytes == opened.capacitySectors() * Limits.SECTOR_BYTES) {
            return opened;
        }
        opened.close();
        throw new IOException(image + " has " + bytes + " bytes, which is no whole number of sectors of "
                + Limits.SECTOR_BYTES + "; name a raw disk image");
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + "; create it, or name another");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("may not write to " + folder + "; change its permissions, or name another");
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists already, from another copy; remove it if nobody is copying", e);
        }
        // Also where the program is ended from outside.
        file.toFile().deleteOnExit();
    }

    /// Copies all sectors of `from` to `to`, which is as large, and flushes.
    CopyResult copy(Backend from, Backend to, LongConsumer onCopied) throws IOException {
        long queueBytes = QUEUE_BYTES + (long) DESCRIPTOR_BYTES * options.queueSize();
        Machine machine = new NativeMachine(2L * options.queueCount() * (queueBytes + (long) ioPages() * Long.BYTES)
                + (long) options.jobCount() * (options.blockBytes() + CopyJobs.BLOCK_ALIGN_BYTES));
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        AttachedDisk source = attach(machine, allocator, "source", from);
        AttachedDisk destination;
        CopyJobs jobs;
        long nanos;
        try (source) {
            destination = attach(machine, allocator, "destination", to);
            try (destination) {
                jobs = new CopyJobs(options, machine, source, destination, onCopied, patience);
                long start = System.nanoTime();
                jobs.run(allocator);
                nanos = System.nanoTime() - start;
            }
        }
        QueueStatistics devices = source.statistics();
        devices.add(destination.statistics());
        return CopyResult.of(source.capacitySectors(), nanos, jobs.polls(), devices);
    }

    private AttachedDisk attach(Machine machine, GuestAllocator allocator, String name, Backend backend)
            throws IOException {
        BlkDeviceOptions device = BlkDeviceOptions.DEFAULT.withGenericFeatures(options.ring())
                .withQueues(options.queueCount(), options.queueSize());
        BlkDriverOptions driver = driverOptions(options);
        Hosting hosting = hosting();
        if (options.ring().has(Feature.ACCESS_PLATFORM)) {
            IoPageTable table = IoPageTable.allocate(allocator, FIRST_IO_ADDR, options.queueCount() * ioPages(),
                    IO_PAGE_BYTES);
            driver = driver.behind(table);
            hosting = hosting.withTranslation(table);
        }
        try {
            return new AttachedDisk(machine, allocator, name, backend, device, hosting, driver);
        } catch (NegotiationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// I/O pages of each queue: enough for the queue and every job.
    private int ioPages() {
        int ring = (QUEUE_BYTES + DESCRIPTOR_BYTES * options.queueSize()) / IO_PAGE_BYTES + RING_IO_PAGES;
        return ring + options.jobCount() * (options.blockBytes() / IO_PAGE_BYTES + REQUEST_IO_PAGES);
    }

    private Hosting hosting() {
        long most = options.polling().deviceNanos();
        return most == 0 ? Hosting.DEFAULT
                : Hosting.DEFAULT.withPolling(() -> new AdaptivePolling(System::nanoTime, most, 0, 0));
    }

    static BlkDriverOptions driverOptions(CopyOptions options) {
        return new BlkDriverOptions(options.policy(), options.queueCount(), options.queueSize(),
                options.ring().has(Feature.EVENT_IDX), DisableCallback.EVENT_ZERO);
    }
}
