package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.StatisticsReport;
import ringproof.hostile.CountedProperties;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.plain.PlainMachine;
import ringproof.wire.PackedLayout;

/// Packed rings whose other side writes garbage.
@Label("hostile packed ring")
@StatisticsReport(onFailureOnly = true)
final class HostilePackedProperties extends HostileRingProperties {
    private static final int RING_FLAGS = PackedLayout.F_AVAIL | PackedLayout.F_USED;
    private static final Set<Breakage> BY_DEVICE = EnumSet.range(Breakage.USED_ID_OUT_OF_RANGE,
            Breakage.USED_ID_NOT_IN_FLIGHT);
    private static final Set<Breakage> BY_DRIVER = EnumSet.range(Breakage.NEXT_NOT_AVAILABLE,
            Breakage.INDIRECT_TABLE_OUTSIDE_MEMORY);

    static {
        BY_DEVICE.add(Breakage.USED_LENGTH_TOO_LARGE);
        BY_DRIVER.remove(Breakage.INDIRECT_WITHIN_INDIRECT);
    }

    @Example
    void every_rule_is_broken_on_one_of_the_two_rings() {
        Set<Breakage> broken = EnumSet.copyOf(BY_DEVICE);
        broken.addAll(BY_DRIVER);
        broken.addAll(HostileSplitProperties.BY_DEVICE);
        broken.addAll(HostileSplitProperties.BY_DRIVER);
        assertThat(broken).containsExactlyInAnyOrder(Breakage.values());
    }

    @Override
    @Provide
    Arbitrary<RingSetup> setups() {
        return PackedQueueProperties.setups(Arbitraries.just(0));
    }

    @Override
    Set<Breakage> brokenByDevice() {
        return BY_DEVICE;
    }

    @Override
    int ringNoise() {
        return RING_FLAGS;
    }

    /// Flags, address and length of each descriptor, the id of the last; one more where it refers to a table.
    @Override
    int takeLoads(int pieceCount, RingSetup setup) {
        return 1 + 3 * (pieceCount + (setup.indirect() == null ? 0 : 1));
    }

    @Override
    void makeTableAvailable(GuestMemory memory, QueueLayout layout, long tableAddr, int tableBytes) {
        new HandDescriptor(tableAddr, tableBytes, PackedLayout.F_INDIRECT | PackedLayout.F_AVAIL, 7)
                .writePacked(memory, layout.descriptorArea(), 0);
    }

    @Override
    boolean tableMayEndEarly() {
        return false;
    }

    @Override
    boolean isUsedRing(QueueLayout layout, long addr) {
        return false;
    }

    /// Ids and lengths everywhere, and ring flags of a lap, but for some of them.
    @Override
    void writeUsed(GuestMemory memory, QueueLayout layout, DeviceGarbage garbage) {
        int lap = garbage.ahead() % 2 == 0 ? RING_FLAGS : 0;
        for (int slot = 0; slot < layout.size(); slot++) {
            int length = garbage.lengths().get(slot);
            boolean spoilt = (garbage.scribble() >> (2 * slot) & 7) == 0;
            int ringFlags = spoilt ? (int) garbage.scribble() & RING_FLAGS : lap;
            new HandDescriptor(garbage.scribble(), length, ringFlags | (length == 0 ? 0 : PackedLayout.F_WRITE),
                    garbage.ids().get(slot)).writePacked(memory, layout.descriptorArea(), slot);
        }
    }

    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_device_takes_exactly_the_lists_that_break_no_rule(@ForAll("packedGarbage") PackedGarbage garbage) {
        RingSetup setup = garbage.setup();
        RecordingMemory memory = new RecordingMemory(HandDescriptor.REAL_BYTES, HandDescriptor.CLAIMED_BYTES);
        QueueLayout layout = QueueLayout.allocatePacked(setup.size(), new GuestAllocator(memory, 0));
        PackedDeviceQueue device = new PackedDeviceQueue(new PlainMachine(memory), layout, setup.features());
        garbage.writeTablesTo(memory);
        Taking taking = new Taking(garbage, memory, layout, device);
        for (PackedGarbage.Round round : garbage.rounds()) {
            round.writeTo(memory, layout, taking.takenUnits);
            while (taking.takesOne()) {
                assertThat(taking.heldCount).isLessThanOrEqualTo(setup.size());
            }
            taking.use(round.useCount());
        }
        checkStaysBroken(device, () -> memory.write(layout.descriptorArea(), new byte[16 * setup.size()], 0,
                16 * setup.size()));
        collect(BY_DRIVER, device.breakage());
        collectReached("second lap", taking.takenUnits > setup.size());
    }

