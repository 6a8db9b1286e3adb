package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
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
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.wire.Feature;
import ringproof.wire.SplitLayout;

/// Split rings whose other side writes garbage: nothing throws, everything ends, a broken queue stays broken.
final class HostileRingProperties {
    private static final int TRIES = 5_000;
    /// Tries that must come across each kind of breakage; each does in more.
    private static final int ENOUGH = 20;

    private static final Set<Breakage> OF_DRIVER = EnumSet.range(Breakage.USED_ID_OUT_OF_RANGE,
            Breakage.USED_OUT_OF_ORDER);
    private static final Set<Breakage> OF_DEVICE = EnumSet.range(Breakage.AVAIL_IDX_JUMPED, Breakage.NEXT_OUT_OF_ORDER);

    private static void collect(Set<Breakage> all, @Nullable Breakage breakage) {
        for (Breakage each : all) {
            collectReached(each.name(), each == breakage);
        }
        collectReached("not broken", breakage == null);
    }

    private static void collectReached(String label, boolean reached) {
        Statistics.label(label).collect(reached).coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
    }

    /// Each value is read once: the index and the ring's entry, then four fields of each descriptor, `next` only where it counts. One
    /// descriptor more than pieces where it refers to a table.
    private static int loadBound(int pieceCount, RingSetup setup) {
        return 2 + 4 * (pieceCount + (setup.indirect() == null ? 0 : 1));
    }

    // The driver is hostile.

