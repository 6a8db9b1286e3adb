package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// One queue is reset and enabled again: 2.6.1. One method for each clause.
final class QueueResetConformance {
    private final Stack stack = new Stack();
    private final FeatureSet features = FeatureSet.of(Feature.VERSION_1, Feature.RING_RESET);

    private DriverQueue<Token> at(QueueLayout layout) {
        stack.transport.setUpQueue(0, layout);
        return new SplitDriverQueue<>(stack.machine, "q0", layout, features, DisableCallback.SILENT);
    }

    /// 2.6.1.1.1. Neither what was available at the time nor what comes later.
    @Test
    void no_request_of_a_queue_that_was_reset_is_executed_and_nobody_is_notified_for_it() {
        DriverQueue<Token> queue = stack.goLive(Feature.RING_RESET);
        long first = stack.flush(queue);
        Handshake.resetQueue(stack.transport, 0);
        long second = stack.flush(queue);
        assertThat(stack.doesAnything()).isFalse();
        assertThat(stack.memory.peek(first, 1)).isEqualTo(0xFF);
        assertThat(stack.memory.peek(second, 1)).isEqualTo(0xFF);
    }

    /// 2.6.1.1.1. Positions, and whether it had asked not to be notified.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_queue_that_was_reset_is_as_it_was_at_first(boolean broken) {
        DriverQueue<Token> queue = stack.goLive(Feature.RING_RESET);
        for (int i = 0; i < 3; i++) {
            stack.flush(queue);
            stack.serve();
            assertThat(queue.takeUsed()).isNotNull();
        }
        if (broken) {
            stack.flush(queue);
            stack.memory.poke16(stack.layout().driverArea() + 4 + 2 * 3, 1000);
            stack.serve();
        }
        Handshake.resetQueue(stack.transport, 0);
        DriverQueue<Token> again = at(QueueLayout.allocateSplit(Stack.QUEUE_SIZE, stack.allocator));
        for (int i = 0; i < 3; i++) {
            long status = stack.flush(again);
            stack.serve();
            assertThat(stack.memory.peek(status, 1)).isZero();
            assertThat(again.takeUsed()).isNotNull();
            assertThat(again.breakage()).isNull();
        }
    }

    /// 2.6.1.1.2.
    @Test
    void the_driver_looks_until_the_queue_is_reset() {
        stack.goLive(Feature.RING_RESET);
        int[] looks = {0};
        Handshake.resetQueue(new ForwardingTransport(stack.transport) {
            @Override
            public boolean isQueueResetting(int queue) {
                return ++looks[0] < 5;
            }
        }, 0);
        assertThat(looks[0]).isEqualTo(5);
        assertThatThrownBy(() -> Handshake.resetQueue(new ForwardingTransport(stack.transport) {
            @Override
            public boolean isQueueResetting(int queue) {
                return true;
            }
        }, 0)).isInstanceOf(NegotiationException.class);
    }

    /// 2.6.1.2.1. Another size and another place.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void a_queue_that_is_enabled_again_is_what_the_driver_says_now(int size) {
        stack.goLive(Feature.RING_RESET);
        QueueLayout old = stack.layout();
        Handshake.resetQueue(stack.transport, 0);
        QueueLayout layout = QueueLayout.allocateSplit(size, stack.allocator);
        DriverQueue<Token> queue = new SplitDriverQueue<>(stack.machine, "q0", layout, features,
                DisableCallback.SILENT);
        stack.transport.setUpQueue(0, layout);
        stack.memory.forget();
        for (int i = 0; i < 3 * size && size > 1; i++) {
            long status = stack.flush(queue);
            stack.serve();
            assertThat(stack.memory.peek(status, 1)).isZero();
            assertThat(queue.takeUsed()).isNotNull();
        }
        stack.serve();
        assertThat(stack.memory.wasLoaded(layout.driverArea(), 4)).isTrue();
        assertThat(stack.memory.accesses())
                .noneMatch(access -> access.touches(old.driverArea(), 6 + 2 * Stack.QUEUE_SIZE));
    }
}