    /// The device beside the oracle.
    private static final class Taking {
        private record Held(int handle, int slotCount, long writableBytes) {
        }

        private final PackedGarbage garbage;
        private final RecordingMemory memory;
        private final QueueLayout layout;
        private final PackedDeviceQueue device;
        private final Chain chain = new Chain();
        private final List<Held> held = new ArrayList<>();
        private int heldCount;
        private long takenUnits;

        Taking(PackedGarbage garbage, RecordingMemory memory, QueueLayout layout, PackedDeviceQueue device) {
            this.garbage = garbage;
            this.memory = memory;
            this.layout = layout;
            this.device = device;
        }

        /// Whether there was a buffer.
        boolean takesOne() {
            if (device.breakage() != null) {
                return false;
            }
            PackedGarbage.Expected expected = garbage.expected(memory, layout, takenUnits, heldCount);
            memory.forget();
            DeviceQueue.Taken taken = device.take(chain);
            assertThat(memory.storedOutside()).as("wrote while taking").isFalse();
            if (expected.slotCount() == 0) {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.EMPTY);
                assertThat(memory.loadCount()).isEqualTo(1);
                return false;
            }
            if (!expected.faults().isEmpty()) {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BROKEN);
                assertThat(device.breakage()).isIn(expected.faults());
                assertThat(chain.count()).as("pieces of a broken list").isZero();
                return false;
            }
            assertThat(taken).isEqualTo(DeviceQueue.Taken.BUFFER);
            checkChain(chain, layout.size());
            assertThat(memory.loadCount()).as("loads").isLessThanOrEqualTo(1 + 3 * (chain.count() + 1));
            assertThat(device.headId()).isBetween(0, layout.size() - 1);
            for (Held other : held) {
                assertThat(device.headId()).as("the device has it already").isNotEqualTo(other.handle());
            }
            held.add(new Held(device.headId(), expected.slotCount(), chain.writableBytes()));
            heldCount += expected.slotCount();
            takenUnits += expected.slotCount();
            return true;
        }

        /// Returns so many buffers, the oldest with IN_ORDER, else the newest.
        void use(int count) {
            for (int i = 0; i < count && !held.isEmpty(); i++) {
                Held one = held.remove(garbage.setup().inOrder() ? 0 : held.size() - 1);
                device.use(one.handle(), one.writableBytes());
                heldCount -= one.slotCount();
            }
        }
    }

    @Provide
    Arbitrary<PackedGarbage> packedGarbage() {
        return setups().flatMap(setup -> Combinators.combine(
                Arbitraries.just(setup),
                rounds(setup.size()).list().ofMinSize(1).ofMaxSize(4),
                descriptors(65535).list().ofSize(HandDescriptor.TABLES_ENTRIES))
                .as(PackedGarbage::new)).withoutEdgeCases();
    }

    private Arbitrary<PackedGarbage.Round> rounds(int size) {
        Arbitrary<Integer> spoilt = Arbitraries.frequencyOf(Tuple.of(15, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.of(PackedLayout.F_AVAIL, PackedLayout.F_USED, RING_FLAGS)));
        return Combinators.combine(descriptors(65535).list().ofSize(size), spoilt.list().ofSize(size),
                Arbitraries.integers().between(0, size)).as(PackedGarbage.Round::new);
    }
}
