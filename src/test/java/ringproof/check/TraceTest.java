package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;

/// Whose effect each step of a trace has seen. Transitions of two agents: 0 and 1 are their steps, 2 and 3 their flushes.
final class TraceTest {

    private static Trace trace(Program program, MemoryModel model, int... schedule) {
        Replay replay = Replay.run(program, Configuration.of(model), new Schedule(schedule));
        assertThat(replay.misfit()).isNull();
        return replay.trace();
    }

    private static Trace.Step step(Trace trace, String what) {
        return trace.steps().stream().filter(s -> s.what().equals(what)).findFirst().orElseThrow();
    }

    /// What was observed, in words.
    private static String observed(Trace trace, String what) {
        int index = step(trace, what).observes();
        return index < 0 ? "nothing" : trace.steps().get(index).text();
    }

    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void a_load_observes_the_store_and_a_wake_up_the_signal_where_they_reached_the_others(MemoryModel model) {
        Trace trace = trace(program(world -> {
            GuestMemory memory = world.machine().memory();
            world.label(0, 2, "word");
            world.label(2, 2, "other");
            Event event = world.machine().newEvent("bell");
            world.agent("writer", () -> {
                memory.set16Opaque(0, 1);
                event.signal();
            });
            world.agent("reader", () -> {
                event.await();
                memory.get16Opaque(0);
                memory.get16Opaque(2);
            });
        }), model, 2, 2, 1, 1, 1);
        String visible = model == MemoryModel.SC ? "" : "visible: ";
        assertThat(observed(trace, "woken by bell")).isEqualTo(visible + "signal bell");
        assertThat(observed(trace, "word -> 1")).isEqualTo(visible + "word = 1");
        assertThat(observed(trace, "other -> 0")).isEqualTo("nothing");
        assertThat(step(trace, visible + "word = 1").observes()).isNegative();
    }

    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void taking_a_lock_observes_its_last_release(MemoryModel model) {
        Trace trace = trace(program(world -> {
            Lock lock = world.machine().newLock("door", Digestible.NOTHING);
            for (int i = 1; i <= 2; i++) {
                world.agent("agent" + i, () -> {
                    lock.lock();
                    lock.unlock();
                });
            }
        }), model, 0, 2, 1, 3);
        assertThat(step(trace, "lock door").observes()).isNegative();
        Trace.Step second = trace.steps().stream().filter(s -> s.agent() == 1).findFirst().orElseThrow();
        assertThat(second.what()).isEqualTo("lock door");
        Trace.Step release = trace.steps().get(second.observes());
        assertThat(release.agent()).isZero();
        assertThat(release.what()).endsWith("unlock door");
    }

    @Test
    void an_exchange_observes_the_last_one_that_changed_the_cell() {
        Trace trace = trace(program(world -> {
            Cell cell = world.machine().newCell("count");
            world.agent("first", () -> cell.getAndAdd(5));
            world.agent("second", () -> {
                cell.compareAndSet(1, 2);
                cell.getAndAdd(3);
            });
        }), MemoryModel.SC, 0, 1, 1);
        assertThat(observed(trace, "count: add 5 to 0")).isEqualTo("nothing");
        assertThat(observed(trace, "count: compare and set 1 to 2: it was 5")).isEqualTo("count: add 5 to 0");
        assertThat(observed(trace, "count: add 3 to 5")).isEqualTo("count: add 5 to 0");
    }

    @Test
    void a_load_that_sees_a_store_of_its_own_in_the_buffer_observes_that_one() {
        Trace trace = trace(program(world -> {
            GuestMemory memory = world.machine().memory();
            world.label(0, 2, "word");
            world.agent("own", () -> {
                memory.set16Opaque(0, 1);
                memory.get16Opaque(0);
            });
            world.agent("other", () -> {
                memory.set16Opaque(0, 2);
                memory.get16Opaque(2);
            });
        }), MemoryModel.TSO, 3, 0, 2, 1);
        assertThat(observed(trace, "word -> 1")).isEqualTo("word = 1");
    }

    @Test
    void under_the_weak_model_a_stale_load_observes_the_store_that_it_saw() {
        Trace trace = trace(program(world -> {
            GuestMemory memory = world.machine().memory();
            world.label(0, 2, "word");
            world.agent("writer", () -> {
                memory.set16Opaque(0, 1);
                memory.set16Opaque(0, 2);
                memory.set16Opaque(0, 1);
            });
            world.agent("reader", () -> {
                memory.get16Opaque(0);
                memory.get16Opaque(0);
            });
        }), MemoryModel.WEAK, 1 + 4 * 2, 1);
        assertThat(trace.steps().stream().map(Trace.Step::observes)).containsExactly(-1, -1, -1, 0, 2);
    }

    private static Program program(java.util.function.Consumer<World> body) {
        return body::accept;
    }
}
