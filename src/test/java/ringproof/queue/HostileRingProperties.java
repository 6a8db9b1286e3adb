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
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// Split rings whose other side writes garbage: nothing throws, everything ends, a broken queue stays broken.
final class HostileRingProperties {
    private static final int TRIES = 5_000;
    /// Tries that must come across each kind of breakage; each does in more.
    private static final int ENOUGH = 20;
    private static final int MEMORY_BYTES = 4096;
    private static final FeatureSet FEATURES = FeatureSet.of(Feature.VERSION_1, Feature.EVENT_IDX);

    private static final Set<Breakage> OF_DRIVER = EnumSet.of(Breakage.USED_ID_OUT_OF_RANGE,
            Breakage.USED_ID_NOT_IN_FLIGHT,
            Breakage.USED_IDX_JUMPED, Breakage.USED_LENGTH_TOO_LARGE);
    private static final Set<Breakage> OF_DEVICE = EnumSet.range(Breakage.AVAIL_IDX_JUMPED,
            Breakage.INDIRECT_NOT_NEGOTIATED);

    private static void collect(Set<Breakage> all, @Nullable Breakage breakage) {
        for (Breakage each : all) {
            Statistics.label(each.name()).collect(each == breakage)
                    .coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
        }
        Statistics.label("not broken").collect(breakage == null)
                .coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
    }

    /// Each value is read once: the index and the ring's entry, then four fields of each descriptor, `next` only where it counts.
    private static int loadBound(int size) {
        return 2 + 4 * size;
    }

    // The driver is hostile.

    @Property(seed = "20210603", tries = TRIES)
    void the_device_takes_exactly_the_chains_that_break_no_rule(@ForAll("driverGarbage") DriverGarbage garbage) {
        RecordingMemory memory = new RecordingMemory(MEMORY_BYTES, DriverGarbage.CLAIMED_BYTES);
        QueueLayout layout = QueueLayout.allocateSplit(garbage.size(), new GuestAllocator(memory, 0));
        SplitDeviceQueue device = new SplitDeviceQueue(new PlainMachine(memory), layout, FEATURES);
        garbage.writeTo(memory, layout);
        Chain chain = new Chain();
        if (garbage.availIdx() > garbage.size()) {
            assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BROKEN);
            assertThat(device.breakage()).isEqualTo(Breakage.AVAIL_IDX_JUMPED);
        }
        for (int i = 0; i < garbage.availIdx() && device.breakage() == null; i++) {
            Set<Breakage> faults = garbage.faults(garbage.heads().get(i));
            memory.forget();
            DeviceQueue.Taken taken = device.take(chain);
            assertThat(memory.loadCount()).isLessThanOrEqualTo(loadBound(garbage.size()));
            assertThat(memory.storedOutside()).as("wrote while taking").isFalse();
            if (faults.isEmpty()) {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BUFFER);
                assertThat(memory.loadCount()).as("loads").isEqualTo(loadBound(chain.count()) - 1);
                checkChain(chain, garbage.size());
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
    void the_device_copes_with_memory_that_changes_at_every_load(@ForAll long seed, @ForAll("sizes") int size) {
        FickleMemory memory = new FickleMemory(MEMORY_BYTES, seed);
        QueueLayout layout = QueueLayout.allocateSplit(size, new GuestAllocator(memory, 0));
        SplitDeviceQueue device = new SplitDeviceQueue(new PlainMachine(memory), layout, FEATURES);
        Chain chain = new Chain();
        int takenCount = 0;
        for (int i = 0; i < 8 && device.breakage() == null; i++) {
            int before = memory.loadCount();
            if (device.take(chain) == DeviceQueue.Taken.BUFFER) {
                takenCount++;
                checkChain(chain, size);
                device.use(device.headId(), chain.writableBytes());
            }
            assertThat(memory.loadCount() - before).isLessThanOrEqualTo(loadBound(size));
            device.needsNotification();
            device.disableNotification();
            device.enableNotification();
        }
        checkStaysBroken(device, () -> {
        });
        collectReached("taken", takenCount > 0);
        collectReached("broken", device.breakage() != null);
    }

    private static void collectReached(String label, boolean reached) {
        Statistics.label(label).collect(reached).coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 4, 8, 16);
    }

    @Provide
    Arbitrary<DriverGarbage> driverGarbage() {
        return sizes().flatMap(size -> Combinators.combine(
                descriptors(size).list().ofSize(size),
                mostly(size - 1, 65535).list().ofSize(size),
                mostly(size, 65535)).as(DriverGarbage::new));
    }

    private static Arbitrary<DriverGarbage.Descriptor> descriptors(int size) {
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
        return Combinators.combine(addrs, lengths, flags, mostly(size - 1, 65535)).as(DriverGarbage.Descriptor::new);
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
    void the_driver_gives_each_token_back_at_most_once(@ForAll("sizes") int size,
            @ForAll("deviceGarbage") List<DeviceGarbage> rounds) {
        PlainMemory memory = new PlainMemory(MEMORY_BYTES);
        QueueLayout layout = QueueLayout.allocateSplit(size, new GuestAllocator(memory, 0));
        HostedDriver hosted = new HostedDriver(memory, layout);
        int usedIdx = 0;
        boolean returned = false;
        for (DeviceGarbage garbage : rounds) {
            hosted.fill();
            usedIdx = usedIdx + garbage.ahead() & 0xFFFF;
            scribble(memory, layout, garbage);
            for (int i = 0; i < size; i++) {
                long at = layout.deviceArea() + SplitLayout.USED_RING + (long) SplitLayout.USED_ENTRY_BYTES * i;
                memory.set32(at + SplitLayout.USED_ENTRY_ID, garbage.ids().get(i));
                memory.set32(at + SplitLayout.USED_ENTRY_LEN, garbage.lengths().get(i));
            }
            memory.set16(layout.deviceArea() + SplitLayout.USED_IDX, usedIdx);
            returned |= hosted.drain() > 0;
        }
        collect(OF_DRIVER, hosted.driver.breakage());
        collectReached("returned", returned);
    }

    /// The device writes over what is the driver's.
    private static void scribble(PlainMemory memory, QueueLayout layout, DeviceGarbage garbage) {
        for (int i = 0; i < SplitLayout.descriptorAreaBytes(layout.size()); i += Long.BYTES) {
            memory.set64(layout.descriptorArea() + i, garbage.scribble() * (i + 1));
        }
        for (int i = 0; i < SplitLayout.driverAreaBytes(layout.size()); i += 2) {
            memory.set16(layout.driverArea() + i, (int) garbage.scribble() + i & 0xFFFF);
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
    void the_driver_copes_with_memory_that_changes_at_every_load(@ForAll long seed, @ForAll("sizes") int size) {
        FickleMemory memory = new FickleMemory(MEMORY_BYTES, seed);
        HostedDriver hosted = new HostedDriver(memory, QueueLayout.allocateSplit(size, new GuestAllocator(memory, 0)));
        int returnedCount = 0;
        for (int i = 0; i < 4; i++) {
            hosted.fill();
            int before = memory.loadCount();
            returnedCount += hosted.drain();
            assertThat(memory.loadCount() - before).as("loads").isLessThanOrEqualTo(3 * (size + 2) + 4);
        }
        collectReached("returned", returnedCount > 0);
        collectReached("broken", hosted.driver.breakage() != null);
    }
}
