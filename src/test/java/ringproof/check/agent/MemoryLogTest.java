package ringproof.check.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Access;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.check.Program;
import ringproof.check.Replay;
import ringproof.check.Schedule;
import ringproof.check.Trace;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;

/// Which bytes each step of a trace says that it has touched. Transitions of two agents: 0 and 1 are their steps, 2 and 3 their flushes.
final class MemoryLogTest {
    private static final int WORD = 0;
    private static final int OTHER = 2;
    private static final int PLAIN = 8;

    private static Trace trace(Program program, MemoryModel model, int... schedule) {
        Replay replay = Replay.run(program, Configuration.of(model), new Schedule(schedule));
        assertThat(replay.misfit()).isNull();
        return replay.trace();
    }

    /// Each step with its accesses in short.
    private static List<String> told(Trace trace) {
        Map<Long, String> names = Map.of((long) WORD, "word", (long) OTHER, "other");
        List<String> all = new ArrayList<>();
        for (Trace.Step step : trace.steps()) {
            StringBuilder text = new StringBuilder(step.what()).append(":");
            for (Access access : step.accesses()) {
                text.append(' ').append(access.kind()).append(' ')
                        .append(names.getOrDefault((long) access.addr(),
                                access.on() == Access.Target.WORD ? String.valueOf(access.addr())
                                        : access.on().name()))
                        .append('=').append(access.value());
            }
            all.add(text.toString());
        }
        return all;
    }

    private static Program publisher() {
        return world -> {
            GuestMemory memory = world.machine().memory();
            world.label(WORD, 2, "word");
            world.label(OTHER, 2, "other");
            world.agent("writer", () -> {
                memory.set16Opaque(WORD, 1);
                memory.set32(PLAIN, 5);
                memory.set16Opaque(OTHER, 1);
                memory.set16(PLAIN + 4, 6);
            });
        };
    }

    @Test
    void under_sc_a_plain_write_stays_between_the_stores_around_it() {
        // Transition 1 is the only agent's flush.
        assertThat(told(trace(publisher(), MemoryModel.SC, 1, 1))).containsExactly(
                "word = 1: STORE word=1", "other = 1: PLAIN_WRITE 8=5 STORE other=1 PLAIN_WRITE 12=6");
    }

    @Test
    void under_tso_a_store_waits_and_reaches_memory_in_its_turn() {
        assertThat(told(trace(publisher(), MemoryModel.TSO, 1, 1))).containsExactly(
                "word = 1: BUFFER word=1", "other = 1: PLAIN_WRITE 8=5 BUFFER other=1",
                "visible: word = 1: FLUSH word=1", "visible: other = 1: FLUSH other=1 PLAIN_WRITE 12=6");
    }

    @Test
    void under_the_weak_model_a_store_may_be_older_than_what_is_there() {
        Trace trace = trace(world -> {
            GuestMemory memory = world.machine().memory();
            world.label(WORD, 2, "word");
            world.agent("one", () -> memory.set16Opaque(WORD, 1));
            world.agent("two", () -> {
                memory.set16Opaque(WORD, 2);
                memory.get16Opaque(WORD);
            });
        }, MemoryModel.WEAK, 1 + 4, 1 + 4);
        assertThat(told(trace)).containsExactly("word = 1: STORE word=1", "word = 2: OVERTAKEN word=2",
                "word -> 2 (stale: 1 is newest): READ word=2");
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void locks_and_events_are_bits(MemoryModel model) {
        Trace trace = trace(world -> {
            Lock lock = world.machine().newLock("door", Digestible.NOTHING);
            Event bell = world.machine().newEvent("bell");
            world.agent("one", () -> {
                lock.lock();
                lock.unlock();
                bell.signal();
                bell.await();
            });
        }, model, switch (model) {
            case SC -> new int[]{0, 1, 1, 0};
            case TSO -> new int[]{0, 1, 1, 0};
            case WEAK -> new int[]{0, 0, 0};
        });
        String buffered = model == MemoryModel.TSO ? "BUFFER" : "STORE";
        assertThat(told(trace)).contains("lock door: STORE LOCK=1", "unlock door: " + buffered + " LOCK=0",
                "signal bell: " + buffered + " EVENT=1", "woken by bell: STORE EVENT=0");
        if (model == MemoryModel.TSO) {
            assertThat(told(trace)).contains("visible: unlock door: FLUSH LOCK=0",
                    "visible: signal bell: FLUSH EVENT=1");
        }
    }

    @Test
    void an_exchange_saw_the_old_value_and_left_the_new_one() {
        Trace trace = trace(world -> {
            var cell = world.machine().newCell("count");
            cell.set(4);
            world.agent("one", () -> {
                cell.getAndAdd(3);
                cell.compareAndSet(1, 2);
            });
        }, MemoryModel.SC, 0, 0);
        int addr = trace.steps().getFirst().accesses().getFirst().addr();
        assertThat(told(trace)).containsExactly("count: add 3 to 4: READ " + addr + "=4 STORE " + addr + "=7",
                "count: compare and set 1 to 2: it was 7: READ " + addr + "=7");
        assertThat(trace.memory().labels()).contains(new Trace.Label("count", addr, Long.BYTES));
        assertThat(trace.memory().words().get(addr / Long.BYTES)).isEqualTo(4);
    }

    @Test
    void a_write_of_many_bytes_is_told_in_aligned_pieces_and_a_read_of_few_with_its_value() {
        Trace trace = trace(world -> {
            GuestMemory memory = world.machine().memory();
            world.agent("one", () -> {
                memory.write(14, new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, (byte) 255}, 0, 12);
                memory.get16(16);
                memory.read(0, new byte[24], 0, 24);
                memory.set16Opaque(OTHER, 1);
            });
        }, MemoryModel.SC, 1);
        assertThat(told(trace)).containsExactly("0x2 = 1: PLAIN_WRITE 14=513 PLAIN_WRITE 16=723118041428460547"
                + " PLAIN_WRITE 24=65291 READ 16=1027 STORE other=1");
    }

    @Test
    void what_is_written_after_a_store_that_never_happens_never_happens_either() {
        Trace trace = Replay.run(world -> {
            GuestMemory memory = world.machine().memory();
            world.agent("writer", () -> {
                memory.set16Opaque(WORD, 1);
                memory.set16(PLAIN, 5);
                memory.get16Opaque(OTHER);
            });
            world.agent("judge", () -> {
                memory.get16Opaque(OTHER + 2);
                world.fail("enough");
            });
        }, Configuration.of(MemoryModel.SC), new Schedule(new int[]{1})).trace();
        assertThat(told(trace)).containsExactly("0x4 -> 0: READ 4=0", "fails:");
    }
}
