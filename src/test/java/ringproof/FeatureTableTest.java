package ringproof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.BlkLimits;
import ringproof.device.MemoryBackend;
import ringproof.device.RangeLimits;
import ringproof.device.WornBackend;
import ringproof.device.ZoneGeometry;
import ringproof.device.ZonedBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.CompletionListener;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.IoPageTable;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.FeatureRules;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The tables of the README's section "Support" against the code: nothing is missing, and what they say is so.
final class FeatureTableTest {
    private static final Path README = Path.of("README.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Machine MACHINE = new NativeMachine(1 << 20);

    /// @param tests classes that are named
    private record Row(String name, String driver, String device, List<String> tests) {
        boolean isDriver() {
            return driver.equals("yes");
        }

        boolean isDevice() {
            return device.equals("yes");
        }
    }

    /// The rows of the table whose first header is this one.
    private static Map<String, Row> table(String header) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(README)) {
            if (line.startsWith("| " + header + " |")) {
                inTable = true;
            } else if (inTable && !line.startsWith("|")) {
                return rows;
            } else if (inTable && !line.startsWith("|-")) {
                String[] cells = line.substring(1).split("\\|", -1);
                assertThat(cells).as(line).hasSize(5);
                Row row = new Row(cells[0].strip().replace("`", ""), cells[1].strip(), cells[2].strip(),
                        testsIn(cells[3]));
                assertThat(rows.put(row.name(), row)).as("second row of %s", row.name()).isNull();
            }
        }
        return rows;
    }

    private static List<String> testsIn(String cell) {
        List<String> names = new ArrayList<>();
        String[] parts = cell.split("`", -1);
        for (int i = 1; i < parts.length; i += 2) {
            names.add(parts[i]);
        }
        return names;
    }

    private static Set<String> testClasses() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
        }
        return names;
    }

    @Test
    void every_feature_has_a_row_and_nothing_else_has() throws IOException {
        assertThat(table("feature").keySet())
                .containsExactlyElementsOf(Stream.of(Feature.values()).map(Feature::name).toList());
    }

    @Test
    void every_request_has_a_row_and_nothing_else_has() throws IOException {
        assertThat(table("request").keySet())
                .containsExactlyElementsOf(Stream.of(BlkRequestType.values()).map(BlkRequestType::name).toList());
    }

    @Test
    void every_test_that_is_named_exists_and_whatever_is_there_names_one() throws IOException {
        Set<String> known = testClasses();
        for (String header : new String[]{"feature", "request", "beside them"}) {
            Map<String, Row> rows = table(header);
            assertThat(rows).as(header).isNotEmpty();
            for (Row row : rows.values()) {
                assertThat(known).as("tests of %s", row.name()).containsAll(row.tests());
                assertThat(row.driver()).as("driver, %s", row.name()).isIn("yes", "no", "");
                assertThat(row.device()).as("device, %s", row.name()).isIn("yes", "no", "");
                assertThat(row.isDriver() || row.isDevice()).as("%s is there, and tested", row.name())
                        .isEqualTo(!row.tests().isEmpty());
            }
        }
    }

    @Test
    void the_driver_understands_what_the_table_says() throws IOException {
        FeatureSet all = new FeatureSet(-1).and(FeatureRules.NOT_PCI);
        BlkDevice device = new BlkDevice(MACHINE, new MemoryBackend(8), BlkDeviceOptions.DEFAULT) {
            @Override
            public FeatureSet offeredFeatures() {
                return all;
            }

            @Override
            public boolean acceptsFeatures(FeatureSet accepted) {
                return true;
            }

            // Whatever is offered has limits that can be obeyed.
            @Override
            public void readConfig(int offset, byte[] to) {
                ByteBuffer space = ByteBuffer.allocate(BlkConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                space.putInt(BlkConfigLayout.SIZE_MAX, 4096).putInt(BlkConfigLayout.BLK_SIZE, 512);
                space.putShort(BlkConfigLayout.NUM_QUEUES, (short) 1);
                space.get(offset, to);
            }
        };
        GuestAllocator allocator = new GuestAllocator(MACHINE.memory(), 0);
        BlkDriver driver = BlkDriver.start(MACHINE, new InProcessTransport(MACHINE, device), allocator,
                new BlkDriverOptions(Policy.TOGGLE, 1, 0, true, DisableCallback.EVENT_ZERO)
                        .behind(IoPageTable.allocate(allocator, 0, 1024, 1024)),
                CompletionListener.NONE);
        Map<String, Row> rows = table("feature");
        for (Feature feature : Feature.values()) {
            assertThat(driver.features().has(feature)).as("the driver accepts %s", feature)
                    .isEqualTo(rows.get(feature.name()).isDriver());
        }
    }

    @Test
    void some_device_offers_what_the_table_says() throws IOException {
        Set<Feature> offered = EnumSet.noneOf(Feature.class);
        List<BlkDevice> devices = new ArrayList<>();
        devices.add(new BlkDevice(MACHINE, new MemoryBackend(8), BlkDeviceOptions.DEFAULT.withQueues(2, 8)));
        devices.add(new BlkDevice(MACHINE, MemoryBackend.readOnly(new byte[512]), BlkDeviceOptions.DEFAULT));
        BlkLimits limits = BlkLimits.DEFAULT.withSegments(4096, 4)
                .withBlock(512, new BlkLimits.Geometry(1, 1, 1), new BlkLimits.Topology(0, 0, 1, 1))
                .withRanges(RangeLimits.DEFAULT, RangeLimits.DEFAULT, RangeLimits.DEFAULT);
        devices.add(new BlkDevice(MACHINE, new WornBackend(new MemoryBackend(8)),
                BlkDeviceOptions.DEFAULT.withLimits(limits)));
        devices.add(new BlkDevice(MACHINE, new ZonedBackend(MACHINE, new MemoryBackend(8), ZoneGeometry.hostManaged(4)),
                BlkDeviceOptions.DEFAULT));
        for (Feature feature : Feature.values()) {
            if (isGeneric(feature)) {
                devices.add(new BlkDevice(MACHINE, new MemoryBackend(8),
                        BlkDeviceOptions.DEFAULT.withGenericFeatures(FeatureSet.of(feature))));
            }
        }
        for (BlkDevice device : devices) {
            for (Feature feature : Feature.values()) {
                if (device.offeredFeatures().has(feature)) {
                    offered.add(feature);
                }
            }
        }
        Map<String, Row> rows = table("feature");
        for (Feature feature : Feature.values()) {
            assertThat(offered.contains(feature)).as("a device offers %s", feature)
                    .isEqualTo(rows.get(feature.name()).isDevice());
        }
    }

    private static boolean isGeneric(Feature feature) {
        try {
            return BlkDeviceOptions.DEFAULT.withGenericFeatures(FeatureSet.of(feature)).queueCount() > 0;
        } catch (IllegalArgumentException notOffered) {
            return false;
        }
    }
}
