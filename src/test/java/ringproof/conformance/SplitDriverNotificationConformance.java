package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.machine.Barrier;
import ringproof.queue.DisableCallback;
import ringproof.wire.Feature;

/// What binds the driver of a split virtqueue where it asks for notifications and sends them: 2.7.7.1, 2.7.10.1, 2.7.13.4. One method
/// for each clause.
final class SplitDriverNotificationConformance {
    private static final int START = 65530;

    /// Callbacks off and on in every way, with buffers that come and go.
    private static SplitRing afterSwitching(DisableCallback style, Feature... features) {
        SplitRing ring = new SplitRing(style, START, features);
        for (int i = 0; i < 10; i++) {
            ring.add(1, 1);
            ring.driver.disableCallback();
            ring.driver.disableCallback();
            ring.roundTrip();
            ring.driver.callbackArrived();
            ring.driver.enableCallback();
            ring.add(1, 0);
            ring.driver.callbackArrived();
            ring.driver.disableCallback();
            ring.driver.enableCallbackDelayed();
            ring.roundTrip();
            ring.driver.poll(ring.driver.enableCallbackPrepare());
        }
        return ring;
    }

    /// 2.7.7.1.
    @ParameterizedTest
    @EnumSource(DisableCallback.class)
    void without_event_idx_the_flags_are_0_or_1(DisableCallback style) {
        SplitRing ring = afterSwitching(style);
        assertThat(ring.memory.storedTo(ring.availFlags)).isSubsetOf(0, 1).contains(0, 1);
    }

    /// 2.7.7.1.
    @ParameterizedTest
    @EnumSource(DisableCallback.class)
    void with_event_idx_the_flags_are_0(DisableCallback style) {
        SplitRing ring = afterSwitching(style, Feature.EVENT_IDX);
        assertThat(ring.word(ring.availFlags)).isZero();
        assertThat(ring.memory.storedTo(ring.availFlags)).isSubsetOf(0);
        assertThat(ring.memory.storedTo(ring.usedEvent)).as("that is where it asks").isNotEmpty();
    }

    /// 2.7.7.1. At any time: with nothing in flight, with something, and with callbacks off.
    @ParameterizedTest
    @EnumSource(DisableCallback.class)
    void a_notification_of_nothing_does_no_harm(DisableCallback style) {
        SplitRing ring = new SplitRing(style, START, Feature.EVENT_IDX);
        for (int i = 0; i < 3; i++) {
            assertThat(ring.driver.callbackArrived()).isFalse();
            Token token = ring.add(1, 1);
            assertThat(ring.driver.callbackArrived()).isFalse();
            ring.driver.disableCallback();
            assertThat(ring.driver.callbackArrived()).isFalse();
            assertThat(ring.takeUsed()).isNull();
            assertThat(ring.driver.enableCallback()).isTrue();
            assertThat(ring.driver.callbackArrived()).isFalse();
            assertThat(ring.word(ring.usedEvent)).as("the next one is still asked for").isEqualTo(START + i);
            ring.take();
            ring.device.use(ring.device.headId(), 0);
            assertThat(ring.driver.callbackArrived()).isTrue();
            assertThat(ring.takeUsed()).isEqualTo(token);
        }
        assertThat(ring.driver.breakage()).isNull();
    }

    /// 2.7.10.1.
    @ParameterizedTest
    @ValueSource(ints = {0, START - 1, START, START + 1, 0xFFFF})
    void without_event_idx_avail_event_means_nothing(int garbage) {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START);
        ring.memory.poke16(ring.availEvent, garbage);
        ring.add(1, 0);
        assertThat(ring.driver.kickPrepare()).isTrue();
        ring.memory.poke16(ring.usedFlags, 1);
        ring.add(1, 0);
        assertThat(ring.driver.kickPrepare()).isFalse();
        assertThat(ring.memory.wasLoaded(ring.availEvent, 2)).isFalse();
    }

    /// 2.7.10.1. For one buffer and for several at once.
    @Test
    void without_event_idx_the_driver_notifies_where_the_flags_are_0() {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START);
        for (int i = 0; i < 20; i++) {
            for (int batch = 0; batch <= i % 3; batch++) {
                ring.add(1, 0);
            }
            assertThat(ring.driver.kickPrepare()).isTrue();
            for (int batch = 0; batch <= i % 3; batch++) {
                ring.roundTrip();
            }
        }
    }

    /// 2.7.10.1.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void with_event_idx_the_lowest_flag_means_nothing(int flags) {
        SplitRing ring = new SplitRing(DisableCallback.SILENT, START, Feature.EVENT_IDX);
        ring.memory.poke16(ring.usedFlags, flags);
        ring.memory.poke16(ring.availEvent, START);
        ring.add(1, 0);
        assertThat(ring.driver.kickPrepare()).isTrue();
        ring.add(1, 0);
        assertThat(ring.driver.kickPrepare()).isFalse();
    }

    /// 2.7.10.1. Wherever in a batch the entry is, also across the wrap.
    @Test
    void with_event_idx_the_driver_notifies_of_the_entry_at_avail_event() {
        for (int batch = 1; batch <= SplitRing.SIZE; batch++) {
            for (int start = START; start < START + 8; start++) {
                for (int asked = 0; asked < batch; asked++) {
                    SplitRing ring = new SplitRing(DisableCallback.SILENT, start & 0xFFFF, Feature.EVENT_IDX);
                    ring.memory.poke16(ring.availEvent, start + asked & 0xFFFF);
                    for (int i = 0; i < batch; i++) {
                        ring.add(1, 0);
                    }
                    assertThat(ring.driver.kickPrepare()).as("entry %d of %d from %d", asked, batch, start).isTrue();
                }
            }
        }
    }

    /// 2.7.13.4.1.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_barrier_stands_between_the_index_and_the_word_of_the_device(boolean eventIdx) {
        SplitRing ring = eventIdx ? new SplitRing(Feature.EVENT_IDX) : new SplitRing();
        ring.add(1, 0);
        ring.driver.kickPrepare();
        int index = ring.memory.first(access -> access.isStoreTo(ring.availIdx, 2));
        int fence = ring.memory.first(access -> access.isFence(Barrier.KICK_CHECK));
        int word = ring.memory.first(access -> access.isLoadOf(eventIdx ? ring.availEvent : ring.usedFlags, 2));
        assertThat(index).isGreaterThanOrEqualTo(0);
        assertThat(fence).isGreaterThan(index);
        assertThat(word).isGreaterThan(fence);
    }
}
