package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.device.AdaptivePolling;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// Four queues, real threads, random requests, a model of the disk: the barriers as they are compiled. By night for longer.
@Timeout(600)
final class DiskStressTest {
    private static final int REQUESTS = Boolean.getBoolean("ringproof.nightly") ? 15_000 : 25;
    private static final long POLL_NANOS = 50_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// @param threads of the device; it polls unless each queue has its own
    record Load(Policy policy, FeatureSet ring, int queueSize, int threads) {
        Hosting hosting() {
            Hosting hosting = Hosting.DEFAULT.withThreads(threads).withBatch(3);
            return threads == StressLoad.THREADS ? hosting
                    : hosting.withPolling(() -> new AdaptivePolling(System::nanoTime, POLL_NANOS, 0, 0));
        }
    }

    static List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            for (int bits = 0; bits < 4; bits++) {
                FeatureSet ring = (bits & 1) == 0 ? FeatureSet.NONE : FeatureSet.of(Feature.EVENT_IDX);
                boolean packed = (bits & 2) != 0;
                ring = packed ? ring.with(Feature.RING_PACKED) : ring;
                // What multiplies nothing: each with some of the others.
                ring = loads.size() % 3 == 0 ? ring.with(Feature.INDIRECT_DESC) : ring;
                ring = loads.size() % 5 == 0 ? ring.with(Feature.IN_ORDER) : ring;
                int threads = new int[]{StressLoad.THREADS, 1, 2, StressLoad.THREADS, 3}[loads.size() % 5];
                loads.add(new Load(policy, ring, loads.size() % 2 == 0 ? 16 : packed ? 5 : 4, threads));
            }
        }
        return loads;
    }

    private static String run(Load load, Backend backend, int requests, Duration patience) {
        Machine machine = new NativeMachine(StressLoad.MEMORY_BYTES);
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        BlkDeviceOptions device = BlkDeviceOptions.DEFAULT.withGenericFeatures(load.ring())
                .withQueues(StressLoad.THREADS, load.queueSize());
        BlkDriverOptions driver = new BlkDriverOptions(load.policy(), StressLoad.THREADS, load.queueSize(),
                load.ring().has(Feature.EVENT_IDX), DisableCallback.EVENT_ZERO);
        StressLoad stress = new StressLoad(backend, load.hashCode());
        try (AttachedDisk disk = new AttachedDisk(machine, allocator, "disk", backend, device, load.hosting(),
                driver)) {
            return stress.run(disk, machine, allocator, load.policy(), requests, patience);
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void what_was_written_is_there_whoever_completes_it(Load load) {
        assertThat(run(load, new MemoryBackend(StressLoad.SECTORS), REQUESTS, PATIENCE)).isEmpty();
    }

    /// Now and then a write goes to the sector before.
    static final class MisplacingBackend extends BackendWrapper {
        private static final int EVERY = 7;
        private int writes;

        MisplacingBackend() {
            super(new MemoryBackend(StressLoad.SECTORS));
        }

        @Override
        public synchronized boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            boolean misplaced = ++writes % EVERY == 0;
            return super.write(misplaced ? offsetBytes - Limits.SECTOR_BYTES : offsetBytes, memory, addr, lengthBytes);
        }
    }

    @Test
    void a_device_that_misplaces_writes_is_found_out() {
        assertThat(run(loads().getFirst(), new MisplacingBackend(), 40, PATIENCE)).containsAnyOf("got other content",
                "is not what was written");
    }

    private static final class DeafBackend extends BackendWrapper {
        private final CountDownLatch latch;

        DeafBackend(CountDownLatch latch) {
            super(new MemoryBackend(StressLoad.SECTORS));
            this.latch = latch;
        }

        @Override
        public boolean flush() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                return false;
            }
            return super.flush();
        }
    }

    @Test
    void a_request_that_never_completes_is_found_out() {
        Machine machine = new NativeMachine(StressLoad.MEMORY_BYTES);
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        CountDownLatch latch = new CountDownLatch(1);
        Backend backend = new DeafBackend(latch);
        StressLoad stress = new StressLoad(backend, 1);
        CopyOptions options = CopyOptions.DEFAULT.withQueues(StressLoad.THREADS);
        try (AttachedDisk disk = new AttachedDisk(machine, allocator, "disk", backend,
                BlkDeviceOptions.DEFAULT.withQueues(StressLoad.THREADS, 128), ImageCopy.driverOptions(options))) {
            assertThat(stress.run(disk, machine, allocator, Policy.TOGGLE, 40, Duration.ofMillis(20)))
                    .endsWith("is stuck");
            latch.countDown();
        }
    }
}
