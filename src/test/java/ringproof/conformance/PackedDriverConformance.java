package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.conformance.AccessLog.Access;
import ringproof.machine.Barrier;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainMemory;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.PackedDriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What binds the driver of a packed virtqueue: 2.8.11, 2.8.16, 2.8.17, 2.8.19, 2.8.21. One method for each clause.
final class PackedDriverConformance {
    private static final int SIZE = PackedRing.SIZE;

    /// 2.8.11.
    @Test
    void the_areas_are_aligned_to_16_4_and_4_bytes() {
        for (int size = 1; size <= 300; size++) {
            for (int from = 0; from < 16; from++) {
                QueueLayout layout = QueueLayout.allocatePacked(size,
                        new GuestAllocator(new PlainMemory(0x2000), from));
                assertThat(layout.descriptorArea() % 16).isZero();
                assertThat(layout.driverArea() % 4).isZero();
                assertThat(layout.deviceArea() % 4).isZero();
            }
        }
    }

    /// Everything that a driver can do but add.
    private static void doEverything(PackedRing ring) {
        ring.driver.kickPrepare();
        ring.driver.callbackArrived();
        ring.driver.disableCallback();
        ring.driver.moreUsed();
        ring.driver.enableCallback();
        ring.driver.enableCallbackDelayed();
        ring.driver.poll(ring.driver.enableCallbackPrepare());
        assertThat(ring.driver.add(SplitRing.chain(1, 0), new Token(-1))).isEqualTo(DriverQueue.Added.FULL);
    }

    /// 2.8.16. Nor the descriptors that the device skips when it returns a list.
    @Test
    void a_descriptor_is_left_alone_until_the_device_has_returned_it() {
        for (int slot = 0; slot < SIZE; slot++) {
            PackedRing ring = new PackedRing();
            ring.goTo(slot);
            ring.add(1, 1);
            ring.add(1, 2);
            ring.memory.forget();
            doEverything(ring);
            assertThat(ring.driver.takeUsed()).isNull();
            ring.memory.unseen(() -> ring.device.use(ring.take(), 0));
            doEverything(ring);
            assertThat(ring.driver.takeUsed()).isNotNull();
            assertThat(ring.memory.accesses()).as("nothing yet").noneMatch(ring::isStoreToRing);
            ring.add(2, 0);
            for (int i = 0; i < SIZE; i++) {
                long at = ring.ring + 16L * ((slot + i) % SIZE);
                assertThat(ring.memory.wasStored(at, 16)).as("only those two").isEqualTo(i < 2);
            }
        }
    }

    /// 2.8.16. The flags of each descriptor are what is stored to it last.
    @Test
    void a_descriptor_is_left_alone_once_it_is_available() {
        for (int slot = 0; slot < SIZE; slot++) {
            PackedRing ring = new PackedRing();
            ring.goTo(slot);
            ring.add(2, 3);
            ring.memory.unseen(() -> assertThat(ring.driver.takeUsed()).isNull());
            doEverything(ring);
            for (int i = 0; i < SIZE; i++) {
                int at = i;
                assertThat(ring.memory.last(access -> ring.isStoreTo(access, at)))
                        .isEqualTo(ring.memory.first(access -> ring.isStoreToFlags(access, at))).isNotNegative();
            }
        }
    }

    /// 2.8.16.
    @Test
    void a_notification_says_where_the_next_descriptor_will_be() {
        PackedRing ring = new PackedRing();
        int descriptors = 0;
        for (int i = 0; i < 40; i++) {
            int pieces = 1 + i % SIZE;
            ring.add(pieces, 0);
            ring.driver.kickPrepare();
            descriptors += pieces;
            int wrap = descriptors / SIZE % 2 == 0 ? 1 : 0;
            assertThat(ring.driver.notificationData()).isEqualTo(descriptors % SIZE | wrap << 15);
            ring.roundTrip();
        }
    }

    /// 2.8.17.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_list_is_longer_than_the_queue(boolean indirect) {
        PackedRing ring = indirect ? new PackedRing(Feature.INDIRECT_DESC) : new PackedRing();
        assertThatThrownBy(() -> ring.add(SIZE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ring.memory.accesses()).isEmpty();
        ring.add(SIZE, 0);
        int last = indirect ? 0 : SIZE - 1;
        assertThat(ring.descriptor(last).has(PackedRing.NEXT)).as("a list ends").isFalse();
    }