    @Property(seed = "20210603", tries = TRIES)
    void the_device_takes_exactly_the_chains_that_break_no_rule(@ForAll("driverGarbage") DriverGarbage garbage) {
        RingSetup setup = garbage.setup();
        RecordingMemory memory = new RecordingMemory(DriverGarbage.REAL_BYTES, DriverGarbage.CLAIMED_BYTES);
        QueueLayout layout = QueueLayout.allocateSplit(setup.size(), new GuestAllocator(memory, 0));
        SplitDeviceQueue device = new SplitDeviceQueue(new PlainMachine(memory), layout, setup.features());
        garbage.writeTo(memory, layout);
        Chain chain = new Chain();
        if (garbage.availIdx() > setup.size()) {
            assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BROKEN);
            assertThat(device.breakage()).isEqualTo(Breakage.AVAIL_IDX_JUMPED);
        }
        int expectedHead = 0;
        for (int i = 0; i < garbage.availIdx() && device.breakage() == null; i++) {
            int head = memory.get16(layout.driverArea() + SplitLayout.AVAIL_RING + 2L * i);
            Set<Breakage> faults = garbage.faults(memory, layout, head, expectedHead);
            memory.forget();
            DeviceQueue.Taken taken = device.take(chain);
            assertThat(memory.loadCount()).as("loads").isLessThanOrEqualTo(loadBound(setup.size(), setup));
            assertThat(memory.storedOutside()).as("wrote while taking").isFalse();
            if (faults.isEmpty()) {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BUFFER);
                assertThat(device.headId()).isEqualTo(head);
                assertThat(memory.loadCount()).as("loads").isLessThan(loadBound(chain.count(), setup));
                checkChain(chain, setup.size());
                expectedHead = garbage.behind(memory, layout, head);
            } else {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BROKEN);
                assertThat(device.breakage()).isIn(faults);
                assertThat(chain.count()).as("pieces of a broken chain").isZero();
            }
        }
        checkStaysBroken(device, () -> memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, 0));
        collect(OF_DEVICE, device.breakage());
    }

    private static void checkChain(Chain chain, int size) {
        assertThat(chain.count()).isBetween(1, size);
        for (int i = 0; i < chain.count(); i++) {
            assertThat(chain.lengthBytes(i) == 0 || DriverGarbage.isInMemory(chain.addr(i), chain.lengthBytes(i)))
                    .as("piece %d", i)
                    .isTrue();
        }
    }

    private static void checkStaysBroken(SplitDeviceQueue device, Runnable repair) {
        Breakage breakage = device.breakage();
        if (breakage != null) {
            repair.run();
            assertThat(device.take(new Chain())).isEqualTo(DeviceQueue.Taken.BROKEN);
            assertThat(device.breakage()).isEqualTo(breakage);
        }
    }

    /// The driver may change a value between two reads of it.
    @Property(seed = "20210603", tries = TRIES)
    void the_device_copes_with_memory_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup setup) {
        FickleMemory memory = new FickleMemory(DriverGarbage.REAL_BYTES, seed, 0);
        QueueLayout layout = QueueLayout.allocateSplit(setup.size(), new GuestAllocator(memory, 0));
        SplitDeviceQueue device = new SplitDeviceQueue(new PlainMachine(memory), layout, setup.features());
        Chain chain = new Chain();
        int takenCount = 0;
        for (int i = 0; i < 8 && device.breakage() == null; i++) {
            int before = memory.loadCount();
            if (device.take(chain) == DeviceQueue.Taken.BUFFER) {
                takenCount++;
                checkChain(chain, setup.size());
                device.use(device.headId(), chain.writableBytes());
            }
            assertThat(memory.loadCount() - before).as("loads").isLessThanOrEqualTo(loadBound(setup.size(), setup));
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
    void the_device_copes_with_a_table_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup setup, @ForAll("tableAddrs") long tableAddr,
            @ForAll @IntRange(min = 2, max = 6) int entryCount) {
        FickleMemory memory = new FickleMemory(DriverGarbage.REAL_BYTES, seed, DriverGarbage.TABLES_ADDR);
        QueueLayout layout = QueueLayout.allocateSplit(setup.size(), new GuestAllocator(memory, 0));
        SplitDeviceQueue device = new SplitDeviceQueue(new PlainMachine(memory), layout,
                setup.features().with(Feature.INDIRECT_DESC));
        memory.set64(layout.descriptorArea() + SplitLayout.DESCRIPTOR_ADDR, tableAddr);
        memory.set32(layout.descriptorArea() + SplitLayout.DESCRIPTOR_LEN, entryCount * SplitLayout.DESCRIPTOR_BYTES);
        memory.set16(layout.descriptorArea() + SplitLayout.DESCRIPTOR_FLAGS, SplitLayout.F_INDIRECT);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, 1);
        Chain chain = new Chain();
        boolean taken = device.take(chain) == DeviceQueue.Taken.BUFFER;
        if (taken) {
            checkChain(chain, Math.min(setup.size(), entryCount));
        }
        assertThat(memory.loadCount()).as("loads")
                .isLessThanOrEqualTo(5 + SplitLayout.DESCRIPTOR_BYTES * Math.min(setup.size(), entryCount));
        assertThat(taken).isEqualTo(device.breakage() == null);
        collectReached("one piece", taken && chain.count() == 1);
        collectReached("several pieces", taken && chain.count() > 1);
        collectReached("broken", !taken);
    }

    @Provide
    Arbitrary<Long> tableAddrs() {
        return Arbitraries.oneOf(alignedTableAddrs(), Combinators
                .combine(alignedTableAddrs(), Arbitraries.longs().between(1, 15)).as(Long::sum));
    }

    @Provide
    Arbitrary<RingSetup> setups() {
        return SplitQueueProperties.setups(Arbitraries.just(0));
    }

    @Provide
    Arbitrary<DriverGarbage> driverGarbage() {
        return setups().flatMap(setup -> Combinators.combine(
                Arbitraries.just(setup),
                descriptors(setup.size() - 1).list().ofSize(setup.size()),
                mostly(setup.size() - 1, 65535).list().ofSize(setup.size()),
                mostly(setup.size(), 65535),
                descriptors(3).list().ofSize(DriverGarbage.TABLES_ENTRIES),
                Arbitraries.longs()).as(DriverGarbage::new)).withoutEdgeCases();
    }

    private Arbitrary<DriverGarbage.Descriptor> descriptors(int lastNext) {
        Arbitrary<Long> addrs = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(0, DriverGarbage.CLAIMED_BYTES / 4)),
                Tuple.of(1,
                        Arbitraries.longs().between(DriverGarbage.CLAIMED_BYTES - 100,
                                DriverGarbage.CLAIMED_BYTES + 100)),
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
                Tuple.of(5, Combinators.combine(addrs, lengths, flags, nexts).as(DriverGarbage.Descriptor::new)),
                Tuple.of(1, indirectDescriptors(nexts)));
    }

    /// Refers to some of the tables' entries, aligned or not.
    private Arbitrary<DriverGarbage.Descriptor> indirectDescriptors(Arbitrary<Integer> nexts) {
        Arbitrary<Long> addrs = Arbitraries.frequencyOf(
                Tuple.of(6, alignedTableAddrs()),
                Tuple.of(6, tableAddrs()),
                Tuple.of(2, Arbitraries.longs().between(DriverGarbage.CLAIMED_BYTES - 64,
                        DriverGarbage.CLAIMED_BYTES + 64)));
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(16, Arbitraries.of(1, 2, 3, 4, 4, 5).map(count -> count * SplitLayout.DESCRIPTOR_BYTES)),
                Tuple.of(1, Arbitraries.integers().between(0, 100)),
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.of(65536, 65537).map(count -> count * SplitLayout.DESCRIPTOR_BYTES)));
        Arbitrary<Integer> flags = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.just(SplitLayout.F_INDIRECT)),
                Tuple.of(4, Arbitraries.just(SplitLayout.F_INDIRECT | SplitLayout.F_WRITE)),
                Tuple.of(1, Arbitraries.just(SplitLayout.F_INDIRECT | SplitLayout.F_NEXT)));
        return Combinators.combine(addrs, lengths, flags, nexts).as(DriverGarbage.Descriptor::new);
    }

    private static Arbitrary<Long> alignedTableAddrs() {
        return Arbitraries.integers().between(0, DriverGarbage.TABLES_ENTRIES / 4 - 1)
                .map(i -> DriverGarbage.TABLES_ADDR + 4L * SplitLayout.DESCRIPTOR_BYTES * i);
    }

    private static Arbitrary<Integer> mostly(int small, int large) {
        return Arbitraries.frequencyOf(Tuple.of(15, Arbitraries.integers().between(0, small)),
                Tuple.of(1, Arbitraries.integers().between(0, small + 1)),
                Tuple.of(1, Arbitraries.integers().between(0, large)));
    }

    // The device is hostile.

    /// A used ring as a hostile device leaves it; `ahead` of what it had said before.
    record DeviceGarbage(int ahead, List<Integer> ids, List<Integer> lengths, long scribble) {
    }

    @Property(seed = "20210603", tries = TRIES)
    void the_driver_gives_each_token_back_at_most_once(@ForAll("setups") RingSetup setup,
            @ForAll("deviceGarbage") List<DeviceGarbage> rounds) {
        PlainMemory memory = new PlainMemory(HostedDriver.MEMORY_BYTES);
        HostedDriver hosted = new HostedDriver(memory, setup);
        QueueLayout layout = hosted.layout;
        int usedIdx = 0;
        boolean returned = false;
        for (DeviceGarbage garbage : rounds) {
            hosted.fill();
            usedIdx = usedIdx + garbage.ahead() & 0xFFFF;
            scribble(memory, layout, garbage);
            for (int i = 0; i < setup.size(); i++) {
                long at = layout.deviceArea() + SplitLayout.USED_RING + (long) SplitLayout.USED_ENTRY_BYTES * i;
                memory.set32(at + SplitLayout.USED_ENTRY_ID, garbage.ids().get(i));
                memory.set32(at + SplitLayout.USED_ENTRY_LEN, garbage.lengths().get(i));
            }
            memory.set16(layout.deviceArea() + SplitLayout.USED_IDX, usedIdx);
            returned |= hosted.drain() > 0;
        }
        collect(OF_DRIVER, hosted.driver.breakage());
        collectReached("returned", returned && !setup.inOrder());
        collectReached("returned in order", returned && setup.inOrder());
        collectReached("returned a batch", hosted.returnedBatch());
    }

    /// The device writes over what is the driver's: descriptors, available ring, indirect tables.
    private static void scribble(PlainMemory memory, QueueLayout layout, DeviceGarbage garbage) {
        long deviceArea = layout.deviceArea();
        for (long at = 0; at < HostedDriver.MEMORY_BYTES; at += 2) {
            if (at < deviceArea || at >= deviceArea + SplitLayout.deviceAreaBytes(layout.size())) {
                memory.set16(at, (int) (garbage.scribble() * (at + 1)) & 0xFFFF);
            }
        }
    }

    @Provide
    Arbitrary<List<DeviceGarbage>> deviceGarbage() {
        return Combinators
                .combine(mostly(2, 65535), ids().list().ofSize(16), mostly(4, Integer.MAX_VALUE).list().ofSize(16),
                        Arbitraries.longs())
                .as(DeviceGarbage::new).list().ofMinSize(1).ofMaxSize(6);
    }

    private static Arbitrary<Integer> ids() {
        return Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.integers().between(0, 7)),
                Tuple.of(1, Arbitraries.integers()));
    }

    @Property(seed = "20210603", tries = TRIES)
    void the_driver_copes_with_memory_that_changes_at_every_load(@ForAll long seed,
            @ForAll("setups") RingSetup setup) {
        FickleMemory memory = new FickleMemory(HostedDriver.MEMORY_BYTES, seed, 0);
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
