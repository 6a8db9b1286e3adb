package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.StatisticsReport;
import ringproof.hostile.CountedProperties;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.plain.PlainMachine;
import ringproof.wire.SplitLayout;

/// Split rings whose other side writes garbage.
@Label("hostile split ring")
@StatisticsReport(onFailureOnly = true)
final class HostileSplitProperties extends HostileRingProperties {
    static final Set<Breakage> BY_DEVICE = EnumSet.range(Breakage.USED_ID_OUT_OF_RANGE, Breakage.USED_OUT_OF_ORDER);
    static final Set<Breakage> BY_DRIVER = EnumSet.range(Breakage.AVAIL_IDX_JUMPED, Breakage.NEXT_OUT_OF_ORDER);

    static {
        BY_DRIVER.remove(Breakage.NEXT_NOT_AVAILABLE);
        BY_DRIVER.remove(Breakage.AVAILABLE_NOT_RETURNED);
    }

    @Override
    @Provide
    Arbitrary<RingSetup> setups() {
        return SplitQueueProperties.setups(Arbitraries.just(0));
    }

    @Override
    Set<Breakage> brokenByDevice() {
        return BY_DEVICE;
    }

    @Override
    int ringNoise() {
        return 0;
    }

    /// The index and the ring's entry, then four fields of each descriptor, `next` only where it counts. One descriptor more than pieces
    /// where it refers to a table.
    @Override
    int takeLoads(int pieceCount, RingSetup setup) {
        return 2 + 4 * (pieceCount + (setup.indirect() == null ? 0 : 1));
    }

    @Override
    void makeTableAvailable(GuestMemory memory, QueueLayout layout, long tableAddr, int tableBytes) {
        memory.set64(layout.descriptorArea() + SplitLayout.DESCRIPTOR_ADDR, tableAddr);
        memory.set32(layout.descriptorArea() + SplitLayout.DESCRIPTOR_LEN, tableBytes);
        memory.set16(layout.descriptorArea() + SplitLayout.DESCRIPTOR_FLAGS, SplitLayout.F_INDIRECT);
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, 1);
    }

    @Override
    boolean tableMayEndEarly() {
        return true;
    }

    @Override
    boolean isUsedRing(QueueLayout layout, long addr) {
        return addr >= layout.deviceArea()
                && addr < layout.deviceArea() + SplitLayout.deviceAreaBytes(layout.size());
    }

    @Override
    void writeUsed(GuestMemory memory, QueueLayout layout, DeviceGarbage garbage) {
        for (int i = 0; i < layout.size(); i++) {
            long at = layout.deviceArea() + SplitLayout.USED_RING + (long) SplitLayout.USED_ENTRY_BYTES * i;
            memory.set32(at + SplitLayout.USED_ENTRY_ID, garbage.ids().get(i));
            memory.set32(at + SplitLayout.USED_ENTRY_LEN, garbage.lengths().get(i));
        }
        long idxAddr = layout.deviceArea() + SplitLayout.USED_IDX;
        memory.set16(idxAddr, memory.get16(idxAddr) + garbage.ahead() & 0xFFFF);
    }

    @Property(seed = "20210603", tries = TRIES)
    @CountedProperties.ByNight(NIGHTLY_TRIES)
    void the_device_takes_exactly_the_chains_that_break_no_rule(@ForAll("splitGarbage") SplitGarbage garbage) {
        RingSetup setup = garbage.setup();
        RecordingMemory memory = new RecordingMemory(HandDescriptor.REAL_BYTES, HandDescriptor.CLAIMED_BYTES);
        QueueLayout layout = setup.format().allocate(setup.size(), new GuestAllocator(memory, 0));
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
            assertThat(memory.loadCount()).as("loads").isLessThanOrEqualTo(takeLoads(setup.size(), setup));
            assertThat(memory.storedOutside()).as("wrote while taking").isFalse();
            if (faults.isEmpty()) {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BUFFER);
                assertThat(device.headId()).isEqualTo(head);
                assertThat(memory.loadCount()).as("loads").isLessThan(takeLoads(chain.count(), setup));
                checkChain(chain, setup.size());
                expectedHead = garbage.behind(memory, layout, head);
            } else {
                assertThat(taken).isEqualTo(DeviceQueue.Taken.BROKEN);
                assertThat(device.breakage()).isIn(faults);
                assertThat(chain.count()).as("pieces of a broken chain").isZero();
            }
        }
        checkStaysBroken(device, () -> memory.set16(layout.driverArea() + SplitLayout.AVAIL_IDX, 0));
        collect(BY_DRIVER, device.breakage());
    }

    @Provide
    Arbitrary<SplitGarbage> splitGarbage() {
        return setups().flatMap(setup -> Combinators.combine(
                Arbitraries.just(setup),
                descriptors(setup.size() - 1).list().ofSize(setup.size()),
                mostly(setup.size() - 1, 65535).list().ofSize(setup.size()),
                mostly(setup.size(), 65535),
                descriptors(3).list().ofSize(HandDescriptor.TABLES_ENTRIES),
                Arbitraries.longs()).as(SplitGarbage::new)).withoutEdgeCases();
    }
}
