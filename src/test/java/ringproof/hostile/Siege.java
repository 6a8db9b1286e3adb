package ringproof.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueServer;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceHost;
import ringproof.transport.InProcessTransport;
import ringproof.transport.QueuePort;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The real device with three queues, in a [SteppedMachine], its every access watched.
///
/// ```text
/// 0x0800  I/O page table   0x3000  tables of the hostile driver
/// 0x1000  its rings        0x4000  its buffers              0x8000  an honest driver's
/// ```
final class Siege {
    static final int QUEUES = 3;
    static final int HOSTILE = 0;
    static final int HONEST = 1;
    static final long RINGS = 0x1000;
    static final long TABLES = 0x3000;
    static final long BUFFERS = 0x4000;
    static final long HONEST_FROM = 0x8000;
    static final int REAL_BYTES = 0x10000;
    static final int PAGE_BYTES = 0x400;
    private static final long PAGE_TABLE = 0x800;
    static final int SECTORS = 64;
    /// The sectors from here on are the honest driver's.
    static final int HONEST_SECTOR = 48;
    private static final long CLAIMED_BYTES = 1L << 34;
    private static final String DEVICE_AGENT = "device";
    /// What a driver may accept beside the format of the ring.
    private static final FeatureSet OFFERED = FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.IN_ORDER,
            Feature.RING_PACKED, Feature.NOTIFICATION_DATA, Feature.NOTIF_CONFIG_DATA, Feature.RING_RESET,
            Feature.SUSPEND, Feature.ORDER_PLATFORM, Feature.ACCESS_PLATFORM);

    /// How the device is run and what its driver accepts.
    record Setup(FeatureSet ring, int queueSize, int threads, boolean platform, long seed) {
        boolean isPacked() {
            return ring.has(Feature.RING_PACKED);
        }

        FeatureSet accepted() {
            FeatureSet behind = platform ? ring.with(Feature.ACCESS_PLATFORM) : ring;
            return behind.with(Feature.VERSION_1).with(Feature.BLK_MQ).with(Feature.BLK_FLUSH).with(Feature.RING_RESET)
                    .with(Feature.SUSPEND);
        }
    }

    final Setup setup;
    final SteppedMachine machine;
    final Ledger ledger;
    final GuardedDisk disk;
    final InProcessTransport transport;
    /// Every page is mapped to itself at first.
    final IoPageTable pages;
    private final BlkDevice device;
    /// Why queues broke, in the device's words.
    private final Set<String> reasons = new TreeSet<>();
    private boolean wentLive;

    Siege(Setup setup) {
        this.setup = setup;
        this.machine = new SteppedMachine(REAL_BYTES, CLAIMED_BYTES, setup.seed());
        this.ledger = new Ledger(HONEST_FROM, REAL_BYTES);
        this.disk = new GuardedDisk(new MemoryBackend(SECTORS));
        this.pages = new IoPageTable(PAGE_TABLE, 0, REAL_BYTES / PAGE_BYTES, PAGE_BYTES);
        for (int page = 0; page < pages.pageCount(); page++) {
            pages.map(machine.memory(), page, (long) page * PAGE_BYTES, IoPageTable.READ | IoPageTable.WRITE);
        }
        BlkDeviceOptions options = BlkDeviceOptions.DEFAULT.withGenericFeatures(OFFERED).withQueues(QUEUES,
                setup.queueSize());
        this.device = new WatchedDevice(options);
        this.transport = new InProcessTransport(machine, device);
        for (int i = 0; i < device.agentCount(); i++) {
            machine.agent(DEVICE_AGENT + i, device.agent(i));
        }
    }

    Set<String> reasons() {
        return reasons;
    }

    /// Whether a queue ever went live.
    boolean wentLive() {
        return wentLive;
    }

    /// The agents that have not ended, but for those of the device.
    List<String> unfinished() {
        List<String> names = new ArrayList<>(machine.waiting());
        names.removeIf(name -> name.startsWith(DEVICE_AGENT));
        return names;
    }

    /// The device's threads end when they are told to, whatever has happened before.
    void end(long steps) {
        device.end();
        machine.run(steps);
        for (String name : machine.waiting()) {
            if (name.startsWith(DEVICE_AGENT)) {
                throw new AssertionError(name + " does not end");
            }
        }
    }

    /// Tells the ledger what becomes the device's, and what is its no longer.
    private final class WatchedDevice extends BlkDevice {
        WatchedDevice(BlkDeviceOptions options) {
            super(machine, disk, options, Hosting.DEFAULT.withThreads(setup.threads()).withTranslation(pages));
        }

        @Override
        public GuestMemory memory(FeatureSet features) {
            return ledger.watch(super.memory(features));
        }

        @Override
        protected QueueServer newServer(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
            return super.newServer(accepted, port, why -> {
                reasons.add(why);
                alarm.needsReset(why);
            });
        }

        @Override
        public void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost host) {
            wentLive = true;
            ledger.ring(port.queue(), port.layout(), accepted.has(Feature.RING_PACKED));
            super.enableQueue(accepted, port, host);
        }

        @Override
        public void resetQueue(int queue) {
            super.resetQueue(queue);
            ledger.takeBack(queue);
        }

        @Override
        public void reset() {
            super.reset();
            ledger.takeBackAll();
        }
    }
}
