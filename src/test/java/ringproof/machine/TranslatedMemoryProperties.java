package ringproof.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/// What a device sees of guest memory through a table full of anything, against a model that goes byte by byte.
final class TranslatedMemoryProperties {
    private static final int ENOUGH = 50;
    private static final int PAGE = 16;
    private static final int PAGES = 6;
    private static final long FIRST = 0x1000;
    private static final int MEMORY = 16 * PAGE;
    /// The table lies at the end of memory, so pages can be mapped onto it too.
    private static final long TABLE = MEMORY - PAGES * Long.BYTES;

    /// One access of the device: at an address, of so many bytes.
    record Access(boolean write, long addr, int lengthBytes) {
    }

    @Provide
    Arbitrary<long[]> entries() {
        Arbitrary<Long> mapped = Combinators
                .combine(Arbitraries.integers().between(0, 16), Arbitraries.of(0, 1, 2, 3, 3, 3, 7, 12, 15))
                .as((page, bits) -> (long) page * PAGE | bits);
        Arbitrary<Long> any = Arbitraries.frequencyOf(Tuple.of(12, mapped), Tuple.of(1, Arbitraries.longs()));
        return any.array(long[].class).ofSize(PAGES);
    }

    @Provide
    Arbitrary<Access> accesses() {
        Arbitrary<Long> near = Arbitraries.longs().between(FIRST - PAGE / 2, FIRST + (long) PAGES * PAGE);
        Arbitrary<Long> addr = Arbitraries.frequencyOf(Tuple.of(9, near),
                Tuple.of(1, Arbitraries.longs()));
        return Combinators.combine(Arbitraries.of(true, false), addr, Arbitraries.integers().between(0, 3 * PAGE))
                .as(Access::new);
    }

    private static byte[] whole(GuestMemory memory) {
        byte[] bytes = new byte[MEMORY];
        memory.read(0, bytes, 0, MEMORY);
        return bytes;
    }

    /// The guest address behind one byte, or -1.
    private static long model(long[] entries, long addr, int access) {
        if (addr < FIRST || addr >= FIRST + (long) PAGES * PAGE) {
            return -1;
        }
        long entry = entries[(int) ((addr - FIRST) / PAGE)];
        long page = entry - Long.remainderUnsigned(entry, PAGE);
        return (entry & access) == access && page >= 0 && page <= MEMORY - PAGE ? page + (addr - FIRST) % PAGE : -1;
    }

    private static boolean isMapped(long[] entries, Access access, int bits) {
        for (int i = 0; i < access.lengthBytes; i++) {
            if (model(entries, access.addr + i, bits) < 0) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 3000)
    void every_access_does_what_the_table_says_and_what_is_refused_is_remembered(@ForAll("entries") long[] entries,
            @ForAll("accesses") Access access) {
        GuestMemory memory = new NativeMachine(MEMORY).memory();
        for (int i = 0; i < TABLE; i++) {
            memory.set8(i, i + 1);
        }
        for (int page = 0; page < PAGES; page++) {
            memory.set64(TABLE + (long) page * Long.BYTES, entries[page]);
        }
        TranslatedMemory view = new TranslatedMemory(memory, new IoPageTable(TABLE, FIRST, PAGES, PAGE));
        int bits = access.write ? IoPageTable.WRITE : IoPageTable.READ;
        boolean possible = isMapped(entries, access, bits);
        if (access.lengthBytes > 0) {
            assertThat(access.write ? view.isWritable(access.addr, access.lengthBytes)
                    : view.isReadable(access.addr, access.lengthBytes)).isEqualTo(possible);
            assertThat(view.contains(access.addr, access.lengthBytes))
                    .isEqualTo(isMapped(entries, access, IoPageTable.READ | IoPageTable.WRITE));
        }
        assertThat(view.hasFaulted()).as("looking is no access").isFalse();
        // A write onto the table itself changes what the rest of it means, so it is judged by its fault alone.
        boolean ontoTable = false;
        byte[] expected = whole(memory);
        byte[] data = new byte[access.lengthBytes];
        Arrays.fill(data, (byte) 0xEE);
        byte[] got = data.clone();
        for (int i = 0; i < access.lengthBytes; i++) {
            long at = model(entries, access.addr + i, bits);
            if (access.write && at >= 0) {
                expected[(int) at] = data[i];
                ontoTable |= at >= TABLE;
            } else if (!access.write) {
                got[i] = at < 0 ? 0 : expected[(int) at];
            }
        }
        if (access.write) {
            view.write(access.addr, data, 0, data.length);
        } else {
            view.read(access.addr, data, 0, data.length);
        }
        collectReached("possible across pages", possible && access.lengthBytes > PAGE);
        collectReached("refused in the middle",
                !possible && access.lengthBytes > PAGE && model(entries, access.addr, bits) >= 0);
        if (!ontoTable) {
            assertThat(view.hasFaulted()).isEqualTo(!possible);
            assertThat(whole(memory)).isEqualTo(expected);
            assertThat(data).isEqualTo(got);
        }
    }

    private static void collectReached(String label, boolean reached) {
        Statistics.label(label).collect(reached).coverage(cover -> cover.check(true).count(count -> count >= ENOUGH));
    }

    @Property(tries = 1000)
    void a_word_is_loaded_and_stored_whole_or_not_at_all(@ForAll("entries") long[] entries) {
        GuestMemory memory = new NativeMachine(MEMORY).memory();
        for (int page = 0; page < PAGES; page++) {
            memory.set64(TABLE + (long) page * Long.BYTES, entries[page]);
        }
        for (long addr = FIRST - 8; addr <= FIRST + (long) PAGES * PAGE; addr += 8) {
            long at = model(entries, addr, IoPageTable.WRITE);
            if (at >= TABLE) {
                return;
            }
            TranslatedMemory view = new TranslatedMemory(memory, new IoPageTable(TABLE, FIRST, PAGES, PAGE));
            view.set64Opaque(addr, addr);
            assertThat(view.hasFaulted()).isEqualTo(at < 0);
            assertThat(at < 0 || memory.get64(at) == addr).isTrue();
            long from = model(entries, addr, IoPageTable.READ);
            TranslatedMemory reader = new TranslatedMemory(memory, new IoPageTable(TABLE, FIRST, PAGES, PAGE));
            assertThat(reader.get64Acquire(addr)).isEqualTo(from < 0 ? 0 : memory.get64(from));
            assertThat(reader.hasFaulted()).isEqualTo(from < 0);
        }
    }

    @Property(tries = 1000)
    void any_range_may_be_asked_about(@ForAll("entries") long[] entries, @ForAll long addr, @ForAll long lengthBytes) {
        GuestMemory memory = new NativeMachine(MEMORY).memory();
        for (int page = 0; page < PAGES; page++) {
            memory.set64(TABLE + (long) page * Long.BYTES, entries[page]);
        }
        TranslatedMemory view = new TranslatedMemory(memory, new IoPageTable(TABLE, FIRST, PAGES, PAGE));
        for (long length : List.of(lengthBytes, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L)) {
            boolean answer = view.isReadable(addr, length);
            assertThat(answer && (addr < FIRST || length < 0 || length > PAGES * PAGE)).isFalse();
        }
    }
}
