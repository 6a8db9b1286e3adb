package ringproof.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.vhost.ServedDisk;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// SeaBIOS boots from our device: a driver that we did not write, which polls.
@Timeout(120)
final class BiosIT {
    /// A disk of less than a cylinder, which is 16 * 63, has no first sector for the BIOS.
    private static final int SECTORS = 4096;
    /// Reads sector 1, writes it to sector 2, and prints it on the serial line; then the machine ends. In order: registers and stack, read,
    /// write, the loop that prints, the end, and another end where the disk failed.
    private static final String BOOT_SECTOR = "31c0 8ed8 8ec0 8ed0 bc007c"
            + " b80102 bb007e b90200 b600 cd13 721d"
            + " b80103 b90300 cd13 7213"
            + " be007e ac 84c0 7406 baf803 ee ebf5"
            + " b010 e6f4 f4 b020 e6f4 f4";
    private static final int EXIT_WELL = 0x10 << 1 | 1;
    private static final int SIGNATURE = 510;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @BeforeAll
    static void say_what_is_missing() {
        if (Qemu.find() == null) {
            System.out.println("BiosIT is skipped: " + Qemu.MISSING);
        }
    }

    @Test
    void a_boot_sector_reads_and_writes() throws Exception {
        Qemu qemu = Qemu.find();
        assumeTrue(qemu != null, Qemu.MISSING);
        MemoryBackend disk = new MemoryBackend(SECTORS);
        String text = "sector one, read by way of our device " + new Random(7).nextLong() + "\n";
        byte[] sector = padded(text.getBytes(StandardCharsets.US_ASCII));
        byte[] boot = padded(HexFormat.of().parseHex(BOOT_SECTOR.replace(" ", "")));
        boot[SIGNATURE] = 0x55;
        boot[SIGNATURE + 1] = (byte) 0xAA;
        assertThat(disk.write(0, boot, 0, boot.length)).isTrue();
        assertThat(disk.write(Limits.SECTOR_BYTES, sector, 0, sector.length)).isTrue();
        Path socket = directory.resolve("s");
        Path serial = directory.resolve("serial");
        try (ServedDisk served = new ServedDisk(socket, disk, BlkDeviceOptions.DEFAULT.withGenericFeatures(
                FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.RING_PACKED)),
                PATIENCE)) {
            Programs.Ended ended = qemu.run(socket, 64, "num-queues=1,bootindex=0", PATIENCE,
                    List.of("-serial", "file:" + serial, "-device", "isa-debug-exit,iobase=0xf4"));
            assertThat(ended.exitCode()).as(ended.lines().toString()).isEqualTo(EXIT_WELL);
            assertThat(served.nextEnd()).isEmpty();
            assertThat(served.device().statistics(0).requests()).isGreaterThanOrEqualTo(3);
        }
        assertThat(Files.readString(serial).replace("\r", "")).contains(text);
        byte[] copied = new byte[Limits.SECTOR_BYTES];
        assertThat(disk.read(2L * Limits.SECTOR_BYTES, copied, 0, copied.length)).isTrue();
        assertThat(copied).isEqualTo(sector);
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, Limits.SECTOR_BYTES);
    }
}
