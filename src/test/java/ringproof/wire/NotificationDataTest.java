package ringproof.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The 32-bit notification, from the picture in the specification. Spec 2.9, 4.1.5.2.
final class NotificationDataTest {
    @Test
    void the_queue_is_in_the_low_half_and_the_position_above_it() {
        assertThat(NotificationData.word(0x0003, 0x1234)).isEqualTo(0x12340003);
        assertThat(NotificationData.word(0xFFFF, 0x0000)).isEqualTo(0x0000FFFF);
    }

    @Test
    void bit_31_is_the_wrap_counter_and_the_highest_bit_of_an_available_index() {
        int word = NotificationData.word(7, 0x8005);
        assertThat(word).isEqualTo(0x80050007);
        assertThat(NotificationData.queueIndex(word)).isEqualTo(7);
        assertThat(NotificationData.next(word)).isEqualTo(0x8005);
        assertThat(NotificationData.nextOff(word)).isEqualTo(5);
        assertThat(NotificationData.nextWrap(word)).isTrue();
        assertThat(NotificationData.nextWrap(NotificationData.word(0xFFFF, 0x7FFF))).isFalse();
    }
}
