package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.conformance.RegisterLog.Access;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.driver.BlkDriver;
import ringproof.driver.Request;
import ringproof.queue.DriverQueue;
import ringproof.transport.NegotiationException;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Initialization and clean-up: 3.1 and 3.3. One method for each clause.
final class InitializationConformance {
    private static final int FEATURES_OK = 1 | 2 | 8;
    private static final int DRIVER_OK = 1 | 2 | 4 | 8;
    private static final int FAILED = 128;

    private final Stack stack = new Stack();
    private final RegisterLog registers = stack.registers;

    /// 3.1.1. Each step by what it does to the registers.
    @Test
    void the_driver_takes_the_steps_in_their_order() {
        stack.start();
        int agreed = registers.first(Kind.WRITE_STATUS, FEATURES_OK);
        List<Access> after = registers.accesses().subList(agreed + 1, registers.accesses().size());
        assertThat(List.of(registers.first(Kind.WRITE_STATUS, 0), registers.first(Kind.WRITE_STATUS, 1),
                registers.first(Kind.WRITE_STATUS, 1 | 2), registers.first(Kind.READ_FEATURES),
                registers.first(Kind.WRITE_FEATURES), agreed, registers.first(Kind.SET_UP),
                registers.first(Kind.WRITE_STATUS, DRIVER_OK))).isSorted().doesNotContain(-1).doesNotHaveDuplicates();
        assertThat(after.getFirst()).as("FEATURES_OK is looked at").isEqualTo(
                new Access(Kind.READ_STATUS, FEATURES_OK, 0));
    }

    /// 3.1.1.
    @Test
    void the_driver_does_not_write_the_configuration_before_features_ok() {
        stack.start();
        int agreed = registers.first(Kind.WRITE_STATUS, FEATURES_OK);
        assertThat(registers.accesses().subList(0, agreed)).extracting(Access::kind).doesNotContain(Kind.WRITE_CONFIG);
    }

    /// 3.1.1. Nor before the first time: they are written once.
    @Test
    void after_features_ok_the_driver_accepts_no_more_features() {
        stack.start();
        assertThat(registers.values(Kind.WRITE_FEATURES)).hasSize(1);
        assertThat(registers.first(Kind.WRITE_FEATURES)).isLessThan(registers.first(Kind.WRITE_STATUS, FEATURES_OK));
    }

    /// 3.1.1. Whatever went wrong: the offer, the choice, the number of queues, the device's start.
    @Test
    void a_driver_that_gives_up_stops_there() {
        checkGivesUp(() -> registers.offer = offered -> FeatureSet.NONE, 1);
        checkGivesUp(() -> registers.offer = offered -> offered.with(Feature.BLK_RO), 1);
        checkGivesUp(() -> registers.offer = offered -> offered, 2);
        checkGivesUp(() -> registers.beforeConfig = () -> stack.transport.setUpQueue(7, stack.layout()), 1);
    }

    private void checkGivesUp(Runnable trouble, int queues) {
        stack.setUp(stack.negotiate());
        registers.forget();
        trouble.run();
        assertThatThrownBy(() -> stack.start(queues)).isInstanceOf(NegotiationException.class);
        List<Access> all = registers.accesses();
        int failed = 0;
        while (all.get(failed).kind() != Kind.WRITE_STATUS || (all.get(failed).value() & FAILED) == 0) {
            failed++;
        }
        assertThat(failed).as("FAILED is the last that it writes").isEqualTo(all.size() - 1);
    }

    /// 3.1.1.
    @Test
    void before_driver_ok_the_driver_sends_no_notification() {
        BlkDriver driver = stack.start();
        Request request = stack.prepare(driver, BlkRequestType.IN, 0, 512);
        driver.queues().getFirst().queueRq(request, true);
        assertThat(registers.first(Kind.KICK)).isGreaterThan(registers.first(Kind.WRITE_STATUS, DRIVER_OK));
    }

    /// 3.3.1. On a split ring; on a packed one see [PackedDriverConformance]. Neither descriptors nor entries of the available ring.
    @Test
    void what_is_available_stays_as_it_is_until_it_was_used() {
        SplitRing ring = new SplitRing(Feature.EVENT_IDX);
        for (int i = 0; i < 4; i++) {
            ring.add(1, 1);
        }
        for (int back = 0; back < 4; back++) {
            ring.memory.forget();
            ring.driver.kickPrepare();
            ring.driver.disableCallback();
            ring.driver.callbackArrived();
            ring.driver.enableCallback();
            ring.driver.enableCallbackDelayed();
            assertThat(ring.driver.add(SplitRing.chain(SplitRing.SIZE, 0), new Token(-1)))
                    .isEqualTo(DriverQueue.Added.FULL);
            ring.memory.unseen(ring::take);
            ring.device.use(ring.device.headId(), 0);
            assertThat(ring.takeUsed()).isNotNull();
            assertThat(ring.memory.wasStored(ring.layout.descriptorArea(), 16 * SplitRing.SIZE)).isFalse();
            assertThat(ring.memory.wasStored(ring.availRing, 2 * SplitRing.SIZE)).isFalse();
        }
        ring.memory.forget();
        ring.add(1, 0);
        assertThat(ring.memory.wasStored(ring.layout.descriptorArea(), 16 * SplitRing.SIZE)).as("now it may").isTrue();
    }
}
