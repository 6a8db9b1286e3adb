package ringproof.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.FileBackend;
import ringproof.vhost.ServedDisk;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Linux has our device as its disk: a file system on it, and every kind of request, seen from both sides. By night every kind of ring.
final class LinuxGuestIT {
    private static final boolean NIGHT = Boolean.getBoolean("ringproof.nightly");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PROCESSORS = 4;
    private static final int MEBIBYTE = 1 << 20;
    /// The first so many hold the file system; the guest writes behind them what no file system orders.
    private static final int FILE_SYSTEM_MEBIBYTES = 16;
    private static final int DISK_MEBIBYTES = 20;

    private static final String SCRIPT = """
            echo features $(cat /sys/block/vda/device/features)
            echo queues $(ls /sys/block/vda/mq | wc -l)
            mount -t ext4 /dev/vda /mnt
            cmp /mnt/seed /seed
            mkdir /mnt/small
            for i in $(seq 100); do echo $i > /mnt/small/$i; done
            for i in 1 2 3; do cp /seed /mnt/copy$i; done
            rm /mnt/copy1
            sync
            fstrim /mnt
            umount /mnt
            dd if=/seed of=/dev/vda bs=64k seek=256 oflag=direct conv=notrunc 2>/dev/null
            dd if=/seed of=/dev/vda bs=64k seek=288 oflag=direct conv=notrunc,fsync 2>/dev/null
            dd if=/dev/vda of=/tmp/back bs=64k skip=256 count=16 iflag=direct 2>/dev/null
            cmp /tmp/back /seed
            blkdiscard -o 16M -l 1M /dev/vda
            /usr/bin/fallocate -n -z -o 18M -l 512K /dev/vda
            """;

    /// @param device   QEMU's options of the device
    /// @param driver   Linux's of the driver
    /// @param agreed   what they must agree on
    /// @param declined what they must not
    record Setup(String device, String driver, int queues, FeatureSet agreed, FeatureSet declined) {
        static Setup of(boolean packed, boolean eventIdx, boolean indirect, int queues, int polled) {
            FeatureSet agreed = FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH, Feature.BLK_DISCARD,
                    Feature.BLK_WRITE_ZEROES);
            FeatureSet declined = FeatureSet.NONE;
            agreed = packed ? agreed.with(Feature.RING_PACKED) : agreed;
            declined = packed ? declined : declined.with(Feature.RING_PACKED);
            agreed = eventIdx ? agreed.with(Feature.EVENT_IDX) : agreed;
            declined = eventIdx ? declined : declined.with(Feature.EVENT_IDX);
            agreed = indirect ? agreed.with(Feature.INDIRECT_DESC) : agreed;
            declined = indirect ? declined : declined.with(Feature.INDIRECT_DESC);
            String device = "queue-size=128,num-queues=" + queues + ",packed=" + on(packed) + ",event_idx="
                    + on(eventIdx) + ",indirect_desc=" + on(indirect);
            return new Setup(device, "poll_queues=" + polled, queues, agreed, declined);
        }

