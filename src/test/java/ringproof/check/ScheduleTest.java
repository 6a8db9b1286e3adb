package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void a_schedule_survives_its_text() {
        Schedule schedule = new Schedule(new int[]{0, 0, 0, 3, 200, 200, 70_000, 0});
        assertThat(Schedule.decode(schedule.encode())).isEqualTo(schedule).hasSameHashCodeAs(schedule);
        assertThat(Schedule.decode(new Schedule(new int[0]).encode()).length()).isZero();
    }

    @Test
    void text_that_is_no_schedule_is_refused() {
        String endsInANumber = Base64.getUrlEncoder().encodeToString(new byte[]{(byte) 0x80});
        String runOfZero = Base64.getUrlEncoder().encodeToString(new byte[]{1, 0});
        String endless = Base64.getUrlEncoder()
                .encodeToString(new byte[]{1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});
        String numberTooLarge = Base64.getUrlEncoder().encodeToString(new byte[]{-1, -1, -1, -1, -1, 1});
        for (String text : new String[]{"***", endsInANumber, runOfZero, endless, numberTooLarge}) {
            assertThatThrownBy(() -> Schedule.decode(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
