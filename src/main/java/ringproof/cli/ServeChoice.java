package ringproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import ringproof.device.AdaptivePolling;
import ringproof.device.Backend;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.BlkLimits;
import ringproof.device.FaultPlan;
import ringproof.device.FaultyBackend;
import ringproof.device.FileBackend;
import ringproof.device.Hosting;
import ringproof.device.MemoryBackend;
import ringproof.device.WriteCache;
import ringproof.device.ZoneGeometry;
import ringproof.device.ZonedBackend;
import ringproof.machine.Machine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The options of `serve` that say what disk it is, and what the device offers.
///
/// Everything that takes a value out of its range throws [IllegalArgumentException] with one sentence.
final class ServeChoice {
    /// What a front-end may accept if it likes.
    private static final FeatureSet ALL = FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.RING_PACKED,
            Feature.IN_ORDER, Feature.ORDER_PLATFORM);
    /// A front-end names them with 8 bits.
    private static final int MAX_QUEUES = 256;
    private static final int MEBIBYTE_SHIFT = 20;
    private static final long MEBIBYTE_SECTORS = (1 << MEBIBYTE_SHIFT) / Limits.SECTOR_BYTES;

    /// Where the sectors are.
    static final class Disk {
        @Option(names = "--image", required = true, paramLabel = "FILE", description = "raw disk image")
        private @Nullable Path image;

        @Option(names = "--memory-mib", required = true, paramLabel = "N",
                description = "a disk of so many MiB of zeros, which nobody keeps")
        private int mebibytes;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Disk disk = new Disk();

    @Option(names = "--read-only", description = "the disk cannot be written")
    private boolean readOnly;

    @Option(names = "--zone-mib", paramLabel = "N", defaultValue = "0",
            description = "a host-managed zoned disk with zones of so many MiB, which are empty at first")
    private int zoneMebibytes;

    @Option(names = "--conventional", paramLabel = "N", defaultValue = "0",
            description = "so many zones at the beginning are written like any disk (${DEFAULT-VALUE})")
    private int conventionalZones;

    @Option(names = "--write-cache", paramLabel = "SECTORS", defaultValue = "0",
            description = "what is written stays in a cache of so many sectors until it is flushed, and is lost where the program is killed")
    private int cacheSectors;

    @Option(names = "--faults", paramLabel = "PLAN",
            description = "make accesses to the disk go wrong: write@3:error, write@2/5:torn=512, any@10+:delay=20; "
                    + "separate several with commas")
    private @Nullable String faults;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "4", description = "virtqueues (${DEFAULT-VALUE})")
    private int queues;

    @Option(names = "--queue-size", paramLabel = "N", defaultValue = "256",
            description = "most descriptors of each (${DEFAULT-VALUE})")
    private int queueSize;

    @Option(names = "--without", paramLabel = "FEATURE", split = ",",
            description = "offer all features but these: EVENT_IDX, INDIRECT_DESC, RING_PACKED, IN_ORDER, ORDER_PLATFORM")
    private List<Feature> without = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0",
            description = "device threads; 0: one for each queue (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--device-poll-us", paramLabel = "N", defaultValue = "0",
            description = "the device polls so many microseconds at most before it sleeps (${DEFAULT-VALUE})")
    private long pollMicros;

    @Option(names = "--id", paramLabel = "TEXT", defaultValue = "ringproof",
            description = "what the device calls itself, at most 20 characters (${DEFAULT-VALUE})")
    private String id = "";

    BlkDeviceOptions deviceOptions() {
        FeatureSet offered = ALL;
        for (Feature feature : without) {
            if (!ALL.has(feature)) {
                throw new IllegalArgumentException(feature + " is not offered by itself: --without knows " + ALL);
            }
            offered = offered.without(feature);
        }
        if (queues > MAX_QUEUES) {
            throw new IllegalArgumentException("--queues must be at most " + MAX_QUEUES);
        }
        if (Integer.bitCount(queueSize) != 1) {
            throw new IllegalArgumentException("--queue-size must be a power of two, since rings may be split");
        }
        return new BlkDeviceOptions(queues, queueSize, offered, id, BlkLimits.DEFAULT);
    }

    Hosting hosting() {
        Hosting hosting = threads == 0 ? Hosting.DEFAULT : Hosting.DEFAULT.withThreads(threads);
        if (pollMicros < 0) {
            throw new IllegalArgumentException("--device-poll-us cannot be negative");
        }
        long most = TimeUnit.MICROSECONDS.toNanos(pollMicros);
        return most == 0 ? hosting
                : hosting.withPolling(() -> new AdaptivePolling(System::nanoTime, most, 0, 0));
    }

    /// Opens the disk. Throws [IOException] with one sentence where there is none.
    OpenDisk open(Machine machine) throws IOException {
        FaultPlan plan = faults == null ? FaultPlan.NONE : FaultPlan.parse(faults);
        if (disk.image == null) {
            return new OpenDisk(memoryDisk(), null).wrapped(inner -> layers(machine, inner, plan));
        }
        FileBackend file = FileBackend.open(disk.image,
                readOnly ? FileBackend.Access.READ_ONLY : FileBackend.Access.READ_WRITE);
        try {
            return new OpenDisk(file, file).wrapped(inner -> layers(machine, inner, plan));
        } catch (IllegalArgumentException e) {
            file.close();
            throw e;
        }
    }

    private Backend memoryDisk() {
        long sectors = disk.mebibytes * MEBIBYTE_SECTORS;
        if (sectors < 1 || sectors > Integer.MAX_VALUE / Limits.SECTOR_BYTES) {
            throw new IllegalArgumentException(
                    "a disk in memory has 1 to 2047 MiB: choose --memory-mib so, or name an --image");
        }
        return readOnly ? MemoryBackend.readOnly(new byte[(int) sectors * Limits.SECTOR_BYTES])
                : new MemoryBackend((int) sectors);
    }

    /// What lies between the device and where the sectors are: faults at the bottom.
    private Backend layers(Machine machine, Backend bottom, FaultPlan plan) {
        Backend backend = plan.faults().isEmpty() ? bottom : new FaultyBackend(bottom, plan);
        backend = cacheSectors == 0 ? backend : new WriteCache(backend, cacheSectors);
        if (zoneMebibytes == 0 && conventionalZones != 0) {
            throw new IllegalArgumentException("--conventional needs zones: give their size with --zone-mib");
        }
        if (zoneMebibytes == 0) {
            return backend;
        }
        if (zoneMebibytes < 0 || zoneMebibytes > Integer.MAX_VALUE / MEBIBYTE_SECTORS) {
            throw new IllegalArgumentException("--zone-mib is too large or negative");
        }
        ZoneGeometry zones = ZoneGeometry.hostManaged((int) (zoneMebibytes * MEBIBYTE_SECTORS))
                .withConventional(conventionalZones);
        zones.zoneCount(backend.capacitySectors());
        return new ZonedBackend(machine, backend, zones);
    }
}
