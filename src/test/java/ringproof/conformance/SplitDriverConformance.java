package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What binds the driver of a split virtqueue where it makes buffers available: 2.7.1 to 2.7.6, 2.7.13.3. One method for each clause.
final class SplitDriverConformance {
    private static final int SIZE = SplitRing.SIZE;

    /// 2.7.1.
    @Test
    void the_areas_are_aligned_to_16_2_and_4_bytes() {
        for (int size = 1; size <= 32768; size *= 2) {
            for (int from = 0; from < 16; from++) {
                QueueLayout layout = QueueLayout.allocateSplit(size,
                        new GuestAllocator(new PlainMemory(0x100000), from));
                assertThat(layout.descriptorArea() % 16).isZero();
                assertThat(layout.driverArea() % 2).isZero();
                assertThat(layout.deviceArea() % 4).isZero();
            }
        }
    }

    /// 2.7.4.2.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_device_writes_comes_after_what_it_reads(boolean indirect) {
        SplitRing ring = indirect ? new SplitRing(Feature.INDIRECT_DESC) : new SplitRing();
        ring.add(2, 3);
        List<SplitRing.Descriptor> chain = ring.lastChain();
        boolean writableSeen = false;
        for (SplitRing.Descriptor descriptor : chain.subList(indirect ? 1 : 0, chain.size())) {
            assertThat(descriptor.has(SplitRing.WRITE)).isEqualTo(descriptor.addr() >= 0x6000);
            assertThat(writableSeen && !descriptor.has(SplitRing.WRITE)).isFalse();
            writableSeen = descriptor.has(SplitRing.WRITE);
        }
        assertThat(writableSeen).isTrue();
        assertThatThrownBy(() -> new Chain().writable(0x6000, 1).readable(0x4000, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    /// 2.7.5.2. Nor is there a loop: [SplitRing#lastChain()] would not end.
    @Test
    void no_chain_has_more_than_2_to_the_32_bytes() {
        SplitRing ring = new SplitRing();
        Chain longest = new Chain().readable(0, 1L << 31).readable(0, 1L << 31);
        assertThat(ring.driver.add(longest, new Token(0))).isEqualTo(DriverQueue.Added.YES);
        long bytes = 0;
        for (SplitRing.Descriptor descriptor : ring.lastChain()) {
            bytes += descriptor.len();
        }
        assertThat(bytes).isEqualTo(1L << 32);
        assertThatThrownBy(() -> longest.readable(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> longest.writable(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// 2.7.5.2.
    @Test
    void in_order_the_next_descriptor_is_the_one_behind_or_after_the_last_the_first() {
        SplitRing ring = new SplitRing(Feature.IN_ORDER);
        boolean wentRound = false;
        for (int i = 0; i < 3 * SIZE; i++) {
            ring.add(1, 2);
            int head = ring.heads(i, i + 1).getFirst();
            for (int piece = 0; piece < 2; piece++) {
                int at = (head + piece) % SIZE;
                assertThat(ring.descriptor(at).has(SplitRing.NEXT)).isTrue();
                assertThat(ring.descriptor(at).next()).isEqualTo(at == SIZE - 1 ? 0 : at + 1);
                wentRound |= at == SIZE - 1;
            }
            ring.roundTrip();
        }
        assertThat(wentRound).isTrue();
    }

    /// 2.7.5.3.1.
    @Test
    void without_the_feature_no_descriptor_refers_to_a_table() {
        SplitRing ring = new SplitRing();
        IndirectUse use = new IndirectUse(new IndirectTables(ring.allocator, SIZE, SIZE), 1);
        FeatureSet without = FeatureSet.of(Feature.VERSION_1);
        assertThatThrownBy(() -> new SplitDriverQueue<Token>(ring.machine, "q1", ring.layout, without,
                DisableCallback.SILENT, 0, use)).isInstanceOf(IllegalArgumentException.class);
        for (int pieces = 1; pieces <= SIZE; pieces++) {
            ring.add(pieces, 0);
            assertThat(ring.lastChain()).hasSize(pieces).noneMatch(descriptor -> descriptor.has(SplitRing.INDIRECT));
            ring.roundTrip();
        }
    }

    /// 2.7.5.3.1.
    @Test
    void no_descriptor_of_a_table_refers_to_a_table() {
        SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
        for (int pieces = 2; pieces <= SIZE; pieces++) {
            ring.add(pieces - 1, 1);
            List<SplitRing.Descriptor> chain = ring.lastChain();
            assertThat(chain.getFirst().has(SplitRing.INDIRECT)).isTrue();
            assertThat(chain.subList(1, chain.size())).hasSize(pieces)
                    .noneMatch(descriptor -> descriptor.has(SplitRing.INDIRECT));
            ring.roundTrip();
        }
    }

    /// 2.7.5.3.1. Whether it stands in the table of the queue or in one of its own.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_chain_is_longer_than_the_queue(boolean indirect) {
        SplitRing ring = indirect ? new SplitRing(Feature.INDIRECT_DESC) : new SplitRing();
        ring.add(SIZE, 0);
        assertThat(ring.lastChain()).hasSize(indirect ? SIZE + 1 : SIZE);
        ring.roundTrip();
        ring.memory.forget();
        assertThatThrownBy(() -> ring.add(SIZE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ring.memory.accesses()).isEmpty();
    }

    /// 2.7.5.3.1.
    @Test
    void a_descriptor_that_refers_to_a_table_has_no_next_one() {
        SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
        for (int pieces = 1; pieces <= SIZE; pieces++) {
            ring.add(pieces, 0);
            for (int i = 0; i < SIZE; i++) {
                int flags = ring.descriptor(i).flags();
                assertThat(flags & (SplitRing.INDIRECT | SplitRing.NEXT))
                        .isNotEqualTo(SplitRing.INDIRECT | SplitRing.NEXT);
            }
            assertThat(ring.lastChain().getFirst().has(SplitRing.INDIRECT)).isEqualTo(pieces > 1);
            ring.roundTrip();
        }
    }

    /// 2.7.5.3.1.
    @Test
    void in_order_the_descriptors_of_a_table_follow_each_other() {
        SplitRing ring = new SplitRing(Feature.INDIRECT_DESC, Feature.IN_ORDER);
        ring.add(2, SIZE - 2);
        long table = ring.lastChain().getFirst().addr();
        for (int i = 0; i < SIZE - 1; i++) {
            assertThat(ring.descriptor(table, i).has(SplitRing.NEXT)).isTrue();
            assertThat(ring.descriptor(table, i).next()).isEqualTo(i + 1);
        }
        assertThat(ring.descriptor(table, SIZE - 1).has(SplitRing.NEXT)).isFalse();
    }

    /// 2.7.6.1. Across the wrap, a full ring and a ring that breaks.
    @Test
    void the_available_index_never_goes_back() {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, 65533);
        for (int i = 0; i < 5; i++) {
            ring.add(1, 0);
            ring.roundTrip();
        }
        while (ring.driver.add(SplitRing.chain(2, 1), new Token(-1)) == DriverQueue.Added.YES) {
            ring.driver.kickPrepare();
        }
        ring.driver.disableCallback();
        ring.driver.enableCallback();
        ring.makeUsed(1000, 0);
        assertThat(ring.takeUsed()).isNull();
        assertThat(ring.driver.add(SplitRing.chain(1, 0), new Token(-1))).isEqualTo(DriverQueue.Added.BROKEN);
        assertThat(ring.memory.storedTo(ring.availIdx)).containsExactly(65534, 65535, 0, 1, 2, 3, 4);
    }

    /// 2.7.10.1. Whatever stood in that memory before.
    @Test
    void the_flags_of_the_device_area_are_0_when_it_is_allocated() {
        AccessLog memory = new AccessLog(0x1000);
        for (long addr = 0; addr < memory.sizeBytes(); addr += 2) {
            memory.poke16(addr, 0xFFFF);
        }
        QueueLayout layout = QueueLayout.allocateSplit(SIZE, new GuestAllocator(memory, 0));
        DriverQueue<Token> driver = new SplitDriverQueue<>(new PlainMachine(memory), "q0", layout,
                FeatureSet.of(Feature.VERSION_1), DisableCallback.SILENT);
        assertThat(memory.peek(layout.deviceArea(), 2)).isZero();
        assertThat(driver.moreUsed()).as("nothing is used, either").isFalse();
    }

    /// 2.7.13.3.1.
    @ParameterizedTest
    @EnumSource(value = Feature.class, names = {"EVENT_IDX", "INDIRECT_DESC", "IN_ORDER"})
    void a_barrier_stands_between_what_is_made_available_and_the_index(Feature feature) {
        SplitRing ring = new SplitRing(feature);
        ring.add(2, 2);
        int index = ring.memory.first(access -> access.isStoreTo(ring.availIdx, 2));
        assertThat(ring.memory.accesses().get(index).isOrderedBehind()).isTrue();
        assertThat(ring.memory.first(access -> access.isStoreTo(ring.layout.descriptorArea(), 16 * SIZE)))
                .isBetween(0, index);
        assertThat(ring.memory.last(access -> access.kind() == AccessLog.Kind.STORE)).as("nothing is left for later")
                .isEqualTo(index);
    }
}
