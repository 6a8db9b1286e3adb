package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.vhost.FrontEnd;
import ringproof.vhost.SharedMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Our driver under a [StressLoad], with whatever device serves a socket.
final class SocketDriver {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int QUEUE_SIZE = 16;

    private SocketDriver() {
    }

    /// What went wrong, or the empty string. `ring`: of EVENT_IDX, INDIRECT_DESC and RING_PACKED those that must be agreed on, and no others. `refused`: of all
    /// others those that are not accepted though offered.
    static String run(Path socket, StressLoad stress, Policy policy, int queues, FeatureSet ring,
            FeatureSet refused, int requests)
            throws IOException, InterruptedException {
        FeatureSet chosen = FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.RING_PACKED);
        BlkDriverOptions options = new BlkDriverOptions(policy, queues, QUEUE_SIZE, ring.has(Feature.EVENT_IDX),
                DisableCallback.EVENT_ZERO).without(new FeatureSet((chosen.bits() & ~ring.bits()) | refused.bits()));
        try (SharedMemory shared = SharedMemory.allocate(StressLoad.MEMORY_BYTES / 8,
                StressLoad.MEMORY_BYTES * 7 / 8);
                FrontEnd frontEnd = FrontEnd.connect(socket, shared, QUEUE_SIZE, PATIENCE)) {
            Machine machine = new NativeMachine(shared.memory());
            Thread interrupts = Thread.ofPlatform().daemon().start(frontEnd.interrupts());
            GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
            String failure;
            try (AttachedDisk disk = new AttachedDisk(machine, allocator, "disk",
                    new InProcessTransport(machine, frontEnd), options)) {
                assertThat(disk.features().and(chosen)).isEqualTo(ring.and(chosen));
                failure = stress.run(disk, machine, allocator, policy, requests, PATIENCE);
            }
            assertThat(frontEnd.lossReason()).isEmpty();
            frontEnd.stop();
            interrupts.join();
            return failure;
        }
    }
}
