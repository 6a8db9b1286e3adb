package ringproof.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ringproof.transport.StatusRegister.Step;
import ringproof.wire.DeviceStatus;

/// Which writes to the status field do what. Spec 2.1, 3.1.1.
final class StatusRegisterTest {
    private static final int ACKNOWLEDGE = 1;
    private static final int DRIVER = 2;
    private static final int DRIVER_OK = 4;
    private static final int FEATURES_OK = 8;
    private static final int SUSPEND = 16;
    private static final int NEEDS_RESET = 64;
    private static final int FAILED = 128;
    private static final int NEGOTIATED = ACKNOWLEDGE | DRIVER | FEATURES_OK;

    private final StatusRegister register = new StatusRegister();

    private Step write(int value) {
        return register.write(value, true, false);
    }

    private void negotiate() {
        write(ACKNOWLEDGE);
        write(ACKNOWLEDGE | DRIVER);
        write(NEGOTIATED);
    }

    @Test
    void the_sequence_of_the_specification_goes_live() {
        assertThat(register.read()).isZero();
        negotiate();
        assertThat(register.read()).isEqualTo(NEGOTIATED);
        assertThat(write(NEGOTIATED | DRIVER_OK)).isEqualTo(Step.GO_LIVE);
        assertThat(register.read()).isEqualTo(NEGOTIATED | DRIVER_OK);
    }

    @Test
    void driver_ok_goes_live_only_once() {
        negotiate();
        write(NEGOTIATED | DRIVER_OK);
        assertThat(write(NEGOTIATED | DRIVER_OK)).isEqualTo(Step.NOTHING);
    }

    @Test
    void a_bit_left_out_of_a_write_stays_set() {
        negotiate();
        assertThat(write(ACKNOWLEDGE)).isEqualTo(Step.NOTHING);
        assertThat(register.read()).isEqualTo(NEGOTIATED);
    }

    @Test
    void zero_asks_for_a_reset_which_is_complete_when_cleared() {
        negotiate();
        assertThat(write(0)).isEqualTo(Step.RESET);
        assertThat(register.read()).isEqualTo(NEGOTIATED);
        register.clear();
        assertThat(register.read()).isZero();
    }

    @Test
    void features_ok_stays_unset_when_the_features_are_not_acceptable() {
        register.write(ACKNOWLEDGE | DRIVER, false, false);
        register.write(NEGOTIATED, false, false);
        assertThat(register.read()).isEqualTo(ACKNOWLEDGE | DRIVER);
    }

    @Test
    void features_ok_stays_unset_before_acknowledge_and_driver() {
        write(FEATURES_OK);
        write(ACKNOWLEDGE | FEATURES_OK);
        assertThat(register.read()).isEqualTo(ACKNOWLEDGE);
    }

    @Test
    void features_ok_once_set_does_not_depend_on_later_features() {
        negotiate();
        register.write(NEGOTIATED, false, false);
        assertThat(register.has(DeviceStatus.FEATURES_OK)).isTrue();
    }

    @Test
    void driver_ok_without_or_together_with_features_ok_needs_a_reset() {
        write(ACKNOWLEDGE | DRIVER);
        assertThat(write(NEGOTIATED | DRIVER_OK)).isEqualTo(Step.NOTHING);
        assertThat(register.read()).isEqualTo(NEGOTIATED | NEEDS_RESET);
        assertThat(write(NEGOTIATED | DRIVER_OK)).as("nor afterwards").isEqualTo(Step.NOTHING);
    }

    @Test
    void driver_ok_after_failed_needs_a_reset() {
        negotiate();
        write(NEGOTIATED | FAILED);
        assertThat(write(NEGOTIATED | FAILED | DRIVER_OK)).isEqualTo(Step.NOTHING);
        assertThat(register.read()).isEqualTo(NEGOTIATED | FAILED | NEEDS_RESET);
    }

    @Test
    void the_driver_cannot_set_needs_reset_nor_bits_without_a_name() {
        write(ACKNOWLEDGE | NEEDS_RESET | 16 | 32 | 256 | Integer.MIN_VALUE);
        assertThat(register.read()).isEqualTo(ACKNOWLEDGE);
    }

    @Test
    void the_driver_is_told_of_needs_reset_only_once_it_is_live() {
        assertThat(register.needsReset()).isFalse();
        assertThat(register.read()).isEqualTo(NEEDS_RESET);
        register.clear();
        negotiate();
        write(NEGOTIATED | DRIVER_OK);
        assertThat(register.needsReset()).isTrue();
        assertThat(register.read()).isEqualTo(NEGOTIATED | DRIVER_OK | NEEDS_RESET);
    }

    private Step writeWithSuspend(int value) {
        return register.write(value, true, true);
    }

    /// Spec 3.4.
    @Test
    void suspend_and_driver_ok_take_turns() {
        negotiate();
        write(NEGOTIATED | DRIVER_OK);
        assertThat(writeWithSuspend(NEGOTIATED | DRIVER_OK | SUSPEND)).isEqualTo(Step.SUSPEND);
        assertThat(register.read()).as("until it has").isEqualTo(NEGOTIATED | DRIVER_OK);
        register.suspended();
        assertThat(register.read()).isEqualTo(NEGOTIATED | SUSPEND);
        assertThat(writeWithSuspend(NEGOTIATED | SUSPEND)).isEqualTo(Step.NOTHING);
        assertThat(writeWithSuspend(NEGOTIATED | SUSPEND | DRIVER_OK)).isEqualTo(Step.RESUME);
        register.resumed();
        assertThat(register.read()).isEqualTo(NEGOTIATED | DRIVER_OK);
    }

    @Test
    void suspend_is_ignored_before_driver_ok_and_without_the_feature() {
        assertThat(writeWithSuspend(ACKNOWLEDGE | SUSPEND)).isEqualTo(Step.NOTHING);
        negotiate();
        assertThat(writeWithSuspend(NEGOTIATED | SUSPEND)).isEqualTo(Step.NOTHING);
        assertThat(writeWithSuspend(NEGOTIATED | SUSPEND | DRIVER_OK)).as("goes live, no more").isEqualTo(Step.GO_LIVE);
        assertThat(write(NEGOTIATED | SUSPEND | DRIVER_OK)).as("without the feature").isEqualTo(Step.NOTHING);
        assertThat(register.read()).isEqualTo(NEGOTIATED | DRIVER_OK);
    }

    @Test
    void a_suspended_device_can_be_reset_and_can_need_it() {
        negotiate();
        write(NEGOTIATED | DRIVER_OK);
        register.suspended();
        assertThat(register.needsReset()).as("nobody is told meanwhile").isFalse();
        assertThat(register.read()).isEqualTo(NEGOTIATED | SUSPEND | NEEDS_RESET);
        assertThat(writeWithSuspend(0)).isEqualTo(Step.RESET);
        register.clear();
        assertThat(register.read()).isZero();
    }
}
