package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.device.Backend;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.vhost.FrontEnd;
import ringproof.vhost.OpenFiles;
import ringproof.vhost.ServedDisk;
import ringproof.vhost.SharedMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Our driver and our device over a vhost-user socket, with guest memory in two regions: random requests, a model of the disk.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
final class SocketDiskTest {
    private static final int REQUESTS = Boolean.getBoolean("ringproof.nightly") ? 5_000 : 40;
    private static final Duration PATIENCE = SocketDriver.PATIENCE;

    @TempDir
    Path directory;

    record Load(Policy policy, FeatureSet ring, int queues) {
    }

    static List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (Policy policy : List.of(Policy.INTERRUPT, Policy.TOGGLE, Policy.POLL_QUEUES)) {
            for (int bits = 0; bits < 4; bits++) {
                FeatureSet ring = (bits & 1) == 0 ? FeatureSet.NONE : FeatureSet.of(Feature.EVENT_IDX);
                ring = (bits & 2) == 0 ? ring : ring.with(Feature.RING_PACKED);
                ring = loads.size() % 3 == 0 ? ring.with(Feature.INDIRECT_DESC) : ring;
                ring = loads.size() % 4 == 1 ? ring.with(Feature.IN_ORDER) : ring;
                loads.add(new Load(policy, ring, policy != Policy.POLL_QUEUES && bits % 2 == 0 ? 1 : 4));
            }
        }
        return loads;
    }

    private String run(Load load, Backend backend) throws Exception {
        BlkDeviceOptions options = BlkDeviceOptions.DEFAULT.withGenericFeatures(load.ring()).withQueues(4, 16);
        Path socket = directory.resolve("disk.sock");
        StressLoad stress = new StressLoad(backend, load.hashCode());
        String failure;
        try (ServedDisk served = new ServedDisk(socket, backend, options, PATIENCE)) {
            failure = SocketDriver.run(socket, stress, load.policy(), load.queues(), load.ring(), FeatureSet.NONE,
                    REQUESTS);
            assertThat(served.nextEnd()).isEmpty();
            assertThat(served.device().statistics(0).requests()).isPositive();
        }
        return failure;
    }

    @ParameterizedTest
    @MethodSource("loads")
    void what_was_written_is_there_and_nothing_stays_open(Load load) throws Exception {
        List<String> before = OpenFiles.now();
        assertThat(run(load, new MemoryBackend(StressLoad.SECTORS))).isEmpty();
        assertThat(OpenFiles.now()).isEqualTo(before);
    }

    @Test
    void canary_a_disk_that_writes_elsewhere_is_noticed() throws Exception {
        assertThat(run(loads().getFirst(), new DiskStressTest.MisplacingBackend())).isNotEmpty();
    }

    /// Seen from where a driver sits: the device goes, and requests must not be waited for without anybody being told.
    @Test
    void a_device_that_goes_away_needs_a_reset() throws Exception {
        List<String> before = OpenFiles.now();
        Path socket = directory.resolve("gone.sock");
        ServedDisk served = new ServedDisk(socket, new MemoryBackend(8), BlkDeviceOptions.DEFAULT, PATIENCE);
        try (SharedMemory shared = SharedMemory.allocate(1 << 20);
                FrontEnd frontEnd = FrontEnd.connect(socket, shared, 16, PATIENCE)) {
            Machine machine = new NativeMachine(shared.memory());
            Thread interrupts = Thread.ofPlatform().daemon().start(frontEnd.interrupts());
            InProcessTransport transport = new InProcessTransport(machine, frontEnd);
            try (AttachedDisk disk = new AttachedDisk(machine, new GuestAllocator(machine.memory(), 0), "disk",
                    transport, new BlkDriverOptions(Policy.INTERRUPT, 1, 16, true, DisableCallback.EVENT_ZERO))) {
                assertThat(disk.capacitySectors()).isEqualTo(8);
                served.close();
                transport.configChanged().await();
                assertThat(transport.resetReason()).isEqualTo("the device has closed the connection");
            }
            frontEnd.stop();
            interrupts.join();
        } catch (IOException e) {
            served.close();
            throw e;
        }
        assertThat(OpenFiles.now()).isEqualTo(before);
    }
}
