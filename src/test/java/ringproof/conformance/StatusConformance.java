package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.conformance.RegisterLog.Access;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.queue.DriverQueue;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The status field and the reset of the device: 2.1 and 2.4. One method for each clause.
final class StatusConformance {
    private static final int ACKNOWLEDGE = 1;
    private static final int DRIVER = 2;
    private static final int DRIVER_OK = 4;
    private static final int FEATURES_OK = 8;
    private static final int NEEDS_RESET = 64;
    private static final int FAILED = 128;

    private final Stack stack = new Stack();

    /// 2.1.1.
    @Test
    void each_step_of_initialization_sets_its_bit() {
        stack.start();
        assertThat(stack.registers.statuses()).containsExactly(0, ACKNOWLEDGE, ACKNOWLEDGE | DRIVER,
                ACKNOWLEDGE | DRIVER | FEATURES_OK, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    }

    /// 2.1.1. Neither when it succeeds nor when it fails, nor to suspend and resume.
    @Test
    void the_driver_takes_back_no_bit() {
        stack.start();
        FeatureSet features = FeatureSet.of(Feature.VERSION_1, Feature.SUSPEND);
        Handshake.negotiate(stack.registers, features, features);
        Handshake.driverOk(stack.registers);
        assertThat(Handshake.suspend(stack.registers)).isTrue();
        assertThat(Handshake.resume(stack.registers)).isTrue();
        assertThatThrownBy(() -> stack.start(2)).isInstanceOf(NegotiationException.class);
        int status = 0;
        int writes = 0;
        for (Access access : stack.registers.accesses()) {
            if (access.kind() == Kind.READ_STATUS) {
                status = (int) access.value();
            } else if (access.kind() == Kind.WRITE_STATUS && access.value() != 0) {
                assertThat(access.value() & status).as("write of %d over %d", access.value(), status).isEqualTo(status);
                writes++;
            }
        }
        assertThat(writes).isGreaterThan(10);
        assertThat(stack.registers.statuses().getLast() & FAILED).isEqualTo(FAILED);
    }

    /// 2.1.1.
    @Test
    void after_failed_the_driver_resets_before_it_begins_anew() {
        assertThatThrownBy(() -> stack.start(2)).isInstanceOf(NegotiationException.class);
        assertThat(stack.registers.statuses().getLast() & FAILED).isEqualTo(FAILED);
        stack.registers.forget();
        stack.start(1);
        assertThat(stack.registers.accesses().getFirst()).isEqualTo(new Access(Kind.WRITE_STATUS, 0, 0));
    }

    /// 2.1.2.
    @Test
    void before_driver_ok_the_device_takes_nothing_and_notifies_nobody() {
        DriverQueue<Token> queue = stack.setUp(stack.negotiate());
        long status = stack.flush(queue);
        assertThat(stack.doesAnything()).isFalse();
        Handshake.driverOk(stack.transport);
        assertThat(stack.doesAnything()).as("now it does").isTrue();
        assertThat(stack.memory.peek(status, 1)).isZero();
    }

    /// 2.1.2.
    @Test
    void a_live_device_that_needs_a_reset_sends_a_configuration_change_notification() {
        DriverQueue<Token> queue = stack.goLive();
        stack.flush(queue);
        stack.memory.poke16(stack.layout().driverArea() + 4, 1000);
        assertThat(QuietMachine.lower(stack.transport.configChanged())).isFalse();
        stack.serve();
        assertThat(stack.transport.status() & NEEDS_RESET).isEqualTo(NEEDS_RESET);
        assertThat(QuietMachine.lower(stack.transport.configChanged())).isTrue();
    }

    /// 2.4.1. From wherever it is.
    @Test
    void after_a_reset_status_reads_0() {
        List<Runnable> ways = List.of(() -> {
        }, () -> stack.transport.writeStatus(ACKNOWLEDGE), stack::negotiate, stack::goLive, () -> {
            stack.goLive(Feature.SUSPEND);
            Handshake.suspend(stack.transport);
        }, () -> stack.transport.setUpQueue(7, stack.layout()), () -> Handshake.fail(stack.transport, ""));
        for (Runnable way : ways) {
            way.run();
            stack.transport.writeStatus(0);
            assertThat(stack.transport.status()).isZero();
        }
    }

    /// 2.4.1. Neither at once nor half-way through the next initialization, whatever the driver notifies.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_reset_the_device_touches_nothing_and_notifies_nobody_until_it_is_live_again(boolean served) {
        DriverQueue<Token> queue = stack.goLive();
        stack.flush(queue);
        if (served) {
            stack.serve();
            stack.flush(queue);
        }
        stack.transport.writeStatus(0);
        assertThat(stack.doesAnything()).isFalse();
        stack.transport.writeNotification(0);
        assertThat(stack.doesAnything()).isFalse();
        stack.negotiate();
        stack.transport.setUpQueue(0, stack.layout());
        stack.transport.writeNotification(0);
        assertThat(stack.doesAnything()).isFalse();
    }
}
