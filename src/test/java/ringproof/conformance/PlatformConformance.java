package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Order;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The driver on a platform whose devices are no processors: 6.1, ORDER_PLATFORM.
final class PlatformConformance {
    private static final int ALLOCATED = 0x4000;

    /// The accesses to shared words, and the fences, of a driver that submits, polls and completes.
    private static List<AccessLog.Access> ordered(FeatureSet ring) {
        QuietMachine machine = new QuietMachine(ALLOCATED);
        BlkDevice device = new BlkDevice(machine, new MemoryBackend(8),
                BlkDeviceOptions.DEFAULT.withGenericFeatures(ring)
                        .withQueues(1, 8));
        BlkDriver driver = BlkDriver.start(machine, new InProcessTransport(machine, device),
                new GuestAllocator(machine.memory, 0),
                new BlkDriverOptions(Policy.TOGGLE, 1, 8, true, DisableCallback.EVENT_ZERO), CompletionListener.NONE);
        HardwareQueue queue = driver.queues().getFirst();
        machine.memory.forget();
        queue.pollBegin();
        queue.queueRq(queue.allocate().prepare(BlkRequestType.FLUSH, 0, 0, 0, true), true);
        machine.memory.unseen(() -> QuietMachine.run(device.agent(0)));
        assertThat(queue.poll()).isOne();
        queue.pollEnd();
        return machine.memory.accesses().stream().filter(access -> access.order() != Order.PLAIN).toList();
    }

    private static boolean isCheap(AccessLog.Access access) {
        return access.kind() != AccessLog.Kind.FENCE
                && (access.order() == Order.ACQUIRE || access.order() == Order.RELEASE);
    }

    /// 6.1. Acquire and release suffice between processors: such accesses there are without the feature, and none with it, but for each a
    /// full fence.
    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 29, 1L << 34, 1L << 34 | 1L << 29})
    void with_order_platform_every_ordered_access_of_the_driver_has_a_full_fence(long bits) {
        List<AccessLog.Access> among = ordered(new FeatureSet(bits));
        List<AccessLog.Access> onBus = ordered(new FeatureSet(bits).with(Feature.ORDER_PLATFORM));
        long cheap = among.stream().filter(PlatformConformance::isCheap).count();
        assertThat(cheap).isPositive();
        assertThat(onBus).noneMatch(PlatformConformance::isCheap);
        assertThat(fences(onBus)).isEqualTo(fences(among) + cheap);
    }

    private static long fences(List<AccessLog.Access> accesses) {
        return accesses.stream().filter(access -> access.kind() == AccessLog.Kind.FENCE).count();
    }
}
