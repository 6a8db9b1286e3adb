package ringproof.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.device.FileBackend;
import ringproof.driver.policy.Policy;
import ringproof.peer.Programs;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// Our driver with the device of qemu-storage-daemon: random requests, a model of the disk, and the file afterwards.
@Timeout(120)
final class StorageDaemonIT {
    private static final int REQUESTS = Boolean.getBoolean("ringproof.nightly") ? 5_000 : 200;
    private static final int MOST_QUEUES = 4;
    private static final String MISSING = "no qemu-storage-daemon is on the PATH (Debian: apt install qemu-system-x86)";

    /// Offered with a size_max of 0 (QEMU 7.2), which our driver takes for a device that makes no sense.
    private static final FeatureSet USELESS = FeatureSet.of(Feature.BLK_SIZE_MAX);

    @TempDir
    Path directory;

    record Load(Policy policy, FeatureSet ring, int queues) {
    }

    static List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (Policy policy : List.of(Policy.INTERRUPT, Policy.TOGGLE, Policy.POLL_QUEUES)) {
            for (FeatureSet ring : List.of(FeatureSet.NONE, FeatureSet.of(Feature.EVENT_IDX),
                    FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC))) {
                loads.add(new Load(policy, ring, MOST_QUEUES));
            }
        }
        loads.add(new Load(Policy.TOGGLE, FeatureSet.NONE, 1));
        loads.add(new Load(Policy.TOGGLE, FeatureSet.of(Feature.EVENT_IDX), 1));
        return loads;
    }

    @BeforeAll
    static void say_what_is_missing() {
        if (Programs.find("qemu-storage-daemon") == null) {
            System.out.println("StorageDaemonIT is skipped: " + MISSING);
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void what_was_written_is_there(Load load) throws Exception {
        Path daemon = Programs.find("qemu-storage-daemon");
        assumeTrue(daemon != null, MISSING);
        Path image = Files.write(directory.resolve("disk.img"), new byte[StressLoad.SECTORS * Limits.SECTOR_BYTES]);
        Path socket = directory.resolve("s");
        Path log = directory.resolve("log");
        try (FileBackend disk = FileBackend.open(image, FileBackend.Access.READ_WRITE)) {
            StressLoad stress = new StressLoad(disk, load.hashCode());
            Process process = Programs.start(log, List.of(daemon.toString(), "--blockdev",
                    "driver=file,node-name=disk,filename=" + image, "--export",
                    "type=vhost-user-blk,id=export,node-name=disk,addr.type=unix,addr.path=" + socket
                            + ",writable=on,num-queues=" + MOST_QUEUES));
            try {
                Programs.awaitFile(socket, process, log);
                assertThat(SocketDriver.run(socket, stress, load.policy(), load.queues(), load.ring(), USELESS,
                        REQUESTS))
                        .isEmpty();
                assertThat(process.isAlive()).as("it has not died of it").isTrue();
            } finally {
                process.destroy();
                Programs.awaitEnd(process, log);
            }
        }
    }
}
