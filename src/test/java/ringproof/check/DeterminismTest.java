package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// The rules that agents must keep so that their state is a digest of what they have observed: breaking one is noticed.
class DeterminismTest {
    private static final Configuration SC = Configuration.of(MemoryModel.SC);

    private static Verdict explore(Consumer<World> program, Configuration configuration) {
        return Explorer.exhaust(program::accept, configuration, Budget.DEFAULT);
    }

    private static Failure failureOf(Verdict verdict) {
        return ((Verdict.Refuted) verdict).failure();
    }

    @ParameterizedTest
    @EnumSource(CoroutineKind.class)
    void an_agent_that_is_not_deterministic_is_refused(CoroutineKind coroutines) {
        int[] runs = {0};
        Configuration configuration = coroutines == CoroutineKind.THREAD ? SC.onThreads() : SC;
        assertThatThrownBy(() -> explore(world -> {
            int run = ++runs[0];
            world.agent("fickle", () -> world.machine().memory().set16Opaque(0, run));
        }, configuration)).isInstanceOf(NotDeterministic.class).hasMessageContaining("fickle is not deterministic");
    }

    /// Rule 1 of the engine: what a lock guards must be told, else two histories that leave different Java state are taken for one.
    @Test
    void a_lock_that_hides_what_it_guards_is_noticed() {
        assertThat(failureOf(explore(world -> orderMatters(world, true), SC)).message()).contains("second came first");
        assertThatThrownBy(() -> explore(world -> orderMatters(world, false), SC)).isInstanceOf(NotDeterministic.class)
                .hasMessageContaining("the agent late is not deterministic");
    }

    private static void orderMatters(World world, boolean tells) {
        int[] first = {0};
        int[] count = {0};
        Machine machine = world.machine();
        Lock lock = machine.newLock("lock", tells ? d -> d.add(first[0]).add(count[0]) : Digestible.NOTHING);
        for (int i = 1; i <= 2; i++) {
            int id = i;
            world.agent("agent" + i, () -> {
                lock.lock();
                first[0] = first[0] == 0 ? id : first[0];
                count[0]++;
                lock.unlock();
                machine.checkpoint("end", Digestible.NOTHING);
            });
        }
        world.agent("late", () -> {
            lock.lock();
            boolean both = count[0] == 2;
            lock.unlock();
            if (both && world.choose("anything", 2) == 1) {
                lock.lock();
                boolean wrong = first[0] == 2;
                lock.unlock();
                if (wrong) {
                    throw new IllegalStateException("second came first");
                }
            }
        });
    }

    /// Rule 3 of the engine: a checkpoint that forgets a live value merges states that differ.
    @Test
    void a_checkpoint_that_forgets_a_live_value_is_noticed() {
        assertThat(failureOf(explore(world -> remembers(world, true), SC)).message()).contains("saw 1");
        assertThatThrownBy(() -> explore(world -> remembers(world, false), SC)).isInstanceOf(NotDeterministic.class)
                .hasMessageContaining("does not happen when the code is run again");
    }

    private static void remembers(World world, boolean tells) {
        Machine machine = world.machine();
        Cell cell = machine.newCell("cell");
        Event written = machine.newEvent("written");
        world.agent("reader", () -> {
            long seen = cell.get();
            machine.checkpoint("loop", tells ? d -> d.add(seen) : Digestible.NOTHING);
            written.await();
            world.choose("anything", 2);
            if (seen == 1) {
                throw new IllegalStateException("saw 1");
            }
        });
        world.agent("writer", () -> {
            cell.set(1);
            written.signal();
        });
    }
}