        private static String on(boolean enabled) {
            return enabled ? "on" : "off";
        }
    }

    static List<Setup> setups() {
        List<Setup> setups = new ArrayList<>(
                List.of(Setup.of(false, true, true, 1, 0), Setup.of(true, true, false, 4, 2)));
        for (int bits = 0; NIGHT && bits < 16; bits++) {
            setups.add(Setup.of((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0 ? 4 : 2,
                    (bits & 8) != 0 ? 2 : 0));
        }
        return setups;
    }

    private static @Nullable LinuxGuest guest;
    private static @Nullable Path mke2fs;

    @TempDir
    private Path directory;

    @BeforeAll
    static void find() throws IOException {
        guest = LinuxGuest.find();
        mke2fs = Programs.find("mke2fs");
        if (guest == null || mke2fs == null) {
            System.out.println("LinuxGuestIT is skipped: " + LinuxGuest.MISSING);
        }
    }

    @BeforeEach
    void skip_where_there_is_none() {
        assumeTrue(guest != null && mke2fs != null, LinuxGuest.MISSING);
    }

    private Path image(byte[] seed) throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.write(tree.resolve("seed"), seed);
        Path image = directory.resolve("disk.img");
        tool("mke2fs", "-q", "-t", "ext4", "-d", tree.toString(), image.toString(), FILE_SYSTEM_MEBIBYTES + "M");
        try (FileBackend longer = FileBackend.open(image, FileBackend.Access.READ_WRITE)) {
            assertThat(longer.resize(DISK_MEBIBYTES * 2048L)).isTrue();
        }
        return image;
    }

    private static void tool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Objects.requireNonNull(Programs.find(name)).toString()));
        command.addAll(List.of(arguments));
        Programs.Ended ended = Programs.run(PATIENCE, command);
        assertThat(ended.exitCode()).as(name + " says " + ended.lines()).isZero();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void it_keeps_files_and_answers_every_request(Setup setup) throws Exception {
        LinuxGuest linux = Objects.requireNonNull(guest);
        byte[] seed = new byte[MEBIBYTE];
        new Random(7).nextBytes(seed);
        Path image = image(seed);
        Initramfs files = linux.files().add("seed", seed)
                .addProgram(Objects.requireNonNull(Programs.find("fallocate")).toRealPath());
        BlkDeviceOptions options = BlkDeviceOptions.DEFAULT.withQueues(PROCESSORS, 128).withGenericFeatures(
                FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.RING_PACKED));
        Path socket = directory.resolve("disk.sock");
        try (FileBackend file = FileBackend.open(image, FileBackend.Access.READ_WRITE)) {
            CountedBackend disk = new CountedBackend(file);
            try (ServedDisk served = new ServedDisk(socket, disk, options, PATIENCE)) {
                List<String> console = linux.run(files, directory, socket, setup.device(), setup.driver(), PROCESSORS,
                        SCRIPT, PATIENCE);
                assertThat(served.nextEnd()).isEmpty();
                assertThat(console).contains("queues " + setup.queues());
                assertAgreed(console, setup);
            }
            assertThat(disk.flushes()).isPositive();
            assertThat(disk.discards()).isPositive();
            assertThat(disk.zeroings()).isPositive();
        }
        assertContent(image, seed);
    }

    /// Linux writes one digit for each bit, the lowest first.
    private static void assertAgreed(List<String> console, Setup setup) {
        String bits = console.stream().filter(line -> line.startsWith("features ")).findFirst().orElseThrow()
                .substring("features ".length());
        for (Feature feature : Feature.values()) {
            char digit = bits.charAt(feature.bit());
            assertThat(digit == '1' || !setup.agreed().has(feature)).as(feature + " is agreed on").isTrue();
            assertThat(digit == '0' || !setup.declined().has(feature)).as(feature + " is declined").isTrue();
        }
    }

    private void assertContent(Path image, byte[] seed) throws IOException, InterruptedException {
        tool("e2fsck", "-f", "-n", image.toString());
        Path dumped = directory.resolve("dumped");
        tool("debugfs", "-R", "dump copy3 " + dumped, image.toString());
        assertThat(Files.readAllBytes(dumped)).isEqualTo(seed);
        tool("debugfs", "-R", "dump small/77 " + dumped, image.toString());
        assertThat(dumped).hasContent("77\n");

        byte[] all = Files.readAllBytes(image);
        int half = MEBIBYTE / 2;
        byte[] expected = seed.clone();
        Arrays.fill(expected, 0, half, (byte) 0);
        assertThat(Arrays.copyOfRange(all, 18 * MEBIBYTE, 19 * MEBIBYTE)).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(all, 19 * MEBIBYTE, 20 * MEBIBYTE))
                .isEqualTo(new byte[MEBIBYTE]);
    }
}
