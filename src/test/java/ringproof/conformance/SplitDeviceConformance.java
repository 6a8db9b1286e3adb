package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.conformance.DeviceBench.Piece;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.wire.Feature;

/// What binds the device on a split virtqueue: 2.7.4.1, 2.7.5.1, 2.7.5.3.2, 2.7.7.2, 2.7.8.2, 2.7.10.2. One method for each clause.
final class SplitDeviceConformance {
    private static final int SIZE = SplitRing.SIZE;
    private static final int START = 65530;
    private static final long TABLE = 0x2000;

    private static DeviceBench bench(SplitRing ring) {
        return new DeviceBench(ring.memory, ring.device, ring.features.with(Feature.BLK_FLUSH));
    }

    /// Puts pieces into the ring, the first `direct` of them as ordinary descriptors, the others in a table; makes them available.
    private static void place(SplitRing ring, List<Piece> pieces, int direct, int flagsOfTable) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean more = i + 1 < pieces.size();
            int flags = (piece.writable() ? SplitRing.WRITE : 0) | (more && i + 1 != direct ? SplitRing.NEXT : 0);
            if (i < direct) {
                ring.write(ring.layout.descriptorArea(), i,
                        new SplitRing.Descriptor(piece.addr(), piece.len(), flags | (more ? SplitRing.NEXT : 0),
                                i + 1));
            } else {
                ring.write(TABLE, i - direct,
                        new SplitRing.Descriptor(piece.addr(), piece.len(), flags, i - direct + 1));
            }
        }
        if (direct < pieces.size()) {
            ring.write(ring.layout.descriptorArea(), direct, new SplitRing.Descriptor(TABLE,
                    16L * (pieces.size() - direct), SplitRing.INDIRECT | flagsOfTable, 0));
        }
        ring.makeAvailable(0);
    }

    /// 2.7.4.1.
    @Test
    void how_a_request_is_cut_into_descriptors_means_nothing() {
        for (List<Piece> pieces : DeviceBench.waysToCutARead()) {
            for (int direct = 0; direct <= pieces.size(); direct++) {
                SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
                DeviceBench bench = bench(ring);
                bench.header(DeviceBench.IN, 2);
                place(ring, pieces, direct, 0);
                assertThat(bench.worker.service()).as(bench.alarm).isTrue();
                assertThat(bench.answered(3)).as("%s, the first %d in the ring", pieces, direct).isTrue();
                assertThat(ring.memory.peek(ring.usedRing + 4, 4)).isEqualTo(513);
            }
        }
    }

    /// 2.7.5.1.
    @ParameterizedTest
    @ValueSource(ints = {DeviceBench.IN, DeviceBench.OUT, DeviceBench.FLUSH, DeviceBench.GET_ID, 77})
    void the_device_does_not_write_where_it_may_only_read(int type) {
        SplitRing ring = new SplitRing();
        DeviceBench bench = bench(ring);
        bench.header(type, 2);
        Chain chain = DeviceBench.chain(type);
        ring.driver.add(chain, new Token(0));
        ring.memory.forget();
        bench.worker.service();
        for (int i = 0; i < chain.count(); i++) {
            boolean written = ring.memory.wasStored(chain.addr(i), chain.lengthBytes(i));
            assertThat(written && i < chain.readableCount()).isFalse();
        }
        assertThat(ring.memory.wasStored(DeviceBench.STATUS, 1)).as("it did something").isTrue();
    }

    /// 2.7.5.1.
    @Test
    void the_device_does_not_write_into_the_descriptor_table() {
        SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
        DeviceBench bench = bench(ring);
        bench.header(DeviceBench.IN, 2);
        ring.driver.add(new Chain().readable(DeviceBench.HEADER, 16), new Token(0));
        ring.driver.add(DeviceBench.chain(DeviceBench.IN), new Token(1));
        ring.memory.forget();
        bench.worker.service();
        assertThat(ring.memory.wasStored(ring.layout.descriptorArea(), 16 * SIZE)).isFalse();
        assertThat(ring.memory.wasStored(ring.descriptor(1).addr(), 16 * SIZE)).as("nor into an indirect one")
                .isFalse();
    }

    /// 2.7.5.3.2.
    @ParameterizedTest
    @ValueSource(ints = {0, SplitRing.WRITE})
    void write_means_nothing_where_a_descriptor_refers_to_a_table(int flags) {
        SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
        place(ring, List.of(new Piece(DeviceBench.HEADER, 16, false), new Piece(DeviceBench.DATA, 1, true)), 0, flags);
        Chain taken = ring.take();
        assertThat(taken.readableCount()).isEqualTo(1);
        assertThat(taken.count()).isEqualTo(2);
        assertThat(ring.device.breakage()).isNull();
    }

    /// 2.7.5.3.2. From none to as many as leave one for the table.
    @Test
    void ordinary_descriptors_may_come_before_the_one_that_refers_to_a_table() {
        for (int direct = 0; direct < SIZE; direct++) {
            SplitRing ring = new SplitRing(Feature.INDIRECT_DESC);
            List<Piece> pieces = List.of(new Piece(0x4000, 1, false), new Piece(0x4010, 2, false),
                    new Piece(0x4020, 3, false), new Piece(0x4030, 4, false), new Piece(0x4040, 5, true),
                    new Piece(0x4050, 6, true), new Piece(0x4060, 7, true), new Piece(0x4070, 8, true));
            place(ring, pieces, direct, 0);
            Chain taken = ring.take();
            assertThat(taken.count()).isEqualTo(SIZE);
            for (int i = 0; i < SIZE; i++) {
                assertThat(taken.addr(i)).isEqualTo(pieces.get(i).addr());
                assertThat(taken.lengthBytes(i)).isEqualTo(pieces.get(i).len());
            }
            assertThat(taken.readableCount()).isEqualTo(4);
        }
    }

    private static void use(SplitRing ring, int buffers) {
        for (int i = 0; i < buffers; i++) {
            ring.add(1, 1);
        }
        for (int i = 0; i < buffers; i++) {
            ring.take();
            ring.device.stage(ring.device.headId(), 0);
        }
        ring.device.publish();
    }

    /// 2.7.7.2.
    @ParameterizedTest
    @ValueSource(ints = {0, START - 1, START, START + 1, 0xFFFF})
    void without_event_idx_used_event_means_nothing(int garbage) {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START);
        ring.memory.poke16(ring.usedEvent, garbage);
        use(ring, 1);
        assertThat(ring.device.needsNotification()).isTrue();
        ring.memory.poke16(ring.availFlags, 1);
        use(ring, 1);
        assertThat(ring.device.needsNotification()).isFalse();
        assertThat(ring.memory.wasLoaded(ring.usedEvent, 2)).isFalse();
    }

    /// 2.7.7.2. For one buffer and for several at once; and by the device as a whole.
    @Test
    void without_event_idx_the_device_notifies_where_the_flags_are_0() {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START);
        for (int i = 0; i < 20; i++) {
            use(ring, 1 + i % 3);
            assertThat(ring.device.needsNotification()).isTrue();
            while (ring.takeUsed() != null) {
                assertThat(ring.driver.breakage()).isNull();
            }
        }
        DeviceBench bench = bench(ring);
        bench.header(DeviceBench.FLUSH, 0);
        ring.driver.add(DeviceBench.chain(DeviceBench.FLUSH), new Token(0));
        bench.worker.service();
        assertThat(bench.callback.lower()).isTrue();
    }

    /// 2.7.7.2.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void with_event_idx_the_lowest_flag_means_nothing(int flags) {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START, Feature.EVENT_IDX);
        ring.memory.poke16(ring.availFlags, flags);
        use(ring, 1);
        assertThat(ring.device.needsNotification()).isTrue();
        use(ring, 1);
        assertThat(ring.device.needsNotification()).isFalse();
    }

    /// 2.7.7.2. Wherever among those published together the entry is, also across the wrap.
    @Test
    void with_event_idx_the_device_notifies_of_the_entry_at_used_event() {
        for (int batch = 1; batch <= SIZE / 2; batch++) {
            for (int start = START; start < START + 8; start++) {
                for (int asked = 0; asked < batch; asked++) {
                    SplitRing ring = new SplitRing(DisableCallback.SILENT, start & 0xFFFF, Feature.EVENT_IDX);
                    ring.memory.poke16(ring.usedEvent, start + asked & 0xFFFF);
                    use(ring, batch);
                    assertThat(ring.device.needsNotification()).as("entry %d of %d from %d", asked, batch, start)
                            .isTrue();
                }
            }
        }
    }

    /// 2.7.8.2. With IN_ORDER, too, where elements are written later.
    @ParameterizedTest
    @EnumSource(value = Feature.class, names = {"EVENT_IDX", "IN_ORDER"})
    void the_length_is_written_before_the_used_index(Feature feature) {
        SplitRing ring = new SplitRing(feature);
        for (int i = 0; i < 2; i++) {
            ring.add(0, 1);
            ring.take();
            ring.device.stage(ring.device.headId(), 5);
        }
        ring.memory.forget();
        ring.add(0, 1);
        ring.take();
        ring.device.use(ring.device.headId(), 7);
        int index = ring.memory.first(access -> access.isStoreTo(ring.usedIdx, 2));
        int length = ring.memory.last(access -> access.isStoreTo(ring.usedRing, 8 * SIZE));
        assertThat(ring.memory.accesses().get(index).isOrderedBehind()).isTrue();
        assertThat(length).isBetween(0, index - 1);
    }

    /// 2.7.8.2. After success, after failures of each kind, and with room for less or more than the answer.
    @ParameterizedTest
    @ValueSource(ints = {DeviceBench.IN, DeviceBench.OUT, DeviceBench.FLUSH, DeviceBench.GET_ID, 77})
    void so_many_bytes_as_the_length_says_are_written_before_the_used_index(int type) {
        for (int sector : new int[]{0, 7, 8, -1}) {
            for (int room : new int[]{1, 2, 20, 21, 512, 513, 600}) {
                SplitRing ring = new SplitRing();
                DeviceBench bench = bench(ring);
                bench.header(type, sector);
                Chain chain = new Chain().readable(DeviceBench.HEADER, 16).writable(DeviceBench.DATA, room);
                assertThat(ring.driver.add(chain, new Token(0))).isEqualTo(DriverQueue.Added.YES);
                ring.memory.forget();
                bench.worker.service();
                int index = ring.memory.first(access -> access.isStoreTo(ring.usedIdx, 2));
                long length = ring.memory.peek(ring.usedRing + 4, 4);
                assertThat(length).isBetween(0L, (long) room);
                for (int i = 0; i < length; i++) {
                    long at = DeviceBench.DATA + i;
                    assertThat(ring.memory.first(access -> access.isStoreTo(at, 1))).as("byte %d of %d", i, length)
                            .isBetween(0, index - 1);
                }
            }
        }
    }

    /// Notifications off and on in every way.
    private static SplitRing afterSwitching(Feature... features) {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START, features);
        for (int i = 0; i < 10; i++) {
            ring.device.disableNotification();
            ring.device.disableNotification();
            use(ring, 1);
            ring.device.enableNotification();
            ring.device.enableNotification();
            ring.takeUsed();
        }
        return ring;
    }

    /// 2.7.10.2.
    @Test
    void without_event_idx_the_flags_are_0_or_1() {
        SplitRing ring = afterSwitching();
        assertThat(ring.memory.storedTo(ring.usedFlags)).isSubsetOf(0, 1).contains(0, 1);
    }

    /// 2.7.10.2.
    @Test
    void with_event_idx_the_flags_are_0() {
        SplitRing ring = afterSwitching(Feature.EVENT_IDX);
        assertThat(ring.word(ring.usedFlags)).isZero();
        assertThat(ring.memory.storedTo(ring.usedFlags)).isSubsetOf(0);
        assertThat(ring.memory.storedTo(ring.availEvent)).as("that is where it asks").isNotEmpty();
    }

    /// 2.7.10.2.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_notification_of_nothing_does_no_harm(boolean eventIdx) {
        SplitRing ring = eventIdx ? new SplitRing(Feature.EVENT_IDX) : new SplitRing();
        DeviceBench bench = bench(ring);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.worker.service()).isTrue();
            assertThat(bench.worker.service()).isTrue();
            assertThat(bench.callback.lower()).isFalse();
            bench.header(DeviceBench.IN, i);
            ring.driver.add(DeviceBench.chain(DeviceBench.IN), new Token(i));
            assertThat(ring.driver.kickPrepare()).as("it still wants to know").isTrue();
            assertThat(bench.worker.service()).isTrue();
            assertThat(bench.answered(i + 1)).isTrue();
            assertThat(ring.takeUsed()).isEqualTo(new Token(i));
            assertThat(bench.callback.lower()).isTrue();
        }
        assertThat(ring.device.take(new Chain())).isEqualTo(DeviceQueue.Taken.EMPTY);
    }
}
