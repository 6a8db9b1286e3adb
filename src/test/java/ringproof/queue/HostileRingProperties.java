package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.StatisticsReport;
import org.jspecify.annotations.Nullable;
import ringproof.hostile.CountedProperties;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.wire.SplitLayout;

/// Rings whose other side writes garbage: nothing throws, everything ends, a broken queue stays broken. Its heirs say of which format.
@StatisticsReport(onFailureOnly = true)
abstract class HostileRingProperties {
    static final int TRIES = 5_000;
    static final int NIGHTLY_TRIES = 100_000;
    /// Tries that must come across each kind of breakage; each does in more.
    private static final int ENOUGH = 20;

    /// Rings at their start.
    @Provide
    abstract Arbitrary<RingSetup> setups();

    /// The rules that a device of this format can break, each reached.
    abstract Set<Breakage> brokenByDevice();

    /// Bits that are random in every 16-bit word of memory that changes at every load, so that some of it looks like a ring.
    abstract int ringNoise();

    /// No device takes a chain of so many pieces with more loads: each value is read once.
    abstract int takeLoads(int pieceCount, RingSetup setup);

    /// The driver makes a buffer available that is an indirect table.
    abstract void makeTableAvailable(GuestMemory memory, QueueLayout layout, long tableAddr, int tableBytes);

    /// Whether a chain in a table may end before the table does.
    abstract boolean tableMayEndEarly();

    /// Whether the byte belongs to what [#writeUsed] counts on, so that nothing else may write it.
    abstract boolean isUsedRing(QueueLayout layout, long addr);

    /// The device writes its part of the ring, after all else.
    abstract void writeUsed(GuestMemory memory, QueueLayout layout, DeviceGarbage garbage);

    static void collect(Set<Breakage> all, @Nullable Breakage breakage) {
        for (Breakage each : all) {
            collectReached(each.name(), each == breakage);
        }
        collectReached("not broken", breakage == null);
        assertThat(breakage == null || all.contains(breakage)).as("%s on this ring", breakage).isTrue();
    }

    static void collectReached(String label, boolean reached) {
        CountedProperties.collect(label, reached, ENOUGH);
    }

    // The driver is hostile.

    static void checkChain(Chain chain, int size) {
        assertThat(chain.count()).isBetween(1, size);
        for (int i = 0; i < chain.count(); i++) {
            assertThat(chain.lengthBytes(i) == 0 || HandDescriptor.isInMemory(chain.addr(i), chain.lengthBytes(i)))
                    .as("piece %d", i)
                    .isTrue();
        }
    }

    static void checkStaysBroken(DeviceQueue device, Runnable repair) {
        Breakage breakage = device.breakage();
        if (breakage != null) {
            repair.run();
            assertThat(device.take(new Chain())).isEqualTo(DeviceQueue.Taken.BROKEN);
            assertThat(device.breakage()).isEqualTo(breakage);
        }
    }

    private static DeviceQueue device(PlainMemory memory, QueueLayout layout, RingSetup setup) {
        return Virtqueues.newDeviceQueue(new PlainMachine(memory), layout, setup.features());
    }

