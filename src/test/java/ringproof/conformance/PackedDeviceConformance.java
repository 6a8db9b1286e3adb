package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.wire.Feature;

/// What binds the device on a packed virtqueue: 2.8.12, 2.8.15, 2.8.18. One method for each clause.
final class PackedDeviceConformance {
    private static final int SIZE = PackedRing.SIZE;

    /// 2.8.12. Round and round.
    @Test
    void buffers_are_begun_in_the_order_in_which_they_stand_in_the_ring() {
        PackedRing ring = new PackedRing();
        for (int i = 0; i < 4 * SIZE; i++) {
            for (int length = 1; length <= 2; length++) {
                assertThat(ring.driver.add(new Chain().readable(0x4000 + 16L * i, length).readable(0x5000, 1),
                        new Token(i))).isEqualTo(DriverQueue.Added.YES);
            }
            for (int length = 1; length <= 2; length++) {
                Chain taken = new Chain();
                assertThat(ring.device.take(taken)).isEqualTo(DeviceQueue.Taken.BUFFER);
                assertThat(taken.addr(0)).isEqualTo(0x4000 + 16L * i);
                assertThat(taken.lengthBytes(0)).isEqualTo(length);
                ring.device.use(ring.device.headId(), 0);
                assertThat(ring.driver.takeUsed()).isEqualTo(new Token(i));
            }
        }
    }

    /// 2.8.12. Whatever the order in which they were taken.
    @Test
    void used_descriptors_are_written_in_the_order_in_which_buffers_are_done() {
        PackedRing ring = new PackedRing();
        for (int i = 0; i < SIZE; i++) {
            ring.add(0, 1);
        }
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            handles.add(ring.take());
        }
        int[] done = {3, 0, 4, 2, 1};
        for (int i = 0; i < SIZE; i++) {
            ring.device.use(handles.get(done[i]), 1 + done[i]);
            for (int slot = 0; slot < SIZE; slot++) {
                PackedRing.Descriptor descriptor = ring.descriptor(slot);
                assertThat(descriptor.has(PackedRing.USED)).as("slot %d after %d", slot, i).isEqualTo(slot <= i);
                assertThat(descriptor.len()).isEqualTo(slot <= i ? 1 + done[slot] : 16);
                assertThat(descriptor.id()).isEqualTo(slot <= i ? done[slot] : slot);
            }
        }
    }

    /// 2.8.15.
    @ParameterizedTest
    @ValueSource(ints = {DeviceBench.IN, DeviceBench.OUT, DeviceBench.FLUSH, DeviceBench.GET_ID, 77})
    void the_device_does_not_write_where_it_may_only_read(int type) {
        PackedRing ring = new PackedRing();
        DeviceBench bench = new DeviceBench(ring.memory, ring.device, ring.features.with(Feature.BLK_FLUSH));
        bench.header(type, 2);
        Chain chain = DeviceBench.chain(type);
        ring.driver.add(chain, new Token(0));
        ring.memory.forget();
        bench.worker.service();
        for (int i = 0; i < chain.readableCount(); i++) {
            assertThat(ring.memory.wasStored(chain.addr(i), chain.lengthBytes(i))).isFalse();
        }
        assertThat(ring.memory.wasStored(DeviceBench.STATUS, 1)).as("it did something").isTrue();
    }

    /// 2.8.15. In the first lap available is AVAIL without USED, in the second USED without AVAIL.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_descriptor_is_left_alone_until_it_is_available(boolean secondLap) {
        for (int flags : new int[]{0, PackedRing.AVAIL, PackedRing.USED, PackedRing.AVAIL | PackedRing.USED}) {
            PackedRing ring = new PackedRing();
            if (secondLap) {
                ring.goTo(SIZE);
            }
            ring.write(0, new PackedRing.Descriptor(0x4000, 1, 7, flags));
            ring.memory.forget();
            boolean available = flags == (secondLap ? PackedRing.USED : PackedRing.AVAIL);
            assertThat(ring.device.take(new Chain()))
                    .isEqualTo(available ? DeviceQueue.Taken.BUFFER : DeviceQueue.Taken.EMPTY);
            assertThat(ring.memory.wasLoaded(ring.ring, 14)).as("its content is read").isEqualTo(available);
            assertThat(ring.memory.wasStored(ring.ring, 16 * SIZE)).isFalse();
            if (!available) {
                ring.device.publish();
                ring.device.needsNotification();
                ring.device.enableNotification();
                assertThat(ring.memory.wasStored(ring.ring, 16 * SIZE)).isFalse();
            }
        }
    }

    /// 2.8.15. One by one, together, and with IN_ORDER.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_descriptor_is_left_alone_once_it_is_used(boolean inOrder) {
        PackedRing ring = inOrder ? new PackedRing(Feature.IN_ORDER) : new PackedRing();
        ring.goTo(2);
        for (int i = 0; i < SIZE; i++) {
            ring.add(0, 1);
        }
        ring.memory.forget();
        for (int i = 0; i < SIZE; i++) {
            ring.device.stage(ring.take(), i == 2 ? 5 : 16);
            if (i != 2 && i != 3) {
                ring.device.publish();
            }
            ring.device.disableNotification();
            ring.device.enableNotification();
            ring.device.needsNotification();
        }
        int used = 0;
        for (int slot = 0; slot < SIZE; slot++) {
            int at = slot;
            int flags = ring.memory.first(access -> ring.isStoreToFlags(access, at));
            assertThat(ring.memory.last(access -> ring.isStoreTo(access, at))).as("slot %d", slot).isEqualTo(flags);
            used += flags < 0 ? 0 : 1;
        }
        assertThat(used).as("IN_ORDER skips a complete one").isEqualTo(inOrder ? SIZE - 1 : SIZE);
    }

    /// 2.8.18. Also around the end of the ring.
    @Test
    void the_descriptors_of_a_list_are_used_in_their_order() {
        for (int slot = 0; slot < SIZE; slot++) {
            PackedRing ring = new PackedRing();
            ring.goTo(slot);
            ring.add(2, 3);
            Chain taken = new Chain();
            assertThat(ring.device.take(taken)).isEqualTo(DeviceQueue.Taken.BUFFER);
            assertThat(taken.count()).isEqualTo(SIZE);
            for (int i = 0; i < SIZE; i++) {
                assertThat(taken.addr(i)).isEqualTo(ring.descriptor((slot + i) % SIZE).addr());
            }
            assertThat(taken.readableCount()).isEqualTo(2);
        }
    }
}
