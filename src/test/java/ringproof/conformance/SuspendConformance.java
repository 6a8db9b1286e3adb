package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import ringproof.conformance.RegisterLog.Access;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.queue.DriverQueue;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;

/// Suspending a device: 3.4. One method for each clause.
final class SuspendConformance {
    private static final int LIVE = 1 | 2 | 4 | 8;
    private static final int SUSPENDED = 1 | 2 | 8 | 16;
    private static final int SUSPEND = 16;
    private static final int DRIVER_OK = 4;
    private static final int NEEDS_RESET = 64;

    private final Stack stack = new Stack();

    /// A transport on which status reads what it was for some more times.
    private static final class Slow extends ForwardingTransport {
        private final int stale;
        private int reads;

        Slow(Stack stack, int stale) {
            super(stack.registers);
            this.stale = stale;
        }

        @Override
        public int status() {
            reads++;
            return reads <= 4 ? stale : super.status();
        }
    }

    /// 3.4.1. However long it takes; and a device that never does is given up.
    @Test
    void the_driver_looks_until_the_device_is_suspended() {
        stack.goLive(Feature.SUSPEND);
        Slow slow = new Slow(stack, LIVE);
        assertThat(Handshake.suspend(slow)).isTrue();
        assertThat(stack.registers.accesses().getLast()).isEqualTo(new Access(Kind.READ_STATUS, SUSPENDED, 0));
        stack.goLive();
        assertThatThrownBy(() -> Handshake.suspend(stack.transport)).isInstanceOf(NegotiationException.class);
    }

    /// 3.4.1.
    @Test
    void the_driver_looks_until_the_device_has_resumed() {
        stack.goLive(Feature.SUSPEND);
        Handshake.suspend(stack.transport);
        Slow slow = new Slow(stack, SUSPENDED);
        assertThat(Handshake.resume(slow)).isTrue();
        assertThat(stack.registers.accesses().getLast()).isEqualTo(new Access(Kind.READ_STATUS, LIVE, 0));
    }

    /// 3.4.2. At any step before DRIVER_OK.
    @Test
    void before_it_is_initialized_the_device_ignores_suspend() {
        for (int status : new int[]{1, 1 | 2, 1 | 2 | 8}) {
            stack.transport.writeStatus(0);
            stack.transport.writeStatus(status & 3);
            stack.transport.writeDriverFeatures(
                    ringproof.wire.FeatureSet.of(Feature.VERSION_1, Feature.SUSPEND));
            stack.transport.writeStatus(status);
            stack.transport.writeStatus(status | SUSPEND);
            assertThat(stack.transport.status()).isEqualTo(status);
        }
        stack.transport.writeStatus(LIVE | SUSPEND);
        assertThat(stack.transport.status()).as("together with DRIVER_OK").isEqualTo(LIVE);
    }

    /// 3.4.2.
    @Test
    void a_suspended_device_touches_no_queue_notifies_nobody_and_keeps_its_configuration() {
        DriverQueue<Token> queue = stack.goLive(Feature.SUSPEND);
        byte[] before = new byte[96];
        stack.transport.readConfig(0, before);
        Handshake.suspend(stack.transport);
        long status = stack.flush(queue);
        assertThat(stack.doesAnything()).isFalse();
        stack.transport.writeConfig(0, new byte[]{1, 2, 3, 4});
        byte[] after = new byte[96];
        stack.transport.readConfig(0, after);
        assertThat(after).isEqualTo(before);
        Handshake.resume(stack.transport);
        assertThat(stack.doesAnything()).as("now it does").isTrue();
        assertThat(stack.memory.peek(status, 1)).isZero();
    }

    /// Breaks what the device will look at next: then it has a change to tell of.
    private void breakQueue(DriverQueue<Token> queue) {
        stack.flush(queue);
        stack.memory.poke16(stack.layout().driverArea() + 4, 1000);
    }

    /// 3.4.2. What it cannot set up while suspended is a change of its status.
    @Test
    void a_suspended_device_sends_no_configuration_change_notification() {
        stack.goLive(Feature.SUSPEND);
        Handshake.suspend(stack.transport);
        stack.transport.setUpQueue(0, stack.layout());
        assertThat(stack.transport.status() & NEEDS_RESET).as("there was a change").isEqualTo(NEEDS_RESET);
        assertThat(QuietMachine.lower(stack.transport.configChanged())).isFalse();
    }

    /// 3.4.2.
    @Test
    void a_device_that_resumes_sends_the_notification_that_it_held_back() {
        stack.goLive(Feature.SUSPEND);
        Handshake.suspend(stack.transport);
        stack.transport.setUpQueue(0, stack.layout());
        Handshake.resume(stack.transport);
        assertThat(QuietMachine.lower(stack.transport.configChanged())).isTrue();
        assertThat(QuietMachine.lower(stack.transport.configChanged())).isFalse();
    }

    /// 3.4.2.
    @Test
    void a_device_that_is_told_to_suspend_does_or_needs_a_reset() {
        DriverQueue<Token> queue = stack.goLive(Feature.SUSPEND);
        stack.transport.writeStatus(LIVE | SUSPEND);
        assertThat(stack.transport.status()).isEqualTo(SUSPENDED);
        stack.transport.writeStatus(SUSPENDED | DRIVER_OK);
        breakQueue(queue);
        stack.serve();
        stack.transport.writeStatus(LIVE | SUSPEND);
        assertThat(stack.transport.status() & NEEDS_RESET).isEqualTo(NEEDS_RESET);
    }

    /// 3.4.2. A queue that is resumed is served again, without another notification.
    @Test
    void a_device_that_is_told_to_resume_does_or_needs_a_reset() {
        DriverQueue<Token> queue = stack.goLive(Feature.SUSPEND);
        for (int i = 0; i < 3; i++) {
            Handshake.suspend(stack.transport);
            long status = stack.flush(queue);
            stack.transport.writeStatus(SUSPENDED | DRIVER_OK);
            assertThat(stack.transport.status()).isEqualTo(LIVE);
            stack.serve();
            assertThat(stack.memory.peek(status, 1)).isZero();
            assertThat(queue.takeUsed()).isNotNull();
        }
    }
}
