package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import ringproof.machine.Digest;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.machine.NativeMachine;
import ringproof.machine.TranslatedMemory;

/// What is mapped the device reaches, byte for byte and as far as is allowed; what is not it does not, whatever came and went before.
final class IoMapperProperties {
    private static final int PAGE = 16;
    private static final int PAGES = 12;
    private static final int FIRST_PAGE = 3;
    private static final long BUFFERS = 0x200;
    private static final int BUFFER_BYTES = 0x200;

    /// Maps so many bytes from an offset on, or takes the mapping with this number back.
    record Step(boolean map, int offset, int lengthBytes, int access, int which) {
    }

    private record Mapping(long ioAddr, long addr, int lengthBytes, int access) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators
                .combine(Arbitraries.of(true, true, false), Arbitraries.integers().between(0, BUFFER_BYTES / 2),
                        Arbitraries.integers().between(1, 5 * PAGE), Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new).list().ofMaxSize(25);
    }

    @Property(tries = 500)
    void the_device_reaches_exactly_what_is_mapped(@ForAll("steps") List<Step> steps) {
        GuestMemory memory = new NativeMachine(0x400).memory();
        IoPageTable table = IoPageTable.allocate(new GuestAllocator(memory, 0), 0x10000, PAGES + 2 * FIRST_PAGE, PAGE);
        IoMapper mapper = new IoMapper(memory, table, FIRST_PAGE, PAGES);
        TranslatedMemory device = new TranslatedMemory(memory, table);
        boolean full = false;
        long fresh = new Digest().add(mapper).value();
        List<Mapping> mappings = new ArrayList<>();
        for (Step step : steps) {
            if (step.map) {
                long ioAddr = mapper.map(BUFFERS + step.offset, step.lengthBytes, step.access);
                full |= ioAddr == IoMapper.NO_ADDR;
                if (ioAddr != IoMapper.NO_ADDR) {
                    mappings.add(new Mapping(ioAddr, BUFFERS + step.offset, step.lengthBytes, step.access));
                }
            } else if (!mappings.isEmpty()) {
                Mapping gone = mappings.remove(step.which % mappings.size());
                mapper.unmap(gone.ioAddr, gone.lengthBytes);
                assertThat(device.isReadable(gone.ioAddr, 1)).as("taken back").isFalse();
            }
            for (Mapping mapping : mappings) {
                check(memory, device, mapping);
            }
        }
        Statistics.label("full").collect(full).coverage(cover -> cover.check(true).count(count -> count >= 50));
        for (Mapping mapping : mappings) {
            mapper.unmap(mapping.ioAddr, mapping.lengthBytes);
        }
        assertThat(mapper.usedPages()).isZero();
        assertThat(new Digest().add(mapper).value()).isEqualTo(fresh);
        assertThat(mapper.map(BUFFERS, PAGES * PAGE, 1)).as("all pages are free again").isNotEqualTo(IoMapper.NO_ADDR);
        assertThat(device.isReadable(table.firstAddr(), FIRST_PAGE * PAGE)).as("other queues' pages").isFalse();
    }

    private static void check(GuestMemory memory, TranslatedMemory device, Mapping mapping) {
        assertThat(device.isReadable(mapping.ioAddr, mapping.lengthBytes))
                .isEqualTo((mapping.access & IoPageTable.READ) != 0);
        assertThat(device.isWritable(mapping.ioAddr, mapping.lengthBytes))
                .isEqualTo((mapping.access & IoPageTable.WRITE) != 0);
        if ((mapping.access & IoPageTable.READ) != 0) {
            memory.set8(mapping.addr, (int) mapping.ioAddr);
            memory.set8(mapping.addr + mapping.lengthBytes - 1, 0x5A);
            assertThat(device.get8(mapping.ioAddr + mapping.lengthBytes - 1)).isEqualTo(0x5A);
            memory.set8(mapping.addr, 0xA5);
            assertThat(device.get8(mapping.ioAddr)).isEqualTo(0xA5);
        }
    }
}