    /// 2.8.17.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_device_writes_comes_after_what_it_reads(boolean indirect) {
        PackedRing ring = indirect ? new PackedRing(Feature.INDIRECT_DESC) : new PackedRing();
        ring.add(2, 3);
        long table = indirect ? ring.descriptor(0).addr() : ring.ring;
        for (int i = 0; i < SIZE; i++) {
            PackedRing.Descriptor descriptor = ring.descriptor(table, i);
            assertThat(descriptor.has(PackedRing.WRITE)).isEqualTo(i >= 2);
            assertThat(descriptor.addr() >= 0x6000).isEqualTo(i >= 2);
        }
    }

    /// 2.8.17.
    @Test
    void a_list_is_written_out_at_once_without_the_device() {
        PackedRing ring = new PackedRing();
        ring.add(1, 0);
        ring.roundTrip();
        ring.memory.forget();
        ring.add(SIZE, 0);
        for (int slot = 0; slot < SIZE; slot++) {
            int at = slot;
            assertThat(ring.memory.first(access -> ring.isStoreToFlags(access, at))).isNotNegative();
        }
        assertThat(ring.memory.wasLoaded(ring.ring, 16 * SIZE)).as("whatever the device does").isFalse();
    }

    /// 2.8.17.
    @Test
    void a_list_for_which_there_is_no_room_is_not_begun() {
        for (int taken = 1; taken <= SIZE; taken++) {
            PackedRing ring = new PackedRing();
            ring.add(taken, 0);
            ring.memory.forget();
            assertThat(ring.driver.add(SplitRing.chain(SIZE - taken + 1, 0), new Token(-1)))
                    .isEqualTo(DriverQueue.Added.FULL);
            assertThat(ring.memory.accesses()).isEmpty();
        }
    }

    /// 2.8.17.
    @Test
    void the_first_descriptor_of_a_list_is_made_available_last() {
        for (int slot = 0; slot < SIZE; slot++) {
            PackedRing ring = new PackedRing();
            ring.goTo(slot);
            ring.add(2, 3);
            int head = slot;
            int first = ring.memory.first(access -> ring.isStoreToFlags(access, head));
            assertThat(first).isEqualTo(ring.memory.last(ring::isStoreToRing)).isNotNegative();
        }
    }

    /// 2.8.19.
    @Test
    void without_the_feature_no_descriptor_refers_to_a_table() {
        PackedRing ring = new PackedRing();
        IndirectUse use = new IndirectUse(new IndirectTables(ring.allocator, SIZE, SIZE), 1);
        FeatureSet without = FeatureSet.of(Feature.VERSION_1, Feature.RING_PACKED);
        assertThatThrownBy(() -> new PackedDriverQueue<Token>(ring.machine, "q1", ring.layout, without,
                DisableCallback.SILENT, 1 << 15, use)).isInstanceOf(IllegalArgumentException.class);
        for (int pieces = 1; pieces <= SIZE; pieces++) {
            ring.add(pieces, 0);
            for (int slot = 0; slot < SIZE; slot++) {
                assertThat(ring.descriptor(slot).has(PackedRing.INDIRECT)).isFalse();
            }
            ring.roundTrip();
        }
    }

    /// 2.8.19.
    @Test
    void in_a_table_no_flag_but_write_is_set() {
        PackedRing ring = new PackedRing(Feature.INDIRECT_DESC);
        for (int slot = 0; slot < 3 * SIZE; slot++) {
            ring.add(2, 3);
            PackedRing.Descriptor head = ring.descriptor(slot % SIZE);
            assertThat(head.has(PackedRing.INDIRECT)).isTrue();
            for (int i = 0; i < SIZE; i++) {
                assertThat(ring.descriptor(head.addr(), i).flags()).isEqualTo(i < 2 ? 0 : PackedRing.WRITE);
            }
            ring.roundTrip();
        }
    }

    /// 2.8.19.
    @Test
    void no_descriptor_of_a_list_refers_to_a_table() {
        PackedRing ring = new PackedRing(Feature.INDIRECT_DESC);
        for (int pieces = 1; pieces <= SIZE; pieces++) {
            ring.add(pieces, 0);
            PackedRing.Descriptor head = ring.descriptor(pieces - 1);
            assertThat(head.has(PackedRing.INDIRECT)).isEqualTo(pieces > 1);
            assertThat(head.has(PackedRing.NEXT)).isFalse();
            ring.roundTrip();
        }
    }

    /// 2.8.21.1.1.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_barrier_stands_between_what_is_made_available_and_the_flags(boolean indirect) {
        PackedRing ring = indirect ? new PackedRing(Feature.INDIRECT_DESC) : new PackedRing();
        ring.add(2, 2);
        int flags = ring.memory.first(access -> ring.isStoreToFlags(access, 0));
        assertThat(ring.memory.accesses().get(flags).isOrderedBehind()).isTrue();
        Predicate<Access> other = access -> access.kind() == AccessLog.Kind.STORE && !ring.isStoreToFlags(access, 0);
        assertThat(ring.memory.last(other)).as("nothing is left for later").isBetween(0, flags - 1);
    }

    /// 2.8.21.3.1.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_barrier_stands_between_the_flags_and_the_area_of_the_device(boolean eventIdx) {
        PackedRing ring = eventIdx ? new PackedRing(Feature.EVENT_IDX) : new PackedRing();
        ring.add(1, 0);
        ring.driver.kickPrepare();
        int flags = ring.memory.first(access -> ring.isStoreToFlags(access, 0));
        int fence = ring.memory.first(access -> access.isFence(Barrier.KICK_CHECK));
        int area = ring.memory.first(access -> access.isLoadOf(ring.layout.deviceArea(), 4));
        assertThat(flags).isNotNegative();
        assertThat(fence).isGreaterThan(flags);
        assertThat(area).isGreaterThan(fence);
    }
}