    /// The driver may change a value between two reads of it.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_device_copes_with_memory_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup setup) {
        FickleMemory memory = new FickleMemory(HandDescriptor.REAL_BYTES, seed, 0, ringNoise());
        QueueLayout layout = setup.format().allocate(setup.size(), new GuestAllocator(memory, 0));
        DeviceQueue device = device(memory, layout, setup);
        Chain chain = new Chain();
        int takenCount = 0;
        for (int i = 0; i < 8 && device.breakage() == null; i++) {
            int before = memory.loadCount();
            if (device.take(chain) == DeviceQueue.Taken.BUFFER) {
                takenCount++;
                checkChain(chain, setup.size());
                device.use(device.headId(), chain.writableBytes());
            }
            assertThat(memory.loadCount() - before).as("loads").isLessThanOrEqualTo(takeLoads(setup.size(), setup));
            device.needsNotification();
            device.disableNotification();
            device.enableNotification();
        }
        checkStaysBroken(device, () -> {
        });
        collectReached("taken", takenCount > 0);
        collectReached("broken", device.breakage() != null);
    }

    /// The ring is sound; the driver changes the indirect table while the device reads it.
    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_device_copes_with_a_table_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup direct, @ForAll("tableAddrs") long tableAddr,
            @ForAll @IntRange(min = 2, max = 6) int entryCount) {
        RingSetup setup = direct.withIndirect(new RingSetup.Indirect(1, 1));
        FickleMemory memory = new FickleMemory(HandDescriptor.REAL_BYTES, seed, HandDescriptor.TABLES_ADDR, 0);
        QueueLayout layout = setup.format().allocate(setup.size(), new GuestAllocator(memory, 0));
        DeviceQueue device = device(memory, layout, setup);
        makeTableAvailable(memory, layout, tableAddr, entryCount * SplitLayout.DESCRIPTOR_BYTES);
        Chain chain = new Chain();
        boolean taken = device.take(chain) == DeviceQueue.Taken.BUFFER;
        if (taken) {
            checkChain(chain, Math.min(setup.size(), entryCount));
        }
        assertThat(memory.loadCount()).as("loads")
                .isLessThanOrEqualTo(5 + SplitLayout.DESCRIPTOR_BYTES * Math.min(setup.size(), entryCount));
        assertThat(taken).isEqualTo(device.breakage() == null);
        if (tableMayEndEarly()) {
            collectReached("one piece", taken && chain.count() == 1);
        } else {
            assertThat(taken ? entryCount : 0).as("pieces").isEqualTo(chain.count());
        }
        collectReached("several pieces", taken && chain.count() > 1);
        collectReached("broken", !taken);
    }

    @Provide
    Arbitrary<Long> tableAddrs() {
        return Arbitraries.oneOf(alignedTableAddrs(), Combinators
                .combine(alignedTableAddrs(), Arbitraries.longs().between(1, 15)).as(Long::sum));
    }

    Arbitrary<HandDescriptor> descriptors(int lastNext) {
        Arbitrary<Long> addrs = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(0, HandDescriptor.CLAIMED_BYTES / 4)),
                Tuple.of(1,
                        Arbitraries.longs().between(HandDescriptor.CLAIMED_BYTES - 100,
                                HandDescriptor.CLAIMED_BYTES + 100)),
                Tuple.of(1, Arbitraries.longs()));
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 100)),
                Tuple.of(4, Arbitraries.integers().between(Integer.MIN_VALUE, -1)),
                Tuple.of(1, Arbitraries.integers()));
        Arbitrary<Integer> flags = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of(SplitLayout.F_NEXT, SplitLayout.F_WRITE,
                        SplitLayout.F_NEXT | SplitLayout.F_WRITE)),
                Tuple.of(10, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(0, 65535)));
        Arbitrary<Integer> nexts = mostly(lastNext, 65535);
        return Arbitraries.frequencyOf(
                Tuple.of(5, Combinators.combine(addrs, lengths, flags, nexts).as(HandDescriptor::new)),
                Tuple.of(1, indirectDescriptors(nexts)));
    }

    /// Refers to some of the tables' entries, aligned or not.
    private Arbitrary<HandDescriptor> indirectDescriptors(Arbitrary<Integer> nexts) {
        Arbitrary<Long> addrs = Arbitraries.frequencyOf(
                Tuple.of(6, alignedTableAddrs()),
                Tuple.of(6, tableAddrs()),
                Tuple.of(2, Arbitraries.longs().between(HandDescriptor.CLAIMED_BYTES - 64,
                        HandDescriptor.CLAIMED_BYTES + 64)));
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(16, Arbitraries.of(1, 2, 3, 4, 4, 5).map(count -> count * SplitLayout.DESCRIPTOR_BYTES)),
                Tuple.of(1, Arbitraries.integers().between(0, 100)),
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.of(65536, 65537).map(count -> count * SplitLayout.DESCRIPTOR_BYTES)));
        Arbitrary<Integer> flags = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.just(SplitLayout.F_INDIRECT)),
                Tuple.of(4, Arbitraries.just(SplitLayout.F_INDIRECT | SplitLayout.F_WRITE)),
                Tuple.of(1, Arbitraries.just(SplitLayout.F_INDIRECT | SplitLayout.F_NEXT)));
        return Combinators.combine(addrs, lengths, flags, nexts).as(HandDescriptor::new);
    }

    private static Arbitrary<Long> alignedTableAddrs() {
        return Arbitraries.integers().between(0, HandDescriptor.TABLES_ENTRIES / 4 - 1)
                .map(i -> HandDescriptor.TABLES_ADDR + 4L * SplitLayout.DESCRIPTOR_BYTES * i);
    }

    static Arbitrary<Integer> mostly(int small, int large) {
        return Arbitraries.frequencyOf(Tuple.of(15, Arbitraries.integers().between(0, small)),
                Tuple.of(1, Arbitraries.integers().between(0, small + 1)),
                Tuple.of(1, Arbitraries.integers().between(0, large)));
    }

    // The device is hostile.

    /// A used ring as a hostile device leaves it; `ahead` of what it had said before, in a packed ring on which lap.
    record DeviceGarbage(int ahead, List<Integer> ids, List<Integer> lengths, long scribble) {
    }

    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_driver_gives_each_token_back_at_most_once(@ForAll("setups") RingSetup setup,
            @ForAll("deviceGarbage") List<DeviceGarbage> rounds) {
        PlainMemory memory = new PlainMemory(HostedDriver.MEMORY_BYTES);
        HostedDriver hosted = new HostedDriver(memory, setup);
        boolean returned = false;
        for (DeviceGarbage garbage : rounds) {
            hosted.fill();
            // Also what is the driver's: descriptors, available ring, suppression, indirect tables.
            for (long at = 0; at < HostedDriver.MEMORY_BYTES; at += 2) {
                if (!isUsedRing(hosted.layout, at)) {
                    memory.set16(at, (int) (garbage.scribble() * (at + 1)) & 0xFFFF);
                }
            }
            writeUsed(memory, hosted.layout, garbage);
            returned |= hosted.drain() > 0;
        }
        collect(brokenByDevice(), hosted.driver.breakage());
        collectReached("returned", returned && !setup.inOrder());
        collectReached("returned in order", returned && setup.inOrder());
        collectReached("returned a batch", hosted.returnedBatch());
    }

    @Provide
    Arbitrary<List<DeviceGarbage>> deviceGarbage() {
        return Combinators
                .combine(mostly(2, 65535), ids().list().ofSize(17), mostly(4, Integer.MAX_VALUE).list().ofSize(17),
                        Arbitraries.longs())
                .as(DeviceGarbage::new).list().ofMinSize(1).ofMaxSize(6);
    }

    private static Arbitrary<Integer> ids() {
        return Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.integers().between(0, 7)),
                Tuple.of(1, Arbitraries.integers()));
    }

    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_driver_copes_with_memory_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup setup) {
        FickleMemory memory = new FickleMemory(HostedDriver.MEMORY_BYTES, seed, 0, ringNoise());
        HostedDriver hosted = new HostedDriver(memory, setup);
        int returnedCount = 0;
        for (int i = 0; i < 4; i++) {
            hosted.fill();
            int before = memory.loadCount();
            returnedCount += hosted.drain();
            assertThat(memory.loadCount() - before).as("loads").isLessThanOrEqualTo(3 * (setup.size() + 2) + 4);
        }
        collectReached("returned", returnedCount > 0);
        collectReached("returned a batch", hosted.returnedBatch());
        collectReached("broken", hosted.driver.breakage() != null);
    }
}
