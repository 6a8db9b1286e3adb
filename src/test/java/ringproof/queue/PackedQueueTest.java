package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMachine;
import ringproof.plain.PlainMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Both sides of a packed ring, by example: what stands in memory, byte by byte as the specification draws it, and what each side makes
/// of it. Spec 2.8.
class PackedQueueTest {
    private static final int MEMORY_BYTES = 1 << 16;
    private static final FeatureSet FLAGS = FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED);
    private static final FeatureSet EVENT = FLAGS.with(Feature.EVENT_IDX);
    private static final int AVAIL = 1 << 7;
    private static final int USED = 1 << 15;

    private final PlainMemory memory = new PlainMemory(MEMORY_BYTES);
    private final PlainMachine machine = new PlainMachine(memory);
    private final GuestAllocator allocator = new GuestAllocator(memory, 0x1000);
    private final Chain chain = new Chain();

    private PackedDriverQueue<RingRun.Token> driver(QueueLayout layout, FeatureSet features) {
        return new PackedDriverQueue<>(machine, "q0", layout, features, DisableCallback.EVENT_ZERO);
    }

    private static RingRun.Token token(int number) {
        return new RingRun.Token(number);
    }

    /// addr, len, id and flags of a descriptor, by the offsets of 2.8.13.
    private List<Long> descriptor(QueueLayout layout, int slot) {
        long at = layout.descriptorArea() + 16L * slot;
        return List.of(memory.get64(at), (long) memory.get32(at + 8), (long) memory.get16(at + 12),
                (long) memory.get16(at + 14));
    }

    private static List<Long> descriptor(long addr, long lengthBytes, long id, long flags) {
        return List.of(addr, lengthBytes, id, flags);
    }

    private void setDescriptor(QueueLayout layout, int slot, long addr, int lengthBytes, int id, int flags) {
        long at = layout.descriptorArea() + 16L * slot;
        memory.set64(at, addr);
        memory.set32(at + 8, lengthBytes);
        memory.set16(at + 12, id);
        memory.set16(at + 14, flags);
    }

    @Test
    void a_list_stands_in_the_ring_as_the_specification_draws_it() {
        QueueLayout layout = QueueLayout.allocatePacked(5, allocator);
        PackedDriverQueue<RingRun.Token> driver = driver(layout, FLAGS);
        driver.add(chain.clear().readable(0x100, 16).readable(0x200, 512).writable(0x300, 1), token(0));
        driver.add(chain.clear().writable(0x400, 7), token(1));
        assertThat(descriptor(layout, 0)).isEqualTo(descriptor(0x100, 16, 0, AVAIL | 1));
        assertThat(descriptor(layout, 1)).isEqualTo(descriptor(0x200, 512, 0, AVAIL | 1));
        assertThat(descriptor(layout, 2)).isEqualTo(descriptor(0x300, 1, 0, AVAIL | 2));
        assertThat(descriptor(layout, 3)).isEqualTo(descriptor(0x400, 7, 1, AVAIL | 2));
        assertThat(driver.freeCount()).isEqualTo(1);
        assertThat(driver.notificationData()).isEqualTo(1 << 15 | 4);
    }

    @Test
    void the_device_returns_a_list_in_one_descriptor_and_skips_the_others() {
        QueueLayout layout = QueueLayout.allocatePacked(5, allocator);
        PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, FLAGS);
        // A driver's ids may be anything: they are carried back.
        setDescriptor(layout, 0, 0x100, 16, 0, AVAIL | 1);
        setDescriptor(layout, 1, 0x300, 9, 54321, AVAIL | 2);
        setDescriptor(layout, 2, 0x400, 16, 54321, AVAIL);
        assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BUFFER);
        int first = device.headId();
        assertThat(chain.readableCount()).isEqualTo(1);
        assertThat(chain.writableBytes()).isEqualTo(9);
        assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BUFFER);
        assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.EMPTY);
        device.use(device.headId(), 0);
        assertThat(descriptor(layout, 0)).isEqualTo(descriptor(0x100, 0, 54321, AVAIL | USED));
        device.use(first, 9);
        assertThat(descriptor(layout, 1)).isEqualTo(descriptor(0x300, 9, 54321, AVAIL | USED | 2));
        assertThat(descriptor(layout, 2)).as("skipped").isEqualTo(descriptor(0x400, 16, 54321, AVAIL));
    }

    /// Linux 1acfe2c12258, openvmm 547661407c39: the wrap counter must turn although the offset does not change.
    @Test
    void lists_that_fill_the_ring_exactly_go_round_for_ever_at_every_size() {
        for (int size = 1; size <= 17; size++) {
            QueueLayout layout = QueueLayout.allocatePacked(size, allocator);
            PackedDriverQueue<RingRun.Token> driver = driver(layout, EVENT);
            PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, EVENT);
            for (int lap = 0; lap < 5; lap++) {
                chain.clear();
                for (int piece = 0; piece < size; piece++) {
                    chain.writable(16L * piece, 1);
                }
                assertThat(driver.add(chain, token(lap))).isEqualTo(DriverQueue.Added.YES);
                assertThat(driver.notificationData()).isEqualTo(lap % 2 == 0 ? 0 : 1 << 15);
                assertThat(driver.add(chain.clear().readable(0, 1), token(-1))).isEqualTo(DriverQueue.Added.FULL);
                assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BUFFER);
                assertThat(chain.count()).isEqualTo(size);
                assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.EMPTY);
                assertThat(driver.takeUsed()).isNull();
                device.use(device.headId(), size);
                assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.EMPTY);
                assertThat(driver.moreUsed()).isTrue();
                assertThat(driver.takeUsed()).isEqualTo(token(lap));
                assertThat(driver.usedLengthBytes()).isEqualTo(size);
                assertThat(driver.takeUsed()).isNull();
            }
        }
    }

    /// Spec 2.8: up to 2^15 descriptors, which use all the bits of an offset.
    @ParameterizedTest
    @ValueSource(ints = {32767, 32768})
    void the_largest_rings_go_round(int size) {
        PlainMemory large = new PlainMemory(1 << 20);
        PlainMachine largeMachine = new PlainMachine(large);
        QueueLayout layout = QueueLayout.allocatePacked(size, new GuestAllocator(large, 0));
        DriverQueue<RingRun.Token> driver = new PackedDriverQueue<>(largeMachine, "q0", layout, EVENT,
                DisableCallback.EVENT_ZERO);
        DeviceQueue device = new PackedDeviceQueue(largeMachine, layout, EVENT);
        for (int number = 0; number < 6; number++) {
            chain.clear();
            for (int piece = 0; piece < size - number % 3; piece++) {
                chain.writable(0, 1);
            }
            assertThat(driver.enableCallback()).isTrue();
            assertThat(driver.add(chain, token(number))).isEqualTo(DriverQueue.Added.YES);
            assertThat(driver.kickPrepare()).isTrue();
            assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BUFFER);
            assertThat(device.enableNotification()).isTrue();
            device.use(device.headId(), 1);
            assertThat(device.needsNotification()).isTrue();
            assertThat(driver.takeUsed()).isEqualTo(token(number));
            assertThat(driver.freeCount()).isEqualTo(size);
        }
        assertThat(driver.breakage()).isNull();
        assertThat(device.breakage()).isNull();
    }

    /// DPDK 2d91b28730a9: an id is not a place in the ring.
    @Test
    void buffers_come_back_out_of_order_and_their_descriptors_are_filled_in_ring_order() {
        QueueLayout layout = QueueLayout.allocatePacked(6, allocator);
        PackedDriverQueue<RingRun.Token> driver = driver(layout, FLAGS);
        PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, FLAGS);
        List<Integer> heads = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            chain.clear().readable(0, 1).writable(8, 100);
            driver.add(chain, token(number));
            device.take(chain);
            heads.add(device.headId());
        }
        device.use(heads.get(2), 30);
        assertThat(driver.takeUsed()).isEqualTo(token(2));
        assertThat(driver.usedLengthBytes()).isEqualTo(30);
        // The two free descriptors are the first of the next lap.
        driver.add(chain.clear().writable(0, 5).writable(0, 5), token(3));
        assertThat(descriptor(layout, 0)).isEqualTo(descriptor(0, 5, 2, USED | 2 | 1));
        device.take(chain);
        device.use(device.headId(), 10);
        device.use(heads.get(0), 11);
        device.use(heads.get(1), 12);
        assertThat(List.of(driver.takeUsed(), driver.takeUsed(), driver.takeUsed()))
                .containsExactly(token(3), token(0), token(1));
        assertThat(driver.usedLengthBytes()).isEqualTo(12);
        assertThat(driver.freeCount()).isEqualTo(6);
    }

    /// Spec 2.8.4: then the length is reserved, whatever it says.
    @Test
    void a_used_length_without_the_write_flag_means_nothing() {
        QueueLayout layout = QueueLayout.allocatePacked(3, allocator);
        PackedDriverQueue<RingRun.Token> driver = driver(layout, FLAGS);
        driver.add(chain.clear().readable(0, 1), token(0));
        setDescriptor(layout, 0, 0, -1, 0, AVAIL | USED);
        assertThat(driver.takeUsed()).isEqualTo(token(0));
        assertThat(driver.usedLengthBytes()).isZero();
    }

    @Test
    void staged_buffers_are_published_together_the_first_one_last() {
        QueueLayout layout = QueueLayout.allocatePacked(4, allocator);
        PackedDriverQueue<RingRun.Token> driver = driver(layout, FLAGS);
        PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, FLAGS);
        for (int number = 0; number < 3; number++) {
            driver.add(chain.clear().writable(0, 10), token(number));
            device.take(chain);
            device.stage(device.headId(), number);
        }
        assertThat(driver.moreUsed()).isFalse();
        assertThat(descriptor(layout, 0).get(3)).as("flags of the first").isEqualTo(AVAIL | 2L);
        device.publish();
        for (int number = 0; number < 3; number++) {
            assertThat(driver.takeUsed()).isEqualTo(token(number));
            assertThat(driver.usedLengthBytes()).isEqualTo(number);
        }
        assertThat(driver.takeUsed()).isNull();
        device.publish();
        assertThat(driver.moreUsed()).isFalse();
        assertThatThrownBy(() -> device.stage(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void in_order_one_descriptor_returns_a_batch_and_an_incomplete_buffer_ends_it() {
        FeatureSet inOrder = EVENT.with(Feature.IN_ORDER);
        QueueLayout layout = QueueLayout.allocatePacked(11, allocator);
        PackedDriverQueue<RingRun.Token> driver = driver(layout, inOrder);
        PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, inOrder);
        long[] written = {20, 20, 19, 20, 3};
        List<Integer> heads = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            driver.add(chain.clear().readable(0, 1).writable(0, 20), token(number));
            device.take(chain);
            heads.add(device.headId());
        }
        assertThatThrownBy(() -> device.stage(heads.get(1), 20)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IN_ORDER");
        for (int number = 0; number < 5; number++) {
            device.stage(heads.get(number), written[number]);
        }
        device.publish();
        // Buffers 0 to 2, then 3 and 4: each run where it began, under the id of its last.
        assertThat(descriptor(layout, 0)).isEqualTo(descriptor(0, 19, 2, AVAIL | USED | 2));
        assertThat(descriptor(layout, 6)).isEqualTo(descriptor(0, 3, 4, AVAIL | USED | 2));
        assertThat(descriptor(layout, 2).get(3)).as("skipped").isEqualTo(AVAIL | 1L);
        for (int number = 0; number < 5; number++) {
            assertThat(driver.moreUsed()).isTrue();
            assertThat(driver.enableCallback()).as("a buffer of the batch is left").isFalse();
            assertThat(driver.takeUsed()).isEqualTo(token(number));
            assertThat(driver.usedLengthBytes()).isEqualTo(written[number]);
            assertThat(driver.freeCount()).isEqualTo(11 - 2 * (4 - number));
        }
        assertThat(driver.moreUsed()).isFalse();
        assertThat(driver.enableCallback()).isTrue();
        assertThat(driver.takeUsed()).isNull();
    }

    @Test
    void indirect_tables_take_one_descriptor_and_lie_in_order() {
        FeatureSet features = FLAGS.with(Feature.INDIRECT_DESC);
        QueueLayout layout = QueueLayout.allocatePacked(3, allocator);
        IndirectTables tables = new IndirectTables(allocator, 3, 3);
        PackedDriverQueue<RingRun.Token> driver = new PackedDriverQueue<>(machine, "q0", layout, features,
                DisableCallback.EVENT_ZERO, PackedPosition.START, new IndirectUse(tables, 2));
        PackedDeviceQueue device = new PackedDeviceQueue(machine, layout, features);
        driver.add(chain.clear().readable(0x10, 1), token(0));
        driver.add(chain.clear().readable(0x10, 1).readable(0x20, 2).writable(0x30, 3), token(1));
        assertThat(driver.freeCount()).isEqualTo(1);
        assertThat(descriptor(layout, 1)).isEqualTo(descriptor(tables.addr(1), 48, 1, AVAIL | 4));
        QueueLayout table = new QueueLayout(3, tables.addr(1), 0, 0);
        assertThat(descriptor(table, 0)).isEqualTo(descriptor(0x10, 1, 0, 0));
        assertThat(descriptor(table, 1)).isEqualTo(descriptor(0x20, 2, 0, 0));
        assertThat(descriptor(table, 2)).isEqualTo(descriptor(0x30, 3, 0, 2));
        device.take(chain);
        assertThat(device.take(chain)).isEqualTo(DeviceQueue.Taken.BUFFER);
        assertThat(chain.readableCount()).isEqualTo(2);
        assertThat(chain.count()).isEqualTo(3);
        device.use(device.headId(), 3);
        assertThat(driver.takeUsed()).isEqualTo(token(1));
        assertThatThrownBy(() -> new PackedDriverQueue<>(machine, "q1", layout, FLAGS, DisableCallback.EVENT_ZERO,
                PackedPosition.START, new IndirectUse(tables, 2))).hasMessageContaining("INDIRECT_DESC");
    }

    @Test
    void a_layout_that_cannot_be_is_refused() {
        assertThat(new QueueLayout(32768, 0, 0, 0).packedFault(memory)).contains("outside guest memory");
        assertThat(new QueueLayout(32769, 0, 0, 0).packedFault(memory)).contains("queue size");
        assertThat(new QueueLayout(0, 0, 0, 0).packedFault(memory)).contains("queue size");
        assertThat(new QueueLayout(3, 8, 0, 0).packedFault(memory)).contains("misaligned");
        assertThat(new QueueLayout(3, 0, 2, 0).packedFault(memory)).contains("misaligned");
        assertThat(new QueueLayout(3, 0, 0, 2).packedFault(memory)).contains("misaligned");
        assertThat(new QueueLayout(3, MEMORY_BYTES - 48, 0, 0).packedFault(memory)).isEmpty();
        assertThat(new QueueLayout(4, MEMORY_BYTES - 48, 0, 0).packedFault(memory)).contains("outside");
        assertThat(new QueueLayout(3, 0, MEMORY_BYTES, 0).packedFault(memory)).contains("outside");
        QueueLayout three = QueueLayout.allocatePacked(3, allocator);
        assertThatThrownBy(() -> new PackedDeviceQueue(machine, three, FLAGS, 3)).hasMessageContaining("position");
        assertThatThrownBy(() -> driver(three, FLAGS).add(chain.clear(), token(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
